"""Meetings of a board: planned on its day, held, minuted, released."""

from datetime import time, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.reports.models import BoardDate, ReportJob
from diz_portal.reports.schedules import services as schedules
from diz_portal.reports.schedules.models import Schedule
from projects.change.enums import ChangeState
from projects.change.models import ChangeRequest
from projects.meetings.models import Meeting, MeetingState
from projects.meetings.services import meetings
from tests.factories.accounts import UserFactory
from tests.factories.change import asked, control_of, held_meeting, meeting_on
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def by():
    return UserFactory()


def minute(by, meeting, number=1, **said):
    said = {"heading": "Scope", "said": "It was discussed.", "decision": "", **said}
    return meetings.minute(by=by, meeting=meeting, number=number, **said)


def test_planning_a_meeting_sets_the_board_date_that_schedules_hang_on(by):
    owner = UserFactory()
    schedule = Schedule.objects.create(
        report="board-pack", title="Pack", every="board", number=1, at=time(8), owner=owner
    )
    day = timezone.localdate() + 30 * DAY

    meeting = meeting_on(by, day)
    schedule.refresh_from_db()
    first = schedule.next_due_at
    meetings.change(by=by, meeting=meeting, date=day + 14 * DAY)
    schedule.refresh_from_db()

    assert BoardDate.objects.get().meeting == meeting
    assert first is not None
    assert schedule.next_due_at - first >= 13 * DAY
    assert "Moved from" in meeting.events.last().words


def test_a_board_date_that_is_there_becomes_a_meeting_once(by):
    board = schedules.set_board(name="Board", date=timezone.localdate(), by=by)

    first = meetings.prepare(by=by, board=board)

    assert meetings.prepare(by=by, board=board) == first
    with pytest.raises(Refusal, match="already meets"):
        meeting_on(by, timezone.localdate(), name="Board")
    with pytest.raises(NotNow, match="so you cannot remove it"):
        schedules.remove_board(board=board, by=by)


def test_a_meeting_is_held_on_its_day_and_not_before(by):
    meeting = meeting_on(by, timezone.localdate() + DAY)

    with pytest.raises(NotNow, match="takes place on"):
        meetings.hold(by=by, meeting=meeting)
    with pytest.raises(NotNow, match="Mark the meeting as held"):
        minute(by, meeting)


def test_released_minutes_stay_as_they_are(by):
    meeting = held_meeting(by)
    with pytest.raises(Refusal, match="at least one item"):
        meetings.release(by=by, meeting=meeting)
    item = minute(by, meeting)
    attendance = meetings.attend(
        by=by, meeting=meeting, organisation=OrganisationFactory(), name="Ada", presence="present"
    )

    released = meetings.release(by=by, meeting=meeting)

    assert released.state == MeetingState.RELEASED
    for act in (
        lambda: minute(by, meeting, number=2),
        lambda: meetings.edit_item(by=by, item=item, heading="Other"),
        lambda: meetings.strike(by=by, attendance=attendance),
    ):
        with pytest.raises(NotNow):
            act()
    with pytest.raises(DatabaseError, match="released minutes"), transaction.atomic():
        type(item).objects.filter(pk=item.pk).update(heading="Other")


def test_a_decision_carries_out_a_change_request_and_names_it(by):
    asker = UserFactory()
    project = ProjectFactory()
    milestone = MilestoneFactory(project=project)
    control_of(project, by)
    request = asked(project, asker, milestones={milestone: milestone.baseline_on + 90 * DAY})
    meeting = held_meeting(by)

    item = minute(by, meeting, decision="Approved: wayleaves", change=request, outcome="approved")

    request.refresh_from_db()
    milestone.refresh_from_db()
    assert (request.state, request.decision) == (ChangeState.APPROVED, item)
    assert request.decided_on == meeting.board.date
    assert milestone.baseline_on == request.milestones.get().new_on
    with pytest.raises(meetings.Decides):
        meetings.edit_item(by=by, item=item, decision="Refused")
    with pytest.raises(meetings.Decides):
        meetings.remove_item(by=by, item=item)


def test_a_decision_that_cannot_be_carried_out_leaves_no_item(by):
    asker = UserFactory()
    project = ProjectFactory()
    milestone = MilestoneFactory(project=project)
    control_of(project, by)
    request = asked(project, asker, milestones={milestone: milestone.baseline_on + 90 * DAY})
    meeting = held_meeting(by)

    with pytest.raises(Refusal):
        minute(asker, meeting, decision="Approved", change=request, outcome="approved")

    assert not meeting.items.exists()
    assert ChangeRequest.objects.get().state == ChangeState.ASKED


def test_a_report_that_becomes_a_paper_is_kept(by):
    now = timezone.now()
    job = ReportJob.objects.create(
        report="board-pack",
        title="Pack",
        asked_by=by,
        state="ready",
        finished_at=now,
        as_at=now.date(),
        read_at=now,
        expires_at=now + 30 * DAY,
    )
    meeting = meeting_on(by)

    paper = meetings.add_report(by=by, meeting=meeting, job=job)

    job.refresh_from_db()
    assert (job.is_kept, job.expires_at) == (True, None)
    assert meetings.add_report(by=by, meeting=meeting, job=job) == paper


def test_an_action_is_closed_with_a_note_once(by):
    meeting = held_meeting(by)
    action = meetings.add_action(
        by=by,
        meeting=meeting,
        words="Write to the landowner",
        owner=OrganisationFactory(),
        due_on=timezone.localdate(),
    )

    with pytest.raises(Refusal, match="what was done"):
        meetings.close_action(by=by, action=action, closed_how=" ")
    closed = meetings.close_action(by=by, action=action, closed_how="Sent")

    assert (closed.closed_on, closed.closed_by) == (timezone.localdate(), by)
    with pytest.raises(NotNow):
        meetings.close_action(by=by, action=action, closed_how="Again")


def test_a_cancelled_meeting_can_be_planned_again(by):
    meeting = meeting_on(by)

    meetings.cancel(by=by, meeting=meeting, words="Too few could come")
    meetings.reinstate(by=by, meeting=meeting)

    assert [one.state for one in Meeting.objects.get().events.all()] == [
        "planned",
        "cancelled",
        "planned",
    ]
