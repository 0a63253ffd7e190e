from django.conf import settings

from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, kept
from diz_portal.privacy.purposes import MESSAGES

from .models import Allowance, Attachment, Message

declare(
    Message,
    what="Messages sent by the portal",
    personal={
        "to": "email address or phone number",
        "reader": "name",
        "reply_to": "who reads a reply",
        "postal_address": "postal address",
        "subject": "subject",
        "body": "text of the message",
        "sealed": "text of the message, encrypted",
        "held_for": "a code made from the reader’s address, while the message waits with others",
        "done_by": "the member of staff who posted the letter or made the call",
    },
    not_personal={
        "key template unsubscribe": "made by the portal",
        "last_error": "the code that the mail server answered with",
    },
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="To deliver each message once, and to say whether it was sent when someone asks",
    retention=Retention(
        days=settings.OUTBOX_KEEP_DAYS,
        from_field=("sent_at", "given_up_at"),
        action="blank",
        fields=(
            "to",
            "reply_to",
            "reader",
            "postal_address",
            "subject",
            "body",
            "sealed",
            "held_for",
        ),
        apply="diz_portal.outbox.services.empty_old",
        after="it was sent or the portal stopped trying",
        words="{period} after sending, then address, subject, text and files are deleted. Codes "
        "and private links are deleted as soon as they are sent",
        at_least=7,
        at_most=365,
    ),
)
declare(
    Attachment,
    what="Files sent with messages",
    personal={"name": "name of the file", "content": "the file, such as a calendar entry"},
    not_personal={"content_type": "made by the portal"},
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="To send them with their message",
    retention=kept(
        "Deleted with the text of their message",
        theirs="{period} after we sent it. Then we delete it",
        theirs_follows="outbox.Message",
    ),
)
declare(
    Allowance,
    what="How many messages to one address were requested on public forms",
    personal={
        "reader": "the address or number, turned into a code that only this portal can make",
        "times": "when messages to it were requested in the last day",
    },
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="So that no one’s mailbox can be filled through the public forms",
    retention=Retention(
        days=1,
        from_field="used_at",
        apply="diz_portal.outbox.allowance.forget_old",
        after="the last message",
    ),
)
