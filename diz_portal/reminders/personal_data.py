from diz_portal.privacy import JOINT, declare, kept
from diz_portal.privacy.purposes import MESSAGES

from .models import Reminder

declare(
    Reminder,
    what="Reminders: of what, when, and what came of them",
    personal={"by": "who posted the letter or rang"},
    not_personal={
        "part": "a number of this portal: who that is, the record itself says",
        "kind step version reason": "made by the portal",
    },
    controller=JOINT,
    purpose=MESSAGES,
    why="To remind everybody once and not again, and to see who could not be reached",
    retention=kept("For as long as what it is about: it holds no name, address or words"),
)
