"""Actions of board meetings are found by their words; a meeting by its board pack, or its list."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Hit, Searchable, Words
from projects.meetings.models import MeetingAction


def _action(action: MeetingAction, user: Any) -> Hit:
    return Hit(
        title=action.words,
        url=reverse("meetings:meeting", args=[action.meeting.reference]),
        about=f"{action.owner}, {action.meeting}",
        state="Closed" if action.closed_on else "Open",
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
