"""The admin: managers of the lead organisation, and among its pages only what they may do.

One line a model says what a manager may do there. A line for every model that is registered,
also for those that no manager may open.
"""

from django.contrib import admin

from .doors import (
    ADMIN_LOGIN,
    FINE,
    HIDDEN,
    LOGIN,
    MANAGERS,
    MOVED,
    NOBODY,
    NOT_THIS_WAY,
    REFUSED,
    SIGNED_IN,
    STRANGER,
    Table,
)

SEE, ADD, CHANGE, DELETE = "see", "add", "change", "delete"
SHUT = ""

MODELS = {
    # Places and the partnership
    "places.district": "see add change",
    "places.bankholiday": "see add change delete",
    "places.partnership": "see change",
    "places.area": "see add change",
    "places.release": "see",
    "places.loadedfile": "see",
    # People and organisations: nothing is deleted, it ends
    "accounts.user": "see change",
    "partners.organisation": "see add change",
    "partners.membership": "see add change",
    "partners.invitation": "see add change",
    "partners.joinrequest": "see",
    "partners.agreement": "see add change",
    # Projects: history hangs on them
    "projects.programme": "see add change delete",
    "projects.project": "see add change",
    "projects.site": "see add change",
    "projects.wayleave": "see add change",
    "projects.milestone": "see add change",
    "projects.risk": "see add change",
    "projects.reportinground": "see add change",
    # Ledgers, logs and papers: to be read
    "projects.scopechange": "see",
    "projects.changerequest": "see",
    "projects.meeting": "see",
    "projects.contract": "see",
    "projects.subsidy": "see",
    "projects.fundingsource": "see",
    "projects.claim": "see",
    "projects.posting": "see",
    "projects.bid": "see",
    "projects.regrant": "see",
    "projects.grantrecipient": "see",
    "projects.return": "see",
    "projects.importbatch": "see",
    "projects.importmapping": "see delete",
    "projects.returnimportmapping": "see delete",
    "projects.ledgerline": "see",
    "projects.ledgermonth": "see",
    "projects.ledgerimportbatch": "see",
    "projects.ledgerimportmapping": "see delete",
    # Seminars: what people rely on is changed in the workspace, where they are told
    "seminars.topic": "see add change delete",
    "seminars.series": "see add change delete",
    "seminars.seminar": "see add change",
    "seminars.seminarevent": "see",
    "seminars.registration": "see",
    "seminars.registrationevent": "see",
    "seminars.attendanceevent": "see",
    "seminars.reminderstep": "see",
    "seminars.seminarmessage": "see",
    # Digital inclusion: who helps, never whom
    "inclusion.team": "see add change",
    "inclusion.referringpartner": "see add change",
    "inclusion.helpplace": "see add change delete",
    "inclusion.importbatch": "see",
    "inclusion.importmapping": "see delete",
    "inclusion.socialtariff": "see add change delete",
    "inclusion.equalityanswers": "see",
    "demand.support": "see add change delete",
    "demand.need": "see",
    "inclusion.device": "see",
    "inclusion.databatch": "see",
    "inclusion.dataentry": "see",
    "inclusion.datapledge": "see",
    "inclusion.itemswitch": "see",
    # What is published is taken back, not deleted
    "inclusion.learningpath": "see add change",
    "inclusion.learningmodule": "see add change",
    "inclusion.lesson": "see add change",
    "inclusion.helplink": "see add change delete",
    "inclusion.framework": "see",
    "inclusion.benchmark": "see",
    "inclusion.fundtag": "see add change",
    "outbox.message": "see",
    # Answered in the workspace, where the history is written
    "privacy.datarequest": "see",
    "privacy.complaint": "see",
    # Changed by each controller's data protection lead, in the workspace
    "privacy.processingrecord": "see",
    "attention.chase": "see",
    "attention.handling": "see",
    # Asked for in the workspace
    "reports.reportjob": "see",
    "reminders.reminder": "see",
    "diz_portal.routinerun": "see",
    "open_work.handover": "see",
    "documents.document": "see",
    # Other people's apps stop the machine: for the installation's superuser
    "auth.group": SHUT,
    "django_celery_beat.periodictask": SHUT,
    "django_celery_beat.clockedschedule": SHUT,
    "django_celery_beat.crontabschedule": SHUT,
    "django_celery_beat.solarschedule": SHUT,
    "django_celery_beat.intervalschedule": SHUT,
}
# Where a record of each model stands in the world.
RECORDS = {
    "places.district": "district",
    "places.bankholiday": "bank_holiday",
    "places.partnership": "partnership",
    "places.area": "area",
    "places.release": "release",
    "places.loadedfile": "loaded_file",
    "accounts.user": "colleague",
    "partners.organisation": "ours",
    "partners.membership": "membership",
    "partners.invitation": "invitation",
    "partners.joinrequest": "join_request",
    "partners.agreement": "agreement",
    "projects.programme": "programme",
    "projects.project": "public",
    "projects.site": "site",
    "projects.wayleave": "wayleave",
    "projects.milestone": "milestone",
    "projects.risk": "risk",
    "projects.reportinground": "round",
    "projects.scopechange": "scope_change",
    "projects.changerequest": "asked_change",
    "projects.meeting": "meeting",
    "projects.contract": "contract",
    "projects.subsidy": "subsidy",
    "projects.fundingsource": "grant",
    "projects.claim": "claim",
    "projects.posting": "posting",
    "projects.bid": "bid",
    "projects.regrant": "regrant",
    "projects.grantrecipient": "regrant.recipient",
    "projects.return": "draft",
    "projects.importbatch": "batch",
    "projects.importmapping": "mapping",
    "projects.returnimportmapping": "return_mapping",
    "projects.ledgerline": "ledger_line",
    "projects.ledgermonth": "ledger_month",
    "projects.ledgerimportbatch": "ledger_batch",
    "projects.ledgerimportmapping": "ledger_mapping",
    "seminars.topic": "topic",
    "seminars.series": "series",
    "seminars.seminar": "seminar",
    "seminars.seminarevent": "seminar_event",
    "seminars.registration": "registration",
    "seminars.registrationevent": "registration_event",
    "seminars.attendanceevent": "attendance_event",
    "seminars.reminderstep": "reminder_step",
    "seminars.seminarmessage": "seminar_message",
    "inclusion.team": "team",
    "inclusion.referringpartner": "referring_partner",
    "inclusion.importbatch": "list_of_devices",
    "inclusion.importmapping": "list_mapping",
    "inclusion.helpplace": "help_place",
    "inclusion.socialtariff": "tariff",
    "inclusion.equalityanswers": "equality_answers",
    "demand.support": "support",
    "demand.need": "business_need",
    "inclusion.device": "device",
    "inclusion.databatch": "data_batch",
    "inclusion.dataentry": "data_entry",
    "inclusion.datapledge": "pledge",
    "inclusion.itemswitch": "switch",
    "inclusion.learningpath": "learning_path",
    "inclusion.learningmodule": "module",
    "inclusion.lesson": "lesson",
    "inclusion.helplink": "help_link",
    "inclusion.framework": "framework",
    "inclusion.benchmark": "benchmark",
    "inclusion.fundtag": "fund_tag",
    "reminders.reminder": "reminder_of_agreement",
    "outbox.message": "message",
    "privacy.datarequest": "data_request",
    "privacy.complaint": "complaint",
    "privacy.processingrecord": "processing",
    "attention.chase": "chase",
    "attention.handling": "handling",
    "reports.reportjob": "report",
    "diz_portal.routinerun": "routine_run",
    "open_work.handover": "handover",
    "documents.document": "document",
    "auth.group": "machinery.group",
    "django_celery_beat.periodictask": "machinery.task",
    "django_celery_beat.clockedschedule": "machinery.clocked",
    "django_celery_beat.crontabschedule": "machinery.crontab",
    "django_celery_beat.solarschedule": "machinery.solar",
    "django_celery_beat.intervalschedule": "machinery.interval",
}

CHOICES = "?app_label=partners&model_name=membership&field_name=person"

ADMIN = Table()
# Everybody signed in who is not a manager meets the door of the admin, which refuses them:
# test_the_admin_turns_everybody_but_managers_away.
AT_THE_DOOR = dict.fromkeys(SIGNED_IN - MANAGERS, ADMIN_LOGIN) | {STRANGER: LOGIN}


def door(name, opens=MANAGERS, gives=FINE, acts=MANAGERS, otherwise=None, **more):
    refused = MANAGERS - opens
    ADMIN.door(
        f"admin:{name}" if name else "",
        opens=opens,
        refused=refused,
        gives=gives,
        acts=acts,
        otherwise=AT_THE_DOOR | (otherwise or {}),
        **more,
    )


def _rows(label: str, may: set[str]) -> None:
    name = label.replace(".", "_")
    key = f"{RECORDS[label]}.pk"

    def may_if(*verbs: str) -> frozenset[str]:
        return MANAGERS if may & set(verbs) else NOBODY

    door(f"{name}_changelist", opens=may_if(SEE), acts=may_if(SEE))
    door(f"{name}_add", opens=may_if(ADD), acts=may_if(ADD))
    door(f"{name}_change", opens=may_if(SEE), acts=may_if(CHANGE), object_id=key)
    door(f"{name}_history", opens=may_if(SEE), acts=may_if(SEE), object_id=key)
    door(f"{name}_delete", opens=may_if(DELETE), acts=may_if(DELETE), object_id=key)
    # The short address leads to the record, whatever then comes of it.
    door(
        "",
        route=f"admin/{label.replace('.', '/')}/<path:object_id>/",
        gives=MOVED,
        object_id=key,
    )


for label, words in MODELS.items():
    _rows(label, set(words.split()))

# What belongs to no model: the same door, met one step later by a stranger.
PLAIN = {STRANGER: ADMIN_LOGIN}
door("index", otherwise=PLAIN)
door("autocomplete", query=CHOICES, acts=None, otherwise=PLAIN)
door("jsi18n", acts=None, otherwise=PLAIN)
door(
    "view_on_site",
    gives=MOVED,
    otherwise=PLAIN,
    content_type_id="organisation_type.pk",
    object_id="ours.pk",
)
# On the account's own page, which counts guesses and tells the owner.
door("password_change", gives=MOVED, otherwise=PLAIN)
door("password_change_done", acts=None, otherwise=PLAIN)
door("app_list", otherwise=PLAIN, app_label="=projects")
door(
    "app_list", opens=NOBODY, acts=NOBODY, otherwise={**PLAIN, "manager": HIDDEN}, app_label="=auth"
)
# Signing in goes the portal's own way.
door(
    "login",
    gives=MOVED,
    acts=MANAGERS,
    otherwise=dict.fromkeys(SIGNED_IN - MANAGERS, REFUSED) | {STRANGER: LOGIN},
)
door(
    "logout",
    gives=NOT_THIS_WAY,
    otherwise=dict.fromkeys(SIGNED_IN - MANAGERS, MOVED) | PLAIN,
    acts=SIGNED_IN,
)
door("outbox_message_send_again", object_id="message.pk")
# Whatever else is asked of the admin.
door(
    "",
    route="admin/(?P<url>.*)$",
    path="/admin/nothing-here/",
    gives=HIDDEN,
    acts=NOBODY,
    otherwise=PLAIN,
)


def registered() -> set[str]:
    return {model._meta.label_lower for model in admin.site._registry}
