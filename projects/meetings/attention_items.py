"""What waits because of meetings: actions that fall due, and minutes to write."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import due
from partners.roles import is_manager, works_for
from projects.meetings.models import Meeting, MeetingAction, MeetingState
from projects.meetings.selectors import open_actions
from projects.portfolio.owed import owed_by, people_of

# So long before it is due an action is shown.
AHEAD = timedelta(days=14)
# Minutes are released within so many days of the meeting.
MINUTES_WITHIN = timedelta(days=14)


@provider("actions from meetings")
def actions_due(user: Any, today: date) -> Iterator[Item]:
    """For those who own them; for managers, who can chase."""
    found = open_actions().filter(due_on__lte=today + AHEAD)
    mine = works_for(user)
    if not is_manager(user):
        found = found.filter(owner__in=mine)
    for one in found:
        yield _action(user, one, today)


def _action(user: Any, one: MeetingAction, today: date) -> Item:
    when = due(one.due_on, today)
    return Item(
        key=f"action:{one.reference}",
        title=f"Complete action: {one.words}",
        about=str(one.meeting),
        when=when,
        url=reverse("meetings:action_close", args=[one.reference]),
        urgency=Urgency.by_date(one.due_on, today),
        due_on=one.due_on,
        owed_by=owed_by(user, one.owner),
        recipients=people_of(one.owner),
        ask=f"The action “{one.words}” from the board meeting is {when}",
        named=one.words,
    )


@provider("minutes of meetings")
def minutes_to_release(user: Any, today: date) -> Iterator[Item]:
    """Meetings that are over and not marked so, and minutes that are not released."""
    if not is_manager(user):
        return
    open_ones = Meeting.objects.filter(
        state__in=[MeetingState.PLANNED, MeetingState.HELD], board__date__lt=today
    ).select_related("board")
    for one in open_ones:
        until = one.board.date + MINUTES_WITHIN
        is_held = one.state == MeetingState.HELD
        yield Item(
            key=f"minutes:{one.reference}",
            title="Release the minutes" if is_held else "Mark the meeting as held, or cancel it",
            about=str(one),
            when=due(until, today),
            url=reverse("meetings:meeting", args=[one.reference]),
            urgency=Urgency.by_date(until, today),
            due_on=until,
        )
