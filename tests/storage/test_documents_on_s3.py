"""The papers that people upload, on S3: the same tests."""

from tests.documents.conftest import uploader_only  # noqa: F401
from tests.documents.test_views import *  # noqa: F403
from tests.documents.test_views import pytestmark  # noqa: F401
