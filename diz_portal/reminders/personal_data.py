from diz_portal.privacy import JOINT, declare, kept
from diz_portal.privacy.purposes import MESSAGES

from .models import Reminder

declare(
    Reminder,
    what="Reminders: what about, when, and their outcome",
    personal={"by": "who posted the letter or made the call"},
    not_personal={
        "part": "a number in this portal: the record itself says who it is",
        "kind step version reason": "made by the portal",
    },
    controller=JOINT,
    purpose=MESSAGES,
    why="To remind everyone only once, and to see who could not be reached",
    retention=kept("For as long as the record it is about. It has no name, address or text"),
)
