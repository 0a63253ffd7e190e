"""Change control of the example: how 113 surgeries at £2.1m became 74 at £1.7m, by a decision of
the board; one change that was delegated, one that was refused, and one that waits. Meetings that
were held and one to come; a contract, and a subsidy."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from diz_portal.reports.models import BoardDate
from partners.models import Organisation
from projects.change.enums import ChangeState, Route
from projects.change.models import ChangeControl, ChangeEvent, ChangeRequest
from projects.change.services import parts, requests
from projects.contracts.enums import SubsidyRoute, procurement_on
from projects.contracts.models import Contract
from projects.contracts.services import contracts, subsidies
from projects.meetings.models import Meeting, MeetingEvent, MeetingItem, MeetingState
from projects.meetings.services import meetings
from projects.packs.models import Pack
from projects.packs.schedule_12a import Paragraph
from projects.portfolio.models import Project
from projects.rollout.models import ScopeReason, Site

DAY = timedelta(days=1)
BOARD = "Partnership board"
RE_BASELINED = (
    "Approved. The scope is re-baselined from 113 surgeries to 74, and the value from £2.1m to "
    "£1.7m, as agreed with the funder."
)


def re_baselined(
    project: Project, by: Any, asker: Any, on: date, sites: Iterable[Site], value: Decimal
) -> ChangeRequest:
    """The request behind the entries of the scope change log, and the decision of the board."""
    item = _old_meeting(by, on)
    request = ChangeRequest.objects.create(
        project=project,
        number=1,
        organisation=project.lead,
        title="Re-baseline the scope from 113 surgeries to 74",
        reason="Surveys and the funder’s review found surgeries that have gigabit broadband "
        "already, that have merged, or that cost more than the value-for-money limit.",
        effect_on_time="None: the surgeries that stay keep their dates",
        effect_on_cost="The grant goes down by £400,000",
        effect_on_scope="39 surgeries leave the scope",
        scope_reason=ScopeReason.ALREADY_GIGABIT,
        value_change=value,
        written_by=asker,
        written_at=_afternoon(on - 30 * DAY),
    )
    _step(request, ChangeState.DRAFT, asker, on - 30 * DAY)
    for site in sites:
        request.site_lines.create(site=site)
    request.state, request.route = ChangeState.APPROVED, Route.BOARD
    request.sites, request.pounds = request.site_lines.count(), abs(value)
    request.asked_by, request.asked_at = asker, _afternoon(on - 21 * DAY)
    request.decided_by, request.decided_on = by, on
    request.decided_at, request.decided_words = _afternoon(on), RE_BASELINED
    request.decision = item
    request.save()
    _step(request, ChangeState.ASKED, asker, on - 21 * DAY)
    _step(request, ChangeState.APPROVED, by, on, RE_BASELINED)
    return request


def _step(request: ChangeRequest, state: str, by: Any, on: date, words: str = "") -> None:
    ChangeEvent.objects.create(
        request=request, state=state, by=by, words=words, recorded_at=_afternoon(on)
    )


def _old_meeting(by: Any, on: date) -> MeetingItem:
    meeting = Meeting.objects.create(
        board=BoardDate.objects.create(name=BOARD, date=on), place="Council chamber, Harlow"
    )
    item = MeetingItem.objects.create(
        meeting=meeting,
        number=4,
        heading="Local Full Fibre Network: scope",
        said="The board went through the list of surgeries with the funder’s assessor.",
        decision=RE_BASELINED,
    )
    for days, state in ((-60, MeetingState.PLANNED), (0, MeetingState.HELD)):
        _moved(meeting, state, by, on + days * DAY)
    meeting.state = MeetingState.RELEASED
    meeting.released_at = _afternoon(on + 10 * DAY)
    meeting.save()
    _moved(meeting, MeetingState.RELEASED, by, on + 10 * DAY)
    return item


def _moved(meeting: Meeting, state: str, by: Any, on: date) -> None:
    MeetingEvent.objects.create(meeting=meeting, state=state, by=by, recorded_at=_afternoon(on))


def load(by: Any, asker: Any, fibre: Project, today: date) -> str:
    supplier = asker.memberships.filter(ended_on=None).first().organisation
    _control(by, fibre, today)
    _delegated(by, asker, supplier, fibre)
    refused = _tolerance(asker, supplier, fibre)
    held = _last_meeting(by, fibre, refused, supplier, today)
    _waiting(asker, supplier, fibre)
    _next_meeting(by, today)
    _contract(by, fibre, today)
    _subsidy(by, fibre, today)
    return f"4 change requests, {held} decisions of the board"


def _control(by: Any, fibre: Project, today: date) -> None:
    ChangeControl.objects.create(
        project=fibre,
        days=21,
        pounds=Decimal(50_000),
        sites=2,
        started_by=by,
        started_on=today - 520 * DAY,
    )


def _ask(asker: Any, organisation: Organisation, fibre: Project, **facts: Any) -> ChangeRequest:
    return requests.write(by=asker, project=fibre, organisation=organisation, **facts)


def _delegated(by: Any, asker: Any, supplier: Organisation, fibre: Project) -> None:
    request = _ask(
        asker,
        supplier,
        fibre,
        title="Move “Final claim accepted” by 2 weeks",
        reason="The auditor of the final claim starts two weeks later than planned.",
        effect_on_time="The final claim is accepted 14 days later",
        effect_on_cost="None",
        effect_on_scope="None",
    )
    claim = fibre.milestones.get(title="Final claim accepted")
    parts.move_milestone(
        by=asker, request=request, milestone=claim, new_on=claim.baseline_on + 14 * DAY
    )
    requests.ask(by=asker, request=request)
    requests.approve(by=by, request=request, words="Agreed: the funder knows of the audit")


def _tolerance(asker: Any, supplier: Organisation, fibre: Project) -> ChangeRequest:
    request = _ask(
        asker,
        supplier,
        fibre,
        title="Raise the tolerance to 60 days",
        reason="Landowners answer in months, so dates move by more than 3 weeks.",
        effect_on_time="Dates can move by 60 days without the board",
        effect_on_cost="None",
        effect_on_scope="None",
    )
    parts.change_tolerance(by=asker, request=request, days=60, pounds=Decimal(50_000), sites=2)
    return requests.ask(by=asker, request=request)


def _last_meeting(
    by: Any, fibre: Project, refused: ChangeRequest, supplier: Organisation, today: date
) -> int:
    board = BoardDate.objects.filter(name=BOARD, date__lt=today).latest("date")
    meeting = meetings.prepare(
        by=by, board=board, starts_at=time(14), place="Committee room 2, Harlow Civic Centre"
    )
    if pack := Pack.objects.issued().filter(board=board).first():
        meetings.add_pack(by=by, meeting=meeting, pack=pack)
    meetings.hold(by=by, meeting=meeting)
    for organisation, name, presence in (
        (fibre.lead, "Ines Holloway", "present"),
        (supplier, "Tom Barley", "online"),
        (fibre.partners.exclude(pk=supplier.pk).first() or fibre.lead, "Ruth Amory", "apologies"),
    ):
        meetings.attend(
            by=by, meeting=meeting, organisation=organisation, name=name, presence=presence
        )
    meetings.minute(
        by=by,
        meeting=meeting,
        number=1,
        heading="Board pack",
        said="The board noted the pack. Two landowners in the south of the district have asked "
        "for a second site visit.",
        decision="The contract of the supplier is extended by 3 months, to the end of June.",
    )
    meetings.minute(
        by=by,
        meeting=meeting,
        number=2,
        heading="Tolerance of the Local Full Fibre Network",
        said="The board would like to see each longer delay.",
        decision="Refused. The tolerance stays at 21 days until all wayleaves are granted.",
        change=refused,
        outcome="refused",
    )
    meetings.minute(
        by=by,
        meeting=meeting,
        number=3,
        heading="Day rates of the extension",
        said="The board compared the supplier’s offer with our own estimate.",
        decision="The offer is accepted if the rate does not go up.",
        paragraph=Paragraph.BUSINESS,
        private_because="Telling the supplier our estimate would weaken our position while the "
        "price is being agreed.",
    )
    meetings.release(by=by, meeting=meeting)
    _actions(by, meeting, fibre, supplier, today)
    return 3


def _actions(
    by: Any, meeting: Meeting, fibre: Project, supplier: Organisation, today: date
) -> None:
    done = meetings.add_action(
        by=by,
        meeting=meeting,
        words="Send the funder the decision on the contract",
        owner=fibre.lead,
        due_on=today - 10 * DAY,
    )
    meetings.close_action(by=by, action=done, closed_how="Sent, and confirmed by email.")
    meetings.add_action(
        by=by,
        meeting=meeting,
        words="Visit the two landowners in the south of the district again",
        owner=supplier,
        due_on=today + 4 * DAY,
    )


def _waiting(asker: Any, supplier: Organisation, fibre: Project) -> None:
    request = _ask(
        asker,
        supplier,
        fibre,
        title="Move “All surgeries live” by 55 days",
        reason="Wayleaves took longer than planned in the south of the district.",
        effect_on_time="The last surgery goes live 55 days later",
        effect_on_cost="Up to £18,000 from the contingency",
        effect_on_scope="None",
    )
    live = fibre.milestones.get(title="All surgeries live")
    parts.move_milestone(
        by=asker, request=request, milestone=live, new_on=live.baseline_on + 55 * DAY
    )
    requests.ask(by=asker, request=request)


def _next_meeting(by: Any, today: date) -> None:
    board = BoardDate.objects.filter(name=BOARD, date__gt=today).earliest("date")
    meetings.prepare(
        by=by, board=board, starts_at=time(14), place="Committee room 2, Harlow Civic Centre"
    )


def _contract(by: Any, fibre: Project, today: date) -> None:
    began = today - 680 * DAY
    contract = Contract.objects.create(
        project=fibre,
        title="Full fibre connections",
        supplier="Stort Valley Fibre",
        buyer=fibre.lead,
        expenditure="capital",
        value=Decimal("1480000.00"),
        began_on=began,
        regime=procurement_on(began),
        signed_on=today - 560 * DAY,
        starts_on=today - 550 * DAY,
        ends_on=today + 120 * DAY,
    )
    contracts.add_notice(
        by=by,
        contract=contract,
        kind="award",
        number="2025/S 000-012345",
        published_on=today - 555 * DAY,
    )
    contracts.plan_review(by=by, contract=contract, due_on=today + 20 * DAY)


def _subsidy(by: Any, fibre: Project, today: date) -> None:
    on = today - 80 * DAY
    subsidy = subsidies.assess(
        by=by,
        project=fibre,
        enterprise="Ware Repair Workshop CIC",
        company_number="99999901",
        purpose="Refitting a workshop in which routers of the surgeries are tested",
        amount=Decimal(42_000),
        decided_on=on,
        route=SubsidyRoute.MFA,
        reasoning="The workshop competes with others, so the grant is a subsidy. It is below the "
        "limit together with what the workshop has declared.",
        declared=Decimal(15_000),
        stated_on=on - 20 * DAY,
        confirmed_on=on - 9 * DAY,
    )
    subsidies.confirm_award(by=by, subsidy=subsidy, received_on=on + 5 * DAY)


def _afternoon(on: date) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(15, 0)))
