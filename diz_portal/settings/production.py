"""A real partnership: refuses to start half configured, and insists on TLS."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403  settings are one namespace by design
from .base import (
    NOTIFY_API_KEY,
    NOTIFY_EMAIL_TEMPLATE_ID,
    PUBLIC_FORM_LIMITS,
    broker_from,
    database_from,
    env,
    keys_from,
    required,
)

DEBUG = False
SECRET_KEY = required("SECRET_KEY", "at least 50 random characters, kept out of the code.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
# Kept apart from the database, and not the key above: that one is changed by other rules.
SEALING_KEYS = keys_from(
    required("SEALING_KEYS", "the keys that encrypt codes and private links until they are sent.")
)
ALLOWED_HOSTS = required("ALLOWED_HOSTS", "the host names of the portal.").split(",")
PORTAL_URL = required("PORTAL_URL", "the address that links in emails start with.").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]
SCRIPTS_AT_PORTAL_URL = True

DATABASES = {"default": database_from(required("DATABASE_URL", "a PostgreSQL 15 or later server."))}
CELERY_BROKER_URL = broker_from(required("REDIS_URL", "a Redis 6 or Valkey server."))
if not (NOTIFY_API_KEY and NOTIFY_EMAIL_TEMPLATE_ID):  # else GOV.UK Notify sends the emails
    vars().update(env.email_url_config(required("EMAIL_URL", "the mail server, as smtp+tls://…")))
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL", "the address that the portal sends email from.")

if not PUBLIC_FORM_LIMITS:
    raise ImproperlyConfigured("DIZ_LIMITS=off is only for load tests. Remove it in production")

SECOND_FACTOR_REQUIRED = True
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
# What else stands under the portal's name is its owner's to promise, and browsers forget neither
# promise for years: by setting alone.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("HSTS_SUBDOMAINS", default=False)
SECURE_HSTS_PRELOAD = env.bool("HSTS_PRELOAD", default=False)
if SECURE_HSTS_PRELOAD and not SECURE_HSTS_INCLUDE_SUBDOMAINS:
    raise ImproperlyConfigured(
        "HSTS_PRELOAD needs HSTS_SUBDOMAINS: browsers do not list a name without it"
    )
# The two would warn of what is decided above.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
# By the name itself a browser takes them over TLS only and from this host alone: a neighbour under
# the same domain can neither read nor plant one (with a planted csrftoken it could forge forms).
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
SESSION_COOKIE_SECURE = True
# By its name, browsers keep it to this host and to TLS.
KNOWN_BROWSER_COOKIE = "__Host-known_browser"
CSRF_COOKIE_SECURE = True
if env.int("TRUSTED_PROXY_COUNT", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
