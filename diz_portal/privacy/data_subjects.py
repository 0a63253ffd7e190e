"""What the shell itself holds about people beside their accounts."""

from typing import Any

from django.db.models import Q

from diz_portal.accounts.models import Visit
from diz_portal.outbox.models import Attachment, Message
from diz_portal.places.selectors import partnership

from . import loose_mail, unsent
from .kinds import (
    Bearer,
    Column,
    Kind,
    Part,
    elsewhere,
    known,
    own,
    register,
)
from .mentions import places
from .models import (
    Complaint,
    ComplaintEvent,
    CopyFile,
    CopyHandout,
    CopyReading,
    DataRequest,
    Decision,
    Period,
    PreparedCopy,
    ProcessingRecord,
    Processor,
    RequestEvent,
    RetentionResult,
)
from .purposes import JOINT, LEAD_ORGANISATION, controllers_are
from .registers.models import WISHES
from .registers.services import forgetting, letters

WE_WROTE_IT = "We wrote it."


def _reword(message: Message, words: str) -> None:
    message.words = words
    message.save(update_fields=["body", "sealed"])


def _lead(row: object) -> str:
    return str(partnership().lead_organisation or partnership())


def _leads() -> list[Any]:
    lead = partnership().lead_organisation
    return [lead] if lead else []


for words in (LEAD_ORGANISATION, JOINT):
    controllers_are(words, _leads)


register(
    Kind(
        name="messages",
        what="Messages to someone who is in no other record",
        model=Message,
        find=loose_mail.found,
        bearer=loose_mail.bearer,
        controller=_lead,
        erase=loose_mail.forget,
        shows_somebody=False,
        stays=("The record that a message was sent, and when, without its text or its reader.",),
        source=lambda row: WE_WROTE_IT,
        named="reader",
        copied_as=loose_mail.references,
        is_gone=lambda row: row.emptied_at is not None,
        parts=[
            Part(
                Message,
                loose_mail.same_reader,
                loose_mail.WRITTEN,
                loose_mail.WITHHELD,
                subject="What we wrote to you",
            ),
            Part(
                Attachment,
                lambda row: Attachment.objects.filter(message__in=loose_mail.same_reader(row)),
                {"name": "Name of the file"},
                {"content": "you already have it: it came with the message"},
                subject="Files that came with it",
            ),
        ],
    )
)
for name, what, sent in (
    ("unsent", "Answers in a form that was not sent yet", False),
    (
        "just-sent",
        "A form just sent from a browser, kept for one hour so that it can be corrected",
        True,
    ),
):
    register(
        Kind(
            name=name,
            what=what,
            model=Visit,
            find=unsent.finder(sent=sent),
            bearer=lambda row: row.bearer,
            controller=_lead,
            erase=unsent.forget,
            loses=unsent.loses,
            shows_somebody=False,
            reference=unsent.reference,
            of=unsent.getter(sent=sent),
            holds=unsent.fields,
            parts=[
                Part(
                    Visit,
                    lambda row: [row],
                    {},
                    {
                        "session_data": "the answers in it are listed one by one",
                        "account": "says whose sign-in it is, for as long as it lasts",
                    },
                )
            ],
        )
    )
ASKED: dict[str, Column] = {
    "reference": "Reference",
    "received_on": "Received",
    "came_by": "How we received it",
    "name": own("Name"),
    "channel": "How you want us to reply",
    "email": own("Email address"),
    "phone": own("Phone number"),
    "postal_address": own("Postal address"),
    "words": "In your words",
    "controller": "Organisation it is about",
    "state": "Status",
    "closed_on": "Closed",
}
HISTORY: dict[str, Column] = {"at": "When", "kind": "What happened", "words": "Details"}
OUR_MARK = {
    "attempt": "says nothing about you: our computer makes it, and it is deleted with your name"
}


def _who_asked(row: DataRequest | Complaint) -> Bearer:
    return Bearer(row.name, row.email, row.phone, address=row.postal_address)


def _asked_by(row: DataRequest | Complaint) -> str:
    if row.written_by_id is None:
        return "You wrote to us yourself."
    return (
        f"You contacted us ({row.get_came_by_display().lower()}). Our staff recorded what you said."
    )


def _asked_about(row: DataRequest | Complaint) -> str:
    return str(row.controller) if row.controller else _lead(row)


register(
    Kind(
        name="data-request",
        what="Data protection request",
        model=DataRequest,
        find=lambda wanted: wanted.among(
            DataRequest.objects.filter(erased_at=None).select_related("controller")
        ),
        bearer=_who_asked,
        controller=_asked_about,
        erase=lambda row, by: forgetting.forget_request(request=row, by=by),
        obstacles=[forgetting.obstacle],
        mail=lambda row: (letters.prefix(row),),
        stays=(
            "The record that there was a request, its type, dates and outcome, without a name.",
        ),
        source=_asked_by,
        named="name",
        parts=[
            Part(
                DataRequest,
                lambda row: [row],
                {"kind": known("What you asked for", lambda row: WISHES[row.kind]), **ASKED},
                OUR_MARK,
                subject="Your requests about your data",
            ),
            Part(
                RequestEvent,
                lambda row: row.events.all(),
                HISTORY,
                subject="What was done about your requests",
            ),
        ],
    )
)
register(
    Kind(
        name="complaint",
        what="Data protection complaint",
        model=Complaint,
        find=lambda wanted: wanted.among(
            Complaint.objects.filter(erased_at=None).select_related("controller")
        ),
        bearer=_who_asked,
        controller=_asked_about,
        erase=lambda row, by: forgetting.forget_complaint(complaint=row, by=by),
        obstacles=[forgetting.obstacle],
        mail=lambda row: (letters.prefix(row),),
        stays=("The record that there was a complaint, its dates and outcome, without a name.",),
        source=_asked_by,
        named="name",
        parts=[
            Part(
                Complaint,
                lambda row: [row],
                {**ASKED, "outcome": "Outcome"},
                OUR_MARK,
                subject="Your complaints about your data",
            ),
            Part(
                ComplaintEvent,
                lambda row: row.events.all(),
                HISTORY,
                subject="What was done about your complaints",
            ),
        ],
    )
)
elsewhere(
    "outbox.Allowance",
    "Numbers made from addresses, which name no one, kept for a day.",
    searched=False,
)
elsewhere("pghistory.Context", "Numbers of accounts and addresses of pages.", searched=False)
for model in (CopyFile, CopyReading):
    elsewhere(
        model, "Made from other records, and emptied when one of them is erased.", searched=False
    )
elsewhere(
    Decision, "An explanation of a refusal, emptied when the record is erased.", searched=False
)

for asked in (DataRequest, Complaint):
    places.made_here(asked, "attempt", "A checksum of what was sent.")
    places.room(asked, name="Data protection", read=places.staff, others=Q(erased_at=None))
places.found_by_itself(DataRequest, "name email phone postal_address", kind="data-request")
places.found_by_itself(Complaint, "name email phone postal_address", kind="complaint")
places.room(
    RequestEvent, name="Data protection", read=places.staff, others=Q(request__erased_at=None)
)
places.room(
    ComplaintEvent, name="Data protection", read=places.staff, others=Q(complaint__erased_at=None)
)
places.room(Decision, name="Data protection", read=places.staff)
places.room(CopyReading, name="Data protection")
places.made_here(CopyReading, "place text", "Which text it was, and a checksum of it.")
places.made_here(PreparedCopy, "records held", "Which records, and a checksum of their contents.")
places.made_here(CopyHandout, "sha256", "A checksum of a file.")
places.made_here(CopyFile, "file sha256", "Where a file is, and a checksum of it.")
places.made_here(Decision, "kind reference", "Which record it was.")
places.published(Decision, "controller")
places.made_here(RetentionResult, "label what action problem", "What each run did.")

places.made_here(Period, "label", "Which table a period is for.")
places.made_here(ProcessingRecord, "purpose", "The key of a purpose that the code declares.")
for published in (ProcessingRecord, Processor):
    places.published(published)
places.room(Period, ProcessingRecord, Processor, name="Data protection", read=places.staff)

places.found_by_itself(Message, "to reader postal_address", kind="messages")
places.made_here(Message, "key template held_for last_error", "Types, ids and keyed numbers.")
places.made_here(Attachment, "content_type", "A file type.")
places.room(Attachment, name="Messages")
places.room(Message, name="Messages", reached_by=("to", "reader", "postal_address"))
places.sealed(
    Message,
    "sealed",
    places.Sealed(
        rows=lambda: Message.objects.exclude(sealed="").order_by("pk"),
        read=lambda message: message.words,
        write=_reword,
    ),
)
places.made_here("outbox.Allowance", "reader", "A keyed number.")
places.room(
    "attention.Chase",
    "attention.Handling",
    "open_work.Handover",
    name="Workspace",
    read=places.staff,
)
places.room("places.Partnership", name="Partners", read=places.staff)
places.made_here("attention.Chase", "item_key form_key", "Types and ids.")
places.made_here("attention.Handling", "item_key form_key", "Types and ids.")
places.made_here("reminders.Reminder", "kind step version reason", "Made by the portal.")
places.made_here("pghistory.Context", "metadata", "Numbers of accounts and addresses of pages.")
places.made_here("admin.LogEntry", "object_id", "A number.")

# What is public, and what libraries write for themselves.
places.published("places.Partnership")
for label in ("places.District", "places.BankHoliday"):
    places.made_here(label, "", "A public list.")
for label in (
    "diz_portal.Heartbeat",
    "diz_portal.RoutineRun",
    "auth.Permission",
    "auth.Group",
    "contenttypes.ContentType",
    "sessions.Session",
    "socialaccount.SocialApp",
    "socialaccount.SocialAccount",
    "socialaccount.SocialToken",
    "django_celery_beat.CrontabSchedule",
    "django_celery_beat.PeriodicTask",
):
    places.made_here(label, "", "Settings, and names of the portal’s own parts.")
