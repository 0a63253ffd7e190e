"""The constraints of change requests and of board meetings, each with the row that breaks it."""

from diz_portal.reports.models import BoardDate
from projects.models import (
    Attendance,
    ChangeControl,
    ChangeEvent,
    ChangeFigure,
    ChangeMilestone,
    ChangeRequest,
    ChangeSite,
    Meeting,
    MeetingAction,
    MeetingEvent,
    MeetingItem,
    MeetingPaper,
)
from tests.factories.projects import ProjectFactory

from .breaking import Case, Rows, another, changed
from .shell import DAY


def stand(rows: Rows) -> None:
    rows.controlled = ProjectFactory(lead=rows.organisation, title="Under control")
    rows.control = ChangeControl.objects.create(
        project=rows.controlled, days=30, pounds=1000, sites=1, started_by=rows.ada
    )
    rows.change_request = _request(rows, number=1)
    rows.asked = _request(rows, number=2, state="asked", asked_by=rows.ada, asked_at=rows.now)
    rows.approved = _request(
        rows,
        number=3,
        state="approved",
        route="delegated",
        asked_by=rows.ada,
        asked_at=rows.now,
        decided_by=rows.ben,
        decided_on=rows.today,
        decided_at=rows.now,
        decided_words="Yes",
    )
    rows.change_milestone = ChangeMilestone.objects.create(
        request=rows.change_request,
        milestone=rows.milestone,
        old_on=rows.today,
        new_on=rows.today + DAY,
    )
    rows.added_milestone = ChangeMilestone.objects.create(
        request=rows.change_request, title="New", new_on=rows.today
    )
    rows.change_site = ChangeSite.objects.create(request=rows.change_request, site=rows.site)
    rows.change_figure = ChangeFigure.objects.create(
        request=rows.change_request, line=rows.line, quarter=rows.quarter, amount=5
    )
    rows.change_event = ChangeEvent.objects.create(
        request=rows.change_request, state="draft", by=rows.ada
    )
    rows.meeting = Meeting.objects.create(
        board=BoardDate.objects.create(name="Board that meets", date=rows.today)
    )
    rows.released = Meeting.objects.create(
        board=BoardDate.objects.create(name="Board that met", date=rows.today),
        state="released",
        released_at=rows.now,
    )
    rows.meeting_event = MeetingEvent.objects.create(
        meeting=rows.meeting, state="planned", by=rows.ada
    )
    rows.attendance = Attendance.objects.create(
        meeting=rows.meeting, organisation=rows.organisation, name="Ada"
    )
    rows.minutes_item = MeetingItem.objects.create(
        meeting=rows.meeting, number=1, heading="Scope", decision="Approved"
    )
    rows.board_paper = MeetingPaper.objects.create(
        meeting=rows.meeting, title="Pack", pack=rows.pack, added_by=rows.ada
    )
    rows.report_paper = MeetingPaper.objects.create(
        meeting=rows.meeting, title="Report", job=rows.other_job, added_by=rows.ada
    )
    rows.action = MeetingAction.objects.create(
        meeting=rows.meeting, words="Write to them", owner=rows.organisation, due_on=rows.today
    )
    # What says something once it is private, or done.
    MeetingItem.objects.create(
        meeting=rows.meeting,
        number=2,
        heading="Price",
        decision="Approved",
        paragraph=3,
        private_because="It is being agreed",
    )
    MeetingAction.objects.create(
        meeting=rows.meeting,
        words="Call them",
        owner=rows.organisation,
        due_on=rows.today,
        closed_on=rows.today,
        closed_by=rows.ada,
        closed_how="Called",
    )


def _request(rows: Rows, **values) -> ChangeRequest:
    return ChangeRequest.objects.create(
        project=rows.controlled,
        organisation=rows.organisation,
        title="Later",
        reason="Wayleaves",
        written_by=rows.ada,
        **values,
    )


CASES: dict[str, Case] = {
    "projects_change_limit_not_negative": lambda rows: changed(rows.control, pounds=-1),
    "projects_change_number_once": lambda rows: another(rows.change_request),
    "projects_change_state_known": lambda rows: changed(rows.change_request, state="?"),
    "projects_change_asked_says_who": lambda rows: changed(rows.change_request, state="asked"),
    "projects_change_decision_says_who": lambda rows: changed(rows.asked, state="refused"),
    "projects_change_four_eyes": lambda rows: changed(rows.approved, decided_by=rows.ada),
    "projects_change_alone_within_tolerance": lambda rows: changed(
        rows.approved, asked_by=None, is_correction=True
    ),
    "projects_change_board_has_decided": lambda rows: changed(rows.approved, route="board"),
    "projects_change_tolerance_by_the_board": lambda rows: changed(
        rows.approved, new_days=60, new_pounds=5, new_sites=4
    ),
    "projects_change_cost_is_whole": lambda rows: changed(rows.change_request, cost_capital=1),
    "projects_change_tolerance_is_whole": lambda rows: changed(rows.change_request, new_days=1),
    "projects_change_milestone_once": lambda rows: another(rows.change_milestone),
    "projects_change_moves_the_date": lambda rows: changed(
        rows.change_milestone, new_on=rows.today
    ),
    "projects_change_adds_a_title_once": lambda rows: another(rows.added_milestone),
    "projects_change_milestone_is_one_thing": lambda rows: changed(
        rows.added_milestone, new_on=None
    ),
    "projects_change_site_once": lambda rows: another(rows.change_site),
    "projects_change_figure_once": lambda rows: another(rows.change_figure),
    "projects_change_figure_not_negative": lambda rows: changed(rows.change_figure, amount=-1),
    "projects_meeting_state_known": lambda rows: changed(rows.meeting, state="?"),
    "projects_meeting_released_has_time": lambda rows: changed(rows.meeting, state="released"),
    "projects_attendance_once": lambda rows: another(rows.attendance),
    "projects_attendance_presence_known": lambda rows: changed(rows.attendance, presence="?"),
    "projects_item_number_once": lambda rows: another(rows.minutes_item),
    "projects_item_says_something": lambda rows: changed(rows.minutes_item, decision=""),
    "projects_item_private_has_reason": lambda rows: changed(rows.minutes_item, paragraph=3),
    "projects_paper_is_one_thing": lambda rows: changed(rows.board_paper, pack=None),
    "projects_paper_pack_once": lambda rows: another(rows.board_paper),
    "projects_paper_report_once": lambda rows: another(rows.report_paper),
    "projects_action_closed_says_how": lambda rows: changed(rows.action, closed_on=rows.today),
}
