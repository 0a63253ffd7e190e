"""What the shell itself holds about people beside their accounts."""

from django.contrib.sessions.models import Session

from diz_portal.outbox.models import Attachment, Message
from diz_portal.places.selectors import partnership

from . import loose_mail, unsent
from .kinds import Kind, Part, elsewhere, register
from .models import Decision


def _lead(row: object) -> str:
    return str(partnership().lead_organisation or partnership())


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
        model=Session,
        find=unsent.find,
        bearer=unsent.bearer,
        controller=_lead,
        erase=unsent.forget,
        reference=unsent.reference,
        of=unsent.of,
        holds=unsent.answers,
        parts=[
            Part(
                Session,
                lambda row: [row],
                (),
                {"session_data": "the answers in it are handed out one by one"},
            )
        ],
    )
)
elsewhere("pghistory.Context", "Numbers of accounts and addresses of pages.", searched=False)
elsewhere(
    Decision, "An explanation of a refusal; emptied when the record is erased.", searched=False
)
