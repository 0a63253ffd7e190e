"""What boards decided, once the minutes are released: what is private of them is no one's here."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import Truncator

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import counted
from partners.roles import current_roles
from projects.meetings.models import MeetingItem, MeetingState

DECIDED = Kind(
    name="board-decisions",
    title="Board decisions",
    room="Meetings",
    says=counted("1 board decision was published", "{} board decisions were published"),
    order=27,
)
LONGEST = 240


def decisions(asked: Asked) -> Iterator[Change]:
    """Of a project, those that carried out its change requests; of the portfolio, all of them."""
    if asked.organisation is not None or (asked.own and not current_roles(asked.reader)):
        return
    found = MeetingItem.objects.filter(
        asked.happened("meeting__board__date", "meeting__released_at"),
        meeting__state=MeetingState.RELEASED,
        paragraph=None,
    ).exclude(decision="")
    if asked.project is not None:
        found = found.filter(changes__project=asked.project).distinct()
    for item in found.select_related("meeting__board"):
        assert item.meeting.released_at  # noqa: S101  a constraint says so
        yield Change(
            kind=DECIDED.name,
            on=item.meeting.board.date,
            recorded_at=item.meeting.released_at,
            says=Truncator(f"{item.heading}: {item.decision.rstrip('.')}").chars(LONGEST),
            url=reverse("minutes:meeting", args=[item.meeting.reference]),
            project=asked.project,
        )


changes.register(DECIDED, find=decisions)
