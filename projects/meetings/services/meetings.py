"""What can happen to a meeting: planned, moved, held, cancelled; minutes written and released."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal import documents
from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.reports.models import BoardDate, JobState, ReportJob
from diz_portal.reports.question import Edition
from diz_portal.reports.schedules import services as schedules
from diz_portal.words import uk_date
from partners.models import Organisation
from projects.change.enums import ChangeState
from projects.change.models import ChangeRequest
from projects.change.services import requests as changes
from projects.meetings.models import (
    MEETING_MOVES,
    Attendance,
    Meeting,
    MeetingAction,
    MeetingEvent,
    MeetingItem,
    MeetingPaper,
    MeetingState,
)
from projects.meetings.rules import PAPER_GUARD
from projects.packs.models import Pack

RELEASED = (
    "These minutes have been released, so you cannot change them. Correct them at the next meeting"
)


class NumberTaken(Refusal):
    message = "This meeting already has an item with this number. Enter another number"


class Decides(Refusal):
    message = (
        "This item decided a change request, so you cannot change its decision. Add another item"
    )


@transaction.atomic
def plan(
    *, by: User, name: str, date: date, starts_at: Any = None, place: str = "", online: str = ""
) -> Meeting:
    """A meeting of a board, on whose day schedules of reports hang."""
    board = BoardDate.objects.filter(name=name, date=date).first()
    if board is not None and Meeting.objects.filter(board=board).exists():
        raise Refusal("Enter another day: this board already meets then")
    if board is None:
        board = schedules.set_board(name=name, date=date, by=by)
    return prepare(by=by, board=board, starts_at=starts_at, place=place, online=online)


@transaction.atomic
def prepare(*, by: User, board: BoardDate, **facts: Any) -> Meeting:
    """Of a day that was entered as a board date; preparing it twice is no error."""
    board = BoardDate.objects.select_for_update().get(pk=board.pk)
    if known := Meeting.objects.filter(board=board).first():
        return known
    meeting = Meeting.objects.create(board=board, **facts)
    _record(meeting, by)
    return meeting


@transaction.atomic
def change(*, by: User, meeting: Meeting, date: date, **facts: Any) -> Meeting:
    """Another day, hour or place; schedules that hang on it follow."""
    meeting = held(meeting)
    if date != meeting.board.date:
        if meeting.state != MeetingState.PLANNED:
            raise NotNow(
                "This meeting has been held, so you cannot change its date. Enter the date it had"
            )
        before = meeting.board.date
        try:
            with transaction.atomic():
                schedules.move_board(board=meeting.board, date=date, by=by)
        except IntegrityError:
            raise Refusal("Enter another day: this board already meets then") from None
        meeting.board.refresh_from_db()
        _record(meeting, by, words=f"Moved from {uk_date(before)} to {uk_date(date)}")
    for name, value in facts.items():
        setattr(meeting, name, value)
    meeting.save(update_fields=list(facts))
    return meeting


@transaction.atomic
def hold(*, by: User, meeting: Meeting) -> Meeting:
    """It has taken place: its minutes can be written."""
    meeting = _locked(meeting)
    if meeting.board.date > timezone.localdate():
        raise NotNow(
            f"This meeting takes place on {uk_date(meeting.board.date)}. Mark it as held afterwards"
        )
    return _move(meeting, MeetingState.HELD, by)


@transaction.atomic
def cancel(*, by: User, meeting: Meeting, words: str) -> Meeting:
    return _move(_locked(meeting), MeetingState.CANCELLED, by, words=words.strip())


@transaction.atomic
def reinstate(*, by: User, meeting: Meeting) -> Meeting:
    return _move(_locked(meeting), MeetingState.PLANNED, by)


@transaction.atomic
def release(*, by: User, meeting: Meeting) -> Meeting:
    """Anybody reads the minutes from now on, without what is private; nothing of them changes."""
    meeting = _locked(meeting)
    if not meeting.items.exists():
        raise Refusal("Add at least one item to the minutes before you release them")
    meeting.released_at = timezone.now()
    return _move(meeting, MeetingState.RELEASED, by)


# Who came, and what was decided -------------------------------------------------------------


@transaction.atomic
def attend(
    *, by: User, meeting: Meeting, organisation: Organisation, name: str, presence: str
) -> Attendance:
    meeting = _minuted(meeting)
    found, _ = Attendance.objects.update_or_create(
        meeting=meeting, organisation=organisation, name=name, defaults={"presence": presence}
    )
    return found


@transaction.atomic
def strike(*, by: User, attendance: Attendance) -> None:
    """Take a name from the list: it was entered wrongly."""
    _minuted(attendance.meeting)
    Attendance.objects.filter(pk=attendance.pk).delete()


@transaction.atomic
def minute(
    *,
    by: User,
    meeting: Meeting,
    number: int,
    change: ChangeRequest | None = None,
    outcome: str = "",
    **facts: Any,
) -> MeetingItem:
    """Add an item to the minutes. Where it decides a change request, that is carried out, or
    refused, with it."""
    meeting = _minuted(meeting)
    if meeting.items.filter(number=number).exists():
        raise NumberTaken
    item = MeetingItem.objects.create(meeting=meeting, number=number, **_said(facts))
    if change is not None:
        if not item.decision:
            raise Refusal("Enter the decision on the change request")
        if outcome not in (ChangeState.APPROVED, ChangeState.REFUSED):
            raise Refusal("Select whether the change request was approved or refused")
        changes.decide_by_board(
            by=by,
            request=change,
            item=item,
            is_approved=outcome == ChangeState.APPROVED,
            on=meeting.board.date,
            # Whoever works on the project reads it: no word of what is private.
            words=f"Decided in private (item {number})" if item.is_private else item.decision[:500],
        )
    return item


@transaction.atomic
def edit_item(*, by: User, item: MeetingItem, **facts: Any) -> MeetingItem:
    """Improve the words, until they are released. What decided a change request stays decided."""
    meeting = _minuted(item.meeting)
    item = MeetingItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    facts = _said(facts)
    if item.changes.exists() and facts.get("decision", item.decision) != item.decision:
        raise Decides
    others = meeting.items.exclude(pk=item.pk)
    if others.filter(number=facts.get("number", item.number)).exists():
        raise NumberTaken
    for name, value in facts.items():
        setattr(item, name, value)
    item.save(update_fields=list(facts))
    return item


@transaction.atomic
def remove_item(*, by: User, item: MeetingItem) -> None:
    _minuted(item.meeting)
    if item.changes.exists():
        raise Decides
    MeetingItem.objects.filter(pk=item.pk).delete()


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    if "said" in facts and not (facts["said"].strip() or facts.get("decision", "").strip()):
        raise Refusal("Enter what was discussed, or the decision")
    if facts.get("paragraph") and not facts.get("private_because", "").strip():
        raise Refusal("Enter why the public interest is in keeping this item private")
    if "paragraph" in facts and not facts["paragraph"]:
        facts = {**facts, "paragraph": None, "private_because": ""}
    return facts


# Papers ---------------------------------------------------------------------------------------


@transaction.atomic
def add_pack(*, by: User, meeting: Meeting, pack: Pack) -> MeetingPaper:
    """An issued pack, which stays as it is by itself."""
    meeting = held(meeting)
    if pack.is_draft:
        raise NotNow("Issue the board pack before you add it to a meeting")
    if known := meeting.papers.filter(pack=pack).first():
        return known
    return meeting.papers.create(title=str(pack)[:200], pack=pack, added_by=by)


@transaction.atomic
def add_report(
    *, by: User, meeting: Meeting, job: ReportJob, is_private: bool = False
) -> MeetingPaper:
    """A report that is ready: its files are kept from now on, as they are."""
    meeting = held(meeting)
    job = ReportJob.objects.select_for_update().get(pk=job.pk)
    if job.state != JobState.READY:
        raise NotNow("Wait until the report is ready, then add it")
    if known := meeting.papers.filter(job=job).first():
        return known
    ReportJob.objects.filter(pk=job.pk).update(is_kept=True, expires_at=None)
    is_private = is_private or job.edition == Edition.EXEMPT
    return meeting.papers.create(title=job.title[:200], job=job, is_private=is_private, added_by=by)


@transaction.atomic
def add_file(
    *, by: User, meeting: Meeting, title: str, upload: Any, is_private: bool = False
) -> MeetingPaper:
    meeting = held(meeting)
    document = documents.store(upload=upload, title=title, guard=PAPER_GUARD, by=by)
    return meeting.papers.create(title=title, document=document, is_private=is_private, added_by=by)


@transaction.atomic
def remove_paper(*, by: User, paper: MeetingPaper) -> None:
    """It was added by mistake. The pack or report itself stays."""
    held(paper.meeting)
    document = paper.document
    paper.delete()
    if document is not None:
        documents.delete(document=document, by=by)


# Actions --------------------------------------------------------------------------------------


@transaction.atomic
def add_action(
    *, by: User, meeting: Meeting, words: str, owner: Organisation, due_on: date
) -> MeetingAction:
    meeting = _locked(meeting)
    if meeting.state in (MeetingState.PLANNED, MeetingState.CANCELLED):
        raise NotNow("Mark the meeting as held before you add its actions")
    return meeting.actions.create(words=words, owner=owner, due_on=due_on)


@transaction.atomic
def close_action(*, by: User, action: MeetingAction, closed_how: str) -> MeetingAction:
    action = MeetingAction.objects.select_for_update(of=("self",)).get(pk=action.pk)
    if action.closed_on is not None:
        raise NotNow("Someone has just closed this action. Reload the page to see it")
    if not closed_how.strip():
        raise Refusal("Enter what was done")
    action.closed_on, action.closed_by = timezone.localdate(), by
    action.closed_how = closed_how.strip()
    action.save(update_fields=["closed_on", "closed_by", "closed_how"])
    return action


# Inside ---------------------------------------------------------------------------------------


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(of=("self",)).select_related("board").get(pk=meeting.pk)
    )


def held(meeting: Meeting) -> Meeting:
    """The meeting, locked, while something of it may change."""
    meeting = _locked(meeting)
    if meeting.state == MeetingState.RELEASED:
        raise NotNow(RELEASED)
    return meeting


def _minuted(meeting: Meeting) -> Meeting:
    meeting = held(meeting)
    if meeting.state != MeetingState.HELD:
        raise NotNow("Mark the meeting as held before you write its minutes")
    return meeting


def _move(meeting: Meeting, to: MeetingState, by: User, *, words: str = "") -> Meeting:
    if to not in MEETING_MOVES[MeetingState(meeting.state)]:
        raise NotNow(
            f"This meeting is “{meeting.get_state_display()}”, so it cannot be “{to.label}”. "
            "Reload the page to see it"
        )
    meeting.state = to
    meeting.save(update_fields=["state", "released_at"])
    _record(meeting, by, words=words)
    return meeting


def _record(meeting: Meeting, by: User, *, words: str = "") -> None:
    MeetingEvent.objects.create(meeting=meeting, state=meeting.state, by=by, words=words[:300])
