"""What the shell itself holds about people beside their accounts."""

from typing import Any

from diz_portal.accounts.models import Visit
from diz_portal.outbox.models import Attachment, Message
from diz_portal.places.selectors import partnership

from . import loose_mail, unsent
from .kinds import Bearer, Kind, Part, elsewhere, register
from .models import Complaint, ComplaintEvent, DataRequest, Decision, RequestEvent
from .purposes import JOINT, LEAD_ORGANISATION, controllers_are
from .registers.services import forgetting, letters


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
        what="Messages to somebody who is in no other record",
        model=Message,
        find=loose_mail.found,
        bearer=loose_mail.bearer,
        controller=_lead,
        erase=loose_mail.forget,
        stays=("That a message was sent, and when, without its words and its reader.",),
        parts=[
            Part(
                Message,
                loose_mail.same_reader,
                ("queued_at", "channel", "to", "reader", "postal_address", "subject", "body"),
                {"sealed": loose_mail.SEALED, "held_for": loose_mail.A_NUMBER},
            ),
            Part(
                Attachment,
                lambda row: Attachment.objects.filter(message__in=loose_mail.same_reader(row)),
                ("name",),
                {"content": "the person has it already: it came with the message"},
            ),
        ],
    )
)
register(
    Kind(
        name="unsent",
        what="Answers that are being given and were not sent yet",
        model=Visit,
        find=unsent.find,
        bearer=unsent.bearer,
        controller=_lead,
        erase=unsent.forget,
        reference=unsent.reference,
        of=unsent.of,
        holds=unsent.answers,
        parts=[
            Part(
                Visit,
                lambda row: [row],
                (),
                {
                    "session_data": "the answers in it are handed out one by one",
                    "account": "says whose sign-in it is, for as long as it lasts",
                },
            )
        ],
    )
)
ASKED = ("reference", "received_on", "came_by", "name", "channel", "email", "phone")
THEIR_WORDS = ("postal_address", "words", "controller", "state", "closed_on")
OUR_MARK = {"attempt": "a mark of what was sent, made from it"}


def _who_asked(row: DataRequest | Complaint) -> Bearer:
    return Bearer(row.name, row.email, row.phone)


def _asked_about(row: DataRequest | Complaint) -> str:
    return str(row.controller) if row.controller else _lead(row)


register(
    Kind(
        name="data-request",
        what="Request about personal data",
        model=DataRequest,
        find=lambda wanted: wanted.among(
            DataRequest.objects.filter(erased_at=None).select_related("controller")
        ),
        bearer=_who_asked,
        controller=_asked_about,
        erase=lambda row, by: forgetting.forget_request(request=row, by=by),
        obstacles=[forgetting.obstacle],
        mail=lambda row: (letters.prefix(row),),
        stays=("That a request was made, its kind and dates, and how it ended, without a name.",),
        parts=[
            Part(DataRequest, lambda row: [row], (*ASKED, "kind", *THEIR_WORDS), OUR_MARK),
            Part(RequestEvent, lambda row: row.events.all(), ("kind", "words", "at")),
        ],
    )
)
register(
    Kind(
        name="complaint",
        what="Complaint about the use of personal data",
        model=Complaint,
        find=lambda wanted: wanted.among(
            Complaint.objects.filter(erased_at=None).select_related("controller")
        ),
        bearer=_who_asked,
        controller=_asked_about,
        erase=lambda row, by: forgetting.forget_complaint(complaint=row, by=by),
        obstacles=[forgetting.obstacle],
        mail=lambda row: (letters.prefix(row),),
        stays=("That somebody complained, when, and what came of it, without a name.",),
        parts=[
            Part(Complaint, lambda row: [row], (*ASKED, *THEIR_WORDS, "outcome"), OUR_MARK),
            Part(ComplaintEvent, lambda row: row.events.all(), ("kind", "words", "at")),
        ],
    )
)
elsewhere(
    "outbox.Allowance", "Numbers made of addresses, which name nobody, for a day.", searched=False
)
elsewhere("pghistory.Context", "Numbers of accounts and addresses of pages.", searched=False)
elsewhere(
    Decision, "An explanation of a refusal; emptied when the record is erased.", searched=False
)
