"""What is held of landlines: see `diz_portal.privacy`."""

from diz_portal.privacy import declare
from inclusion.cases.personal_data import HANDLER, HELPING, WITH_THE_PERSON
from inclusion.landline.models import Landline

declare(
    Landline,
    what="Answers about landlines, alarms and telecare",
    personal={
        "state": "how far they are",
        "call_by": "when to call them",
        "called_on": "when they were called",
        "provider": "phone provider",
        "switches_on": "when the line is switched",
        "has_alarm": "if they have an alarm or telecare",
        "alarm_provider": "who runs the alarm",
        "tested_on": "when the alarm was tested",
        "battery": "battery back-up",
        "signal": "mobile signal at home",
        "has_corded": "if they have a corded phone",
    },
    controller=HANDLER,
    purpose=HELPING,
    why="To keep a phone and an alarm working when the landline is switched",
    retention=WITH_THE_PERSON,
)
