"""What can be read of meetings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from diz_portal.reports.models import BoardDate, JobState, ReportJob
from projects.meetings.models import (
    Attendance,
    Meeting,
    MeetingAction,
    MeetingItem,
    MeetingPaper,
    MeetingState,
    Presence,
)
from projects.meetings.rules import may_read
from projects.packs import selectors as packs
from projects.packs.models import Pack, PackState


def meetings() -> QuerySet[Meeting]:
    return Meeting.objects.select_related("board").order_by("-board__date", "-pk")


def meeting(reference: str) -> Meeting:
    return get_object_or_404(meetings(), reference=reference)


def not_prepared() -> QuerySet[BoardDate]:
    """Days that were entered for schedules alone: a meeting can be made of each."""
    return BoardDate.objects.filter(meeting=None).order_by("-date", "name")


def released() -> QuerySet[Meeting]:
    """What anybody may read."""
    return meetings().filter(state=MeetingState.RELEASED)


@dataclass(frozen=True)
class Item:
    """An item of the minutes as its reader may have it: of a private one, that there is one."""

    number: int
    heading: str
    said: str
    decision: str
    is_private: bool
    paragraph: int | None
    reference: str = ""


def items(meeting: Meeting, *, may_read_private: bool) -> list[Item]:
    """The one place where what is private leaves the minutes."""
    return [_item(one, shown=may_read_private or not one.is_private) for one in meeting.items.all()]


def _item(one: MeetingItem, *, shown: bool) -> Item:
    if not shown:
        return Item(one.number, "", "", "", is_private=True, paragraph=one.paragraph)
    return Item(
        one.number,
        one.heading,
        one.said,
        one.decision,
        is_private=one.is_private,
        paragraph=one.paragraph,
        reference=one.reference,
    )


def papers(meeting: Meeting, user: Any) -> list[MeetingPaper]:
    found = meeting.papers.select_related("pack__project", "pack__board", "job", "document")
    found = found.prefetch_related("job__files")
    return [one for one in found if _may_read(user, one)]


def _may_read(user: Any, paper: MeetingPaper) -> bool:
    if paper.pack is not None:
        return user.has_perm("projects.read_pack", paper.pack)
    return may_read(user, paper)


def organisations_present(meeting: Meeting) -> list[str]:
    """What the public reads of who came: no names."""
    came = Attendance.objects.filter(meeting=meeting).exclude(presence=Presence.APOLOGIES)
    names = came.order_by("organisation__name").values_list("organisation__name", flat=True)
    return list(dict.fromkeys(names))


def packs_to_add(meeting: Meeting, user: Any) -> QuerySet[Pack]:
    there = meeting.papers.exclude(pack=None).values("pack")
    return packs.visible_to(user).filter(state=PackState.ISSUED).exclude(pk__in=there)


def reports_to_add(meeting: Meeting, user: Any) -> QuerySet[ReportJob]:
    """One’s own that are ready and whose files are still there."""
    there = meeting.papers.exclude(job=None).values("job")
    return ReportJob.objects.filter(
        asked_by=user, state=JobState.READY, files_deleted_at=None
    ).exclude(pk__in=there)


def open_actions() -> QuerySet[MeetingAction]:
    return MeetingAction.objects.filter(closed_on=None).select_related("meeting__board", "owner")
