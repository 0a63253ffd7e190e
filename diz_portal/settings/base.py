"""What is the same wherever the portal runs.

Everything that differs comes from the environment, read here and nowhere else;
`dev`, `test` and `production` say only how they differ and why.
"""

import base64
import binascii
import json
from pathlib import Path

import environ
import pgtrigger
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from diz_portal import patience
from diz_portal.settings import sign_on, stores

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
# A developer's or a server's settings; what the environment says already wins.
if (BASE_DIR / ".env").is_file():
    env.read_env(BASE_DIR / ".env")

# Where uploads, the private database and the private broker live.
DATA_DIR = Path(env("DIZ_DATA", default=str(BASE_DIR / ".data"))).resolve()
# Uploads: a folder of this host or a share, or a bucket (s3://bucket/folder).
FILES_URL = env("FILES_URL", default="") or DATA_DIR / "files"
# What must outlive a restore: who was erased, and which messages were sent. No backup holds it.
JOURNAL_DIR: str | Path = env("JOURNAL_DIR", default="") or DATA_DIR / "journal"
if not stores.is_bucket(JOURNAL_DIR):
    JOURNAL_DIR = Path(JOURNAL_DIR).resolve()
# Where a backup is written every night, and the public keys that it is encrypted to.
BACKUP_DIR = env("BACKUP_DIR", default="")
BACKUP_KEYS = env.list("BACKUP_KEYS", default=[])
BUILD_DIR = BASE_DIR / ".build"

DATABASE_URL = env("DATABASE_URL", default="")
REDIS_URL = env("REDIS_URL", default="")


def required(name: str, why: str) -> str:
    """The value of an environment variable, or a sentence that says what is missing."""
    value = env(name, default="")
    if not value:
        raise ImproperlyConfigured(f"Set {name}: {why}")
    return value


def database_from(url: str) -> dict:
    """Django's settings for a PostgreSQL URL; any other kind of database is refused."""
    wrong = (
        "DATABASE_URL must be a PostgreSQL address. The portal does not work with other databases."
    )
    if "://" not in url:
        raise ImproperlyConfigured(wrong)
    try:
        config = env.db_url_config(url)
    except ValueError:  # such as a port that is no number
        raise ImproperlyConfigured(wrong) from None
    if config.get("ENGINE") != "django.db.backends.postgresql":
        raise ImproperlyConfigured(wrong)
    config["ENGINE"] = "diz_portal.database"
    config["OPTIONS"] = {**patience.OPTIONS, **config.get("OPTIONS", {})}
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    return config


def broker_from(url: str) -> str:
    """The address of a Redis or Valkey; anything else is refused with a sentence."""
    kind, _, rest = url.partition("://")
    if kind not in {"redis", "rediss", "redis+socket", "sentinel"} or not rest:
        raise ImproperlyConfigured(
            "REDIS_URL must be the address of a Redis or Valkey server, like redis://localhost:6379"
        )
    return url


def keys_from(written: str) -> list[str]:
    """The keys that seal secret words, with commas between; a half one is said at the start."""
    keys = [key.strip() for key in written.split(",") if key.strip()]
    for number, key in enumerate(keys, 1):
        try:
            is_whole = len(base64.b64decode(key, altchars=b"-_", validate=True)) == 32
        except (ValueError, binascii.Error):
            is_whole = False
        if not is_whole:
            raise ImproperlyConfigured(
                f"Key {number} of SEALING_KEYS is not a whole key: each is 32 random bytes, "
                "written as 44 letters by the command in docs/how-to/run-in-production.md"
            )
    return keys


def release_of(folder: Path) -> str:
    """The version of an installed release; nothing for a checkout."""
    facts = folder / "release.json"
    return json.loads(facts.read_text())["version"] if facts.is_file() else ""


INSTALLED_APPS = [
    "diz_portal.accounts",
    "diz_portal.places",
    "diz_portal.outbox",
    "diz_portal.privacy",
    "diz_portal.attention",
    "diz_portal.reminders",
    "diz_portal.open_work",
    "diz_portal.documents",
    "diz_portal.demo",
    "diz_portal",
    "diz_portal.reports",
    "diz_portal.lists",
    "diz_portal.digests",
    "diz_portal.agenda",
    "diz_portal.open_data",
    "diz_portal.impact",
    "diz_portal.demand",
    "diz_portal.knowledge",
    "diz_portal.api",
    "diz_portal.operations",
    "partners",
    "partners.enquiries",
    "projects",
    "seminars",
    "inclusion",
    "diz_portal.admin_app.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "crispy_forms",
    "crispy_forms_gds",
    "csp",
    "django_celery_beat",
    "pghistory",
    "pgtrigger",
    "rules.apps.AutodiscoverRulesConfig",
]

MIDDLEWARE = [
    "diz_portal.tracing.middleware",
    "diz_portal.tally.middleware",
    "diz_portal.telemetry.middleware",
    "diz_portal.operations.metrics.middleware",
    "diz_portal.middleware.health",
    "diz_portal.packing.middleware",
    "django.middleware.security.SecurityMiddleware",
    # Before whoever may answer by itself, so that static files carry the policy too.
    "diz_portal.policy.Policy",
    "diz_portal.static_files.StaticFiles",
    "diz_portal.maintenance.middleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "diz_portal.accounts.middleware.TimeLimit",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "diz_portal.outbox.allowance.middleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "diz_portal.accounts.browsers.remembering",
    "diz_portal.middleware.refused_account_forms_say_so",
    "diz_portal.middleware.second_factor",
    "diz_portal.middleware.private_pages_are_not_stored",
    "diz_portal.middleware.what_was_done_is_counted",
    "diz_portal.middleware.admin_addresses_make_sense",
    "diz_portal.middleware.wrong_ways_say_so",
    "pghistory.middleware.HistoryMiddleware",
]

ROOT_URLCONF = "diz_portal.urls"
WSGI_APPLICATION = "diz_portal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "diz_portal.context.portal",
            ],
            "builtins": ["diz_portal.templatetags.portal"],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
        },
    }
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# History is written once a statement: by the row, an import of 100,000 sites takes a minute.
PGHISTORY_LEVEL = pgtrigger.Statement

# Sign-in -------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "rules.permissions.ObjectPermissionBackend",
    "partners.backends.ManagerBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspace:home"
LOGOUT_REDIRECT_URL = "home"

ACCOUNT_ADAPTER = "diz_portal.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "diz_portal.accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation already proved the address
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # post can be slow, and typing too
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_FORMS = {
    "add_email": "diz_portal.accounts.forms.AddEmailForm",
    "confirm_login_code": "diz_portal.accounts.forms.ConfirmLoginCodeForm",
    "request_login_code": "diz_portal.accounts.forms.RequestLoginCodeForm",
    "reset_password": "diz_portal.accounts.forms.ResetPasswordForm",
    "login": "diz_portal.accounts.forms.LoginForm",
    "change_password": "diz_portal.accounts.forms.ChangePasswordForm",
    "reauthenticate": "diz_portal.accounts.forms.ReauthenticateForm",
    "reset_password_from_key": "diz_portal.accounts.forms.ResetPasswordKeyForm",
}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
# Design §4.12: at most 10 tries in 5 minutes. What is counted by account stands in
# `accounts.guessing`; here is what is counted by address alone.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/300s/ip,5/300s/key",  # of allauth's own forms: setting up a second step
    "reset_password": "10/300s/ip",
    "request_login_code": "",
    "reset_password_from_key": "10/300s/ip",
}
# Names the accounts that a browser has signed in to: see `accounts.browsers`.
KNOWN_BROWSER_COOKIE = "known_browser"
KNOWN_BROWSER_AGE = 180 * 24 * 60 * 60
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an invitation already proved the address
MFA_FORMS = {
    "authenticate": "diz_portal.accounts.forms.SecondStepForm",
    "reauthenticate": "diz_portal.accounts.forms.SecondStepAgainForm",
    "activate_totp": "diz_portal.accounts.forms.ActivateTOTPForm",
}
MFA_TOTP_ISSUER = env("MFA_TOTP_ISSUER", default="DIZ portal")
# Whether whoever may hold a right over residents' records must have a second factor first.
SECOND_FACTOR_REQUIRED = False

SOCIALACCOUNT_ADAPTER = "diz_portal.accounts.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an account is connected once, then known by `sub`
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_PROVIDERS: dict = {
    "openid_connect": {
        "provider_class": "diz_portal.accounts.sign_on.provider.CouncilProvider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": sign_on.apps_from(env, required),
    }
}

# Places, words and times -----------------------------------------------------

LANGUAGE_CODE = "en-gb"
USE_I18N = True
# What Django and its libraries say of what somebody typed, in our words.
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/London"
# How the admin writes a day and an hour: as every other page does (docs/words.md).
FORMAT_MODULE_PATH = ["diz_portal.formats"]

# Files -------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BUILD_DIR / "collected"
# A folder of this host with the files of the last three releases: see diz_portal.static_files.
STATIC_SHARED_DIR = env("STATIC_SHARED_DIR", default="")
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "diz_portal.static_files.AdminFiles",
]
STATICFILES_DIRS = [BASE_DIR / "static"]
if (BUILD_DIR / "static").is_dir():
    STATICFILES_DIRS.append(BUILD_DIR / "static")

_PLACES = {"FILES_URL": FILES_URL, "JOURNAL_DIR": JOURNAL_DIR, "BACKUP_DIR": BACKUP_DIR}
stores.apart({name: str(address) for name, address in _PLACES.items()})
# How a server that speaks S3 is reached; empty where nothing lies on one.
OBJECT_STORAGE = stores.connection_from(env, is_used=any(map(stores.is_bucket, _PLACES.values())))
STORAGES = {
    # Uploads: opaque keys, outside static, read only through a view that asks who is asking.
    "default": stores.stored_at(FILES_URL, "FILES_URL", OBJECT_STORAGE),
    "journal": stores.stored_at(JOURNAL_DIR, "JOURNAL_DIR", OBJECT_STORAGE),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DOCUMENT_MAX_BYTES = 10 * 1024 * 1024
# ClamAV, which looks through every upload; none where nobody has said.
CLAMD = stores.clamd_from(env("CLAMD_URL", default=""))
# A scan that takes longer is given up, and the file refused.
CLAMD_SECONDS = env.float("CLAMD_SECONDS", default=20.0)
# How much may be kept of what people upload: by one person, one organisation, and in all.
UPLOADS_BY_PERSON = env.int("UPLOADS_BY_PERSON_MB", default=500) * 1_000_000
UPLOADS_BY_ORGANISATION = env.int("UPLOADS_BY_ORGANISATION_MB", default=2_000) * 1_000_000
UPLOADS_IN_ALL = env.int("UPLOADS_IN_ALL_MB", default=20_000) * 1_000_000
# How long the file of an import is kept after it was applied or undone; its record stays.
IMPORT_FILES_KEPT_DAYS = env.int("IMPORT_FILES_KEPT_DAYS", default=90)
# How long the files of a report are kept; what was asked for stays on record.
REPORTS_KEPT_DAYS = env.int("REPORTS_KEPT_DAYS", default=90)
# A report that takes longer is stopped, and says so.
REPORT_MINUTES = env.int("REPORT_MINUTES", default=30)
# Services outside that are told of errors, and of requests and tasks: see diz_portal.telemetry.
SENTRY_DSN = env("SENTRY_DSN", default="")
OTEL_ENDPOINT = env("OTEL_EXPORTER_OTLP_ENDPOINT", default="")
OTEL_HEADERS = env.dict("OTEL_EXPORTER_OTLP_HEADERS", default={})
OTEL_SERVICE_NAME = env("OTEL_SERVICE_NAME", default="diz-portal")
# Who may read /metrics: whoever sends this as a bearer token. Without it there are none.
METRICS_TOKEN = env("METRICS_TOKEN", default="")
# Which version of the portal this is: as `make release` wrote it down, if nobody says otherwise.
RELEASE = env("RELEASE", default="") or release_of(BASE_DIR)
# While this file is there, every page says that the portal is being updated. On this host alone,
# and not where a server must answer first.
MAINTENANCE_FILE = Path(env("MAINTENANCE_FILE", default=str(DATA_DIR / "maintenance")))
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# A form says kindly that a file is too large for it; this is what nobody waits for.
LARGEST_REQUEST = 80_000_000
FILE_UPLOAD_HANDLERS = [
    "diz_portal.uploads.RefuseTheHuge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# For so many seconds the number in the navigation is kept; 0 counts it for every page.
ATTENTION_COUNT_KEPT = 60

# For so many days a suspended organisation finishes and hands over its open cases.
HANDOVER_DAYS = env.int("HANDOVER_DAYS", 28)

# Forms -------------------------------------------------------------------------

# Widgets are drawn with the project's templates, so that one of the admin's can be mended.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"
# It dresses inputs by the names of their classes, and knows Django's own alone.
CRISPY_CLASS_CONVERTERS = {"postcodeinput": "govuk-input"}

# Background work: the broker is a doorbell, the database the truth (design §4.1) --

CELERY_BROKER_URL = REDIS_URL
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_timeout": 2,
    "socket_connect_timeout": 2,
    "max_retries": 0,
    # A worker that waits on a line of which nothing is left notices within twice that.
    "health_check_interval": 4,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
# Asked to stop, then ended: what was under way is a row that the next sweep finds.
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_TIME_LIMIT = 270
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "diz_portal.beat:Scheduler"
# Seconds rather than hours of the clock: each run looks for what is due, by rows. What no
# worker took in time expires, since the next run looks again.
HEARTBEAT_EVERY = 30.0
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {
        "task": "diz_portal.tasks.beat_heart",
        "schedule": HEARTBEAT_EVERY,
        "options": {"expires": 60},
    },
    # What is due once a day or every few hours, by rows of what was last completed.
    "start routine work that is due": {
        "task": "diz_portal.tasks.ring_routines",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "delete forms that were not sent": {
        "task": "diz_portal.accounts.tasks.forget_unsent",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send messages that are due": {
        "task": "diz_portal.outbox.tasks.sweep",
        "schedule": 30.0,
        "options": {"expires": 30},
    },
    "send webhooks": {
        "task": "diz_portal.api.tasks.send_webhooks",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "send reminders": {
        "task": "diz_portal.reminders.tasks.send_reminders",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "finish imports": {
        "task": "diz_portal.imports.tasks.sweep_imports",
        "schedule": 10.0,  # with the lease: how long a killed import waits at most
        "options": {"expires": 10},
    },
    "finish reports": {
        "task": "diz_portal.reports.tasks.sweep_reports",
        "schedule": 10.0,
        "options": {"expires": 10},
    },
    "send digests": {
        "task": "diz_portal.digests.tasks.sweep_digests",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "open and close reporting rounds": {
        "task": "projects.tasks.keep_returns",
        "schedule": 300.0,
        "options": {"expires": 300},
    },
    "update seminars and waiting lists": {
        "task": "seminars.tasks.keep_seminars",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
}

# A cache that outlives the broker: limits on guessing live in it (design §3).
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # What can be drawn again: each web process keeps its own.
    "drawn": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
    # Whole pages that every stranger sees alike, one version of each.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# Mail ---------------------------------------------------------------------------

EMAIL_TIMEOUT = 15
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="DIZ portal <portal@diz.example>")
# A folder with the schemas of open data standards, one folder each, as their publishers give them.
OPEN_DATA_STANDARDS = env("OPEN_DATA_STANDARDS", default="")
PORTAL_URL = env("PORTAL_URL", default="http://127.0.0.1:8000").rstrip("/")
# What the error pages say when not even the database answers; until one is set, the
# partnership's own name and phone as this process last read them.
PORTAL_NAME = env("PORTAL_NAME", default="")
PORTAL_PHONE = env("PORTAL_PHONE", default="")
# GOV.UK Notify: with its key and the template, emails or texts go by it. See docs/how-to.
NOTIFY_API_KEY = env("NOTIFY_API_KEY", default="")
NOTIFY_EMAIL_TEMPLATE_ID = env("NOTIFY_EMAIL_TEMPLATE_ID", default="")
NOTIFY_FILE_TEMPLATE_ID = env("NOTIFY_FILE_TEMPLATE_ID", default="")
NOTIFY_TEXT_TEMPLATE_ID = env("NOTIFY_TEXT_TEMPLATE_ID", default="")
NOTIFY_REPLY_TO_ID = env("NOTIFY_REPLY_TO_ID", default="")
NOTIFY_URL = env("NOTIFY_URL", default="https://api.notifications.service.gov.uk")
# Whether /workspace/mail/ shows what the outbox sent: development only.
SHOW_SENT_MAIL = False
# Words and addresses of finished mail are deleted after so many days.
OUTBOX_KEEP_DAYS = 30
# So many messages may strangers have sent to one address, over all public forms together, in an
# hour and in a day. What is more waits, and goes later as one message.
OUTBOX_FROM_STRANGERS_HOUR = env.int("OUTBOX_FROM_STRANGERS_HOUR", default=10)
OUTBOX_FROM_STRANGERS_DAY = env.int("OUTBOX_FROM_STRANGERS_DAY", default=30)
# So many places at one seminar may be registered from one address before any of their emails has
# answered; the next holds nothing until its own has.
SEMINARS_UNANSWERED_PLACES = env.int("SEMINARS_UNANSWERED_PLACES", default=12)
# Seconds before a message that failed is tried again; then as long as it has been failing.
OUTBOX_SHORTEST_WAIT = 60
# Whether `prepare` fills an empty database with the example partnership: development only.
EXAMPLE_WHEN_EMPTY = False
# Whether the example partnership may be loaded: never beside real people's data.
EXAMPLE_DATA_ALLOWED = False

# Safety ---------------------------------------------------------------------------

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "diz_portal.accounts.visits"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A visit ends so many seconds after its last use: sooner for whoever may read residents' records;
# and so many after signing in, whatever is done.
SIGNED_IN_IDLE_NEAR_RESIDENTS = 60 * env.int("SIGNED_IN_MINUTES_NEAR_RESIDENTS", default=60)
SIGNED_IN_IDLE = 60 * env.int("SIGNED_IN_MINUTES", default=4 * 60)
SIGNED_IN_AT_MOST = SESSION_COOKIE_AGE = 12 * 60 * 60
# For everybody, also without an account: on a library’s computer the next person finds nothing of
# whoever has closed the browser.
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "diz_portal.errors.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        # script-src: the folder of our scripts, by diz_portal.policy
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Whether pages may also load scripts from the portal's public address: where a proxy may ask by
# another name than the browser did.
SCRIPTS_AT_PORTAL_URL = False
# The per-address limits and minimum times of public forms; off for load tests only.
PUBLIC_FORM_LIMITS = env("DIZ_LIMITS", default="on") != "off"
# The speed test on the page about connections: how fast this server can send to one visitor, in
# Mbit/s. From half of that a result says that the server was the limit. 0 switches the test off.
SPEED_TEST_MBPS = env.int("SPEED_TEST_MBPS", default=100)
# Of the API, from one address; a whole council may be behind it.
API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", default=600)
# Whether webhooks may call this very host, and without encryption: for tests alone.
WEBHOOKS_TO_THIS_HOST = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "diz_portal.logs.Formatter"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        # Tells nobody where no service is named.
        "errors": {"class": "diz_portal.telemetry.Errors", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "errors"], "level": env("LOG_LEVEL", default="INFO")},
}
