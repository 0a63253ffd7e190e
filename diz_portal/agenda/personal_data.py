from diz_portal.privacy import LEAD_ORGANISATION, declare, kept
from diz_portal.privacy.purposes import MESSAGES

from .models import CalendarAddress

declare(
    CalendarAddress,
    what="Private addresses of calendars",
    personal={"person": "whose calendar it is"},
    controller=LEAD_ORGANISATION,
    purpose=MESSAGES,
    why="To show each person’s dates in the calendar that they use",
    retention=kept("Until the person stops it, or their account is closed"),
)
