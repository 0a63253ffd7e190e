"""The suite: the development settings on temporary data, fast passwords, no limits."""

from .dev import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    # No manifest: a test must not depend on `collectstatic`.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "drawn": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "drawn"},
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages"},
}
# Every page counts what it shows: the tests compare what pages cost.
ATTENTION_COUNT_KEPT = 0
# Static files straight from their sources: no `collectstatic` before a test.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Tables are made from the models: replaying every migration took longer than most of the suite's
# files. `make lint` compares the two, and `tests/shell/test_run.py` starts on the migrations.
PGTRIGGER_INSTALL_ON_MIGRATE = True
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
