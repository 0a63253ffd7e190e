from diz_portal.privacy import LEAD_ORGANISATION, declare, kept
from diz_portal.privacy.purposes import MESSAGES

from .models import Digest, Held

declare(
    Digest,
    what="When members of staff are sent their email digest",
    personal={"person": "whose digest it is"},
    not_personal={"days at quiet_from quiet_until muted": "chosen from lists"},
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="To send each person one email for what can wait, when they want it",
    retention=kept("For as long as the account is open"),
)
declare(
    Held,
    what="Emails that wait for a digest",
    personal={"digest": "whose digest it is"},
    not_personal={
        "message_key path": "made by the portal",
        "says": "what a report is called: chosen from lists",
    },
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="To say in the digest what would have been a separate email",
    retention=kept("Until the digest is sent"),
)
