from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare
from diz_portal.privacy.purposes import MESSAGES

from .models import Chase, Handling

declare(
    Chase,
    what="Reminders sent by managers",
    personal={
        "owed_by": "organisation or person reminded",
        "title": "what they were reminded of",
        "by": "who sent the reminder",
    },
    not_personal={"item_key form_key": "made by the portal"},
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="So that no one is reminded twice of the same thing by mistake",
    retention=Retention(
        days=730, from_field="at", after="it was sent", at_least=180, at_most=6 * 365
    ),
)
declare(
    Handling,
    what="Notes on tasks, snoozed and assigned tasks",
    personal={
        "title": "what the task was",
        "words": "the note, or the reason",
        "to": "who it was assigned to",
        "by": "who recorded it",
    },
    not_personal={"item_key form_key": "made by the portal"},
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="So that colleagues know what is being done about a task",
    retention=Retention(
        days=730, from_field="at", after="it was recorded", at_least=180, at_most=6 * 365
    ),
)
