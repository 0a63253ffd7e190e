"""What the models of Django and of the libraries hold about people."""

from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, kept, no_personal_data
from diz_portal.privacy.purposes import ACCOUNTS

WITH_ACCOUNT = kept("For as long as the account is open")

declare(
    "admin.LogEntry",
    what="Log of changes made in the admin",
    personal={
        "user": "who made the change",
        "object_repr": "what was changed",
        "change_message": "which details were changed",
    },
    not_personal={"object_id": "a number"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To find out who changed what when something is wrong",
    retention=Retention(
        days=730, from_field="action_time", after="the change", at_least=180, at_most=6 * 365
    ),
)
declare(
    "diz_portal.Restoration",
    what="Restores of the portal from a backup",
    personal={"released_by": "who released it"},
    not_personal={"facts": "counts, and references of records"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To know who let a restored portal send messages again",
    retention=kept("For as long as the portal is in use"),
)
declare(
    "account.EmailAddress",
    what="Email addresses for signing in",
    personal={"user": "whose address it is", "email": "email address"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To sign in and to reset a password",
    retention=WITH_ACCOUNT,
)
declare(
    "account.EmailConfirmation",
    what="Confirmations of a new address",
    personal={"email_address": "the address to be confirmed"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To make sure that a new address belongs to the person who entered it",
    retention=Retention(days=7, from_field="created", after="it was sent"),
    not_personal={"key": "random, for one use"},
)
declare(
    "mfa.Authenticator",
    what="Two-step verification",
    personal={"user": "whose it is", "data": "the shared secret or recovery codes"},
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To keep an account safe when a password is stolen",
    retention=WITH_ACCOUNT,
)
declare(
    "pghistory.Context",
    what="Who made each audited change",
    personal={
        "metadata": "the account that made the change, the page, and the reason if one was needed"
    },
    controller=LEAD_ORGANISATION,
    purpose=ACCOUNTS,
    why="To say who changed a record, and when",
    retention=Retention(
        days=730,
        from_field="created_at",
        action="blank",
        after="the change",
        at_least=180,
        at_most=6 * 365,
    ),
)

for label, texts, reason in (
    (
        "sessions.Session",
        "session_key session_data",
        "Empty: the portal keeps visits in its own table.",
    ),
    ("diz_portal.RoutineRun", "name", "When each of the portal’s routines last ran."),
    ("diz_portal.Heartbeat", "name", "When each part of the portal last responded."),
    ("auth.Permission", "name codename", "Names of permissions."),
    ("auth.Group", "name", "Names of groups of permissions."),
    ("contenttypes.ContentType", "app_label model", "Names of the portal’s own tables."),
    (
        "socialaccount.SocialApp",
        "provider provider_id name client_id secret key settings",
        "Settings of single sign-on.",
    ),
    (
        "socialaccount.SocialAccount",
        "user provider uid extra_data",
        "Empty: the portal keeps single sign-on in its own table.",
    ),
    (
        "socialaccount.SocialToken",
        "token token_secret",
        "Empty: we do not keep a council’s keys.",
    ),
    ("django_celery_beat.SolarSchedule", "", "When background work runs."),
    ("django_celery_beat.IntervalSchedule", "", "When background work runs."),
    ("django_celery_beat.ClockedSchedule", "", "When background work runs."),
    (
        "django_celery_beat.CrontabSchedule",
        "minute hour day_of_month month_of_year day_of_week",
        "When background work runs.",
    ),
    ("django_celery_beat.PeriodicTasks", "", "When background work last changed."),
    (
        "django_celery_beat.PeriodicTask",
        "name task args kwargs queue exchange routing_key headers description",
        "Which background work runs. Its arguments are ids.",
    ),
):
    no_personal_data(label, texts=texts, reason=reason)
