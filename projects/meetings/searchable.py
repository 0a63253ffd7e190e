"""Meetings are found by the name of the board and by their month, actions by their words."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from diz_portal import search
from diz_portal.search import Asked, Hit, Searchable, Words
from projects.meetings.models import Meeting, MeetingAction
from projects.meetings.rules import may_enter

BOARD = Words("board__name")


def _meeting(meeting: Meeting, user: Any) -> Hit:
    return Hit(
        title=str(meeting),
        url=reverse("meetings:meeting", args=[meeting.reference]),
        about=meeting.place,
        state=meeting.get_state_display(),
    )


def _of_a_month(user: Any, asked: Asked) -> Sequence[QuerySet]:
    month, left = asked.month, asked.without_month
    if not month:
        return ()
    found = Meeting.objects.filter(board__date__year=month.year, board__date__month=month.month)
    return [found.filter(left.matches(BOARD)) if left.words else found]


def _action(action: MeetingAction, user: Any) -> Hit:
    return Hit(
        title=action.words,
        url=reverse("meetings:meeting", args=[action.meeting.reference]),
        about=f"{action.owner}, {action.meeting}",
        state="Closed" if action.closed_on else "Open",
    )


search.register(
    Searchable(
        kind="meetings",
        label="Board meetings",
        rows=lambda user: Meeting.objects.all(),
        hit=_meeting,
        order=49,
        title="board__name",
        words=BOARD,
        codes=("reference",),
        also=_of_a_month,
        related=("board",),
        may_look=may_enter,
    )
)
search.register(
    Searchable(
        kind="actions",
        label="Actions from board meetings",
        rows=lambda user: MeetingAction.objects.visible_to(user),
        hit=_action,
        order=48,
        title="words",
        words=Words("words"),
        codes=("reference",),
        related=("meeting__board", "owner"),
    )
)
