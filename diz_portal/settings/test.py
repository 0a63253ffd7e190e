"""The suite: the development settings on temporary data, fast passwords, no limits."""

import os

from . import stores
from .dev import *  # noqa: F403
from .dev import DATA_DIR

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "alone")
STORAGES = {
    **STORAGES,
    # Several processes share the servers, never the files: none knows the rows of another, whose
    # files it would take for left over. What a test starts keeps its files where the test does.
    "default": stores.stored_at(DATA_DIR / "files" / PROCESS, "FILES_URL", {}),
    "journal": stores.stored_at(DATA_DIR / "journal" / PROCESS, "JOURNAL_DIR", {}),
    # No manifest: a test must not depend on `collectstatic`.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "drawn": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "drawn"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
# Static files straight from their sources: no `collectstatic` before a test.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
