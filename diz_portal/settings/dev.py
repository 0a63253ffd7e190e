"""A developer's machine: everything private to it, nothing to configure."""

from diz_portal import embedded

from .base import *  # noqa: F403  settings are one namespace by design
from .base import DATA_DIR, DATABASE_URL, REDIS_URL, broker_from, database_from, env, keys_from

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env("SECRET_KEY", default="") or embedded.secret_key(DATA_DIR)
SEALING_KEYS = keys_from(env("SEALING_KEYS", default="") or embedded.sealing_key(DATA_DIR))
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]

DATABASES = {"default": database_from(DATABASE_URL or embedded.database_url(DATA_DIR))}
CELERY_BROKER_URL = broker_from(REDIS_URL or embedded.redis_url(DATA_DIR))

# Mail stays on the machine, and a page shows it.
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.dummy.EmailBackend")
SHOW_SENT_MAIL = True
EXAMPLE_WHEN_EMPTY = env("DIZ_EXAMPLE", default="on") != "off"
EXAMPLE_DATA_ALLOWED = True
if email_url := env("EMAIL_URL", default=""):
    vars().update(env.email_url_config(email_url))
