"""The files of imports, on S3: the same tests."""

from tests.projects.test_import_files import *  # noqa: F403
from tests.projects.test_import_files import pytestmark  # noqa: F401
