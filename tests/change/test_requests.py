"""Scope, baselines and budget move only by an approved request, once the baseline is set."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from projects.change import measuring
from projects.change.enums import ChangeState, Route
from projects.change.models import ChangeControl, ChangeRequest
from projects.change.services import parts, requests
from projects.meetings.services import meetings
from projects.models import BudgetLine, MilestoneBaseline, ScopeChange
from projects.money import periods
from projects.money.enums import FigureKind
from projects.money.selectors import budget as budgets
from projects.money.services import budget, finance
from projects.portfolio.controlled import UnderControl
from projects.portfolio.services import milestones
from projects.rollout.services import scope, sites
from projects.rollout.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.change import asked, control_of, drafted, held_meeting
from tests.factories.money import awarded
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def this_quarter():
    return periods.quarter_of(timezone.localdate())


@pytest.fixture
def people():
    """Who asks, and who decides."""
    return UserFactory(name="Asker"), UserFactory(name="Decider")


@pytest.fixture
def project(people):
    project = ProjectFactory()
    MilestoneFactory(project=project, title="All live")
    control_of(project, people[1])
    return project


@pytest.fixture
def milestone(project):
    return project.milestones.get()


@pytest.fixture
def line(project, people):
    """£100,000 in this quarter."""
    project = ProjectFactory()
    source = awarded(project=project, by=people[1])
    line = BudgetLine.objects.create(
        source=source, organisation=project.lead, heading="Works", expenditure="capital"
    )
    budget.set_budget(by=people[1], line=line, amounts={this_quarter(): Decimal(100_000)})
    control_of(project, people[1])
    return line


def test_first_plan_is_free_until_the_baseline_is_set(people):
    project = ProjectFactory()
    milestone = MilestoneFactory(project=project)

    milestones.change_baseline(
        by=people[1], milestone=milestone, new_on=milestone.baseline_on + DAY, reason="Board"
    )
    with pytest.raises(requests.NotControlled):
        asked(project, people[0])


def test_control_refuses_every_way_past_a_request(people, project, milestone, line):
    site = SiteFactory(project=project, stage=Stage.CANDIDATE)
    today = timezone.localdate()

    refused = [
        lambda: milestones.change_baseline(
            by=people[1], milestone=milestone, new_on=today, reason="Board"
        ),
        lambda: milestones.add(by=people[1], project=project, title="New", baseline_on=today),
        lambda: milestones.withdraw(by=people[1], milestone=milestone, reason="In error"),
        lambda: milestones.update(
            by=people[1], milestone=milestone, forecast_on=today, title="Something easier"
        ),
        lambda: scope.change_scope(
            project=project, reason="added", on=today, by=people[1], sites=[site], note="Board"
        ),
        lambda: budget.set_budget(
            by=people[1], line=line, amounts={this_quarter(): Decimal(5)}, reason="Board"
        ),
    ]

    for act in refused:
        with pytest.raises(UnderControl):
            act()


def test_moving_a_site_over_the_line_of_scope_asks_for_a_request(people, project):
    site = SiteFactory(project=project, stage=Stage.CANDIDATE)
    by = UserFactory(is_superuser=True)

    with pytest.raises(Refusal, match="Request the change"):
        sites.move_site(
            site=site,
            to=Stage.IN_SCOPE,
            on=timezone.localdate(),
            by=by,
            expected_entry=site.current_entry_id,
            scope_reason="added",
        )


def test_cost_is_set_once_and_then_moves_by_request(people):
    project = ProjectFactory()
    control_of(project, people[1])
    finance.edit(by=people[1], project=project, cost_capital=Decimal(100))

    finance.edit(by=people[1], project=project, variance_percent=5)
    with pytest.raises(UnderControl):
        finance.edit(by=people[1], project=project, cost_capital=Decimal(101))
    request = asked(
        project,
        people[0],
        old_cost_capital=Decimal(100),
        old_cost_revenue=Decimal(0),
        cost_capital=Decimal(90),
        cost_revenue=Decimal(20),
    )
    requests.approve(by=people[1], request=request, words="Agreed")

    project.finance.refresh_from_db()
    assert (project.finance.cost_capital, project.finance.cost_revenue) == (90, 20)
    assert request.pk == project.finance.change_request_id


def test_approve_carries_out_what_was_asked_in_one_step(people, project, milestone):
    old, new = milestone.baseline_on, milestone.baseline_on + 20 * DAY
    request = asked(project, people[0], milestones={milestone: new})

    done = requests.approve(by=people[1], request=request, words="Agreed")

    milestone.refresh_from_db()
    moved = MilestoneBaseline.objects.get()
    assert milestone.baseline_on == new
    assert (moved.old_on, moved.new_on, moved.change_request) == (old, new, done)
    assert (done.state, done.route, done.days) == (ChangeState.APPROVED, Route.DELEGATED, 20)
    assert [step.state for step in done.events.all()] == ["draft", "asked", "approved"]


def test_approve_adds_a_milestone_that_names_its_request(people, project):
    on = timezone.localdate() + 90 * DAY
    request = drafted(project, people[0])
    parts.add_milestone(by=people[0], request=request, title="Last survey", new_on=on)
    requests.ask(by=people[0], request=request)

    done = requests.approve(by=people[1], request=request, words="Agreed")

    made = project.milestones.get(title="Last survey")
    assert (made.baseline_on, made.forecast_on, made.change_request) == (on, on, done)
    assert (done.route, done.days) == (Route.DELEGATED, 0)


def test_a_milestone_leaves_by_the_board_and_its_date_with_it(people, project, milestone):
    """With another in its place, that moves a date: by any number of days."""
    request = drafted(project, people[0])
    parts.withdraw_milestone(by=people[0], request=request, milestone=milestone)
    parts.add_milestone(
        by=people[0],
        request=request,
        title="All live, later",
        new_on=milestone.baseline_on + 300 * DAY,
    )
    requests.ask(by=people[0], request=request)

    with pytest.raises(requests.ForTheBoard):
        requests.approve(by=people[1], request=request, words="Agreed")
    meetings.minute(
        by=people[1],
        meeting=held_meeting(people[1]),
        number=1,
        heading="Plan",
        decision="Approved",
        change=request,
        outcome="approved",
    )

    milestone.refresh_from_db()
    assert milestone.withdrawn_reason == request.reason
    assert project.milestones.standing().get().title == "All live, later"
    with pytest.raises(UnderControl):
        milestones.restore(by=people[1], milestone=milestone, reason="It was right")


def test_a_milestone_added_in_error_leaves_by_a_correction_of_two_people(
    people, project, milestone
):
    request = drafted(project, people[0], is_correction=True)
    parts.withdraw_milestone(by=people[0], request=request, milestone=milestone)

    with pytest.raises(Refusal, match="another programme manager"):
        requests.make(by=people[1], request=request, words="It was entered twice")
    requests.ask(by=people[0], request=request)
    requests.approve(by=people[1], request=request, words="It was entered twice")

    assert not project.milestones.standing().exists()


def test_a_milestone_that_is_there_is_not_added_and_one_of_another_project_not_withdrawn(
    people, project, milestone
):
    request = drafted(project, people[0])

    with pytest.raises(milestones.TitleTaken):
        parts.add_milestone(
            by=people[0], request=request, title="All live", new_on=timezone.localdate()
        )
    with pytest.raises(Refusal, match="of this project"):
        parts.withdraw_milestone(by=people[0], request=request, milestone=MilestoneFactory())
    assert not request.milestones.exists()


def test_approve_moves_sites_and_their_stages(people):
    project = ProjectFactory()
    leaving = SiteFactory.create_batch(2, project=project, stage=Stage.ORDERED)
    control_of(project, people[1])
    request = asked(
        project,
        people[0],
        sites=leaving,
        scope_reason="too_costly",
        value_change=Decimal(-40_000),
    )

    requests.approve(by=people[1], request=request, words="Agreed")

    change = ScopeChange.objects.get(change_request=request)
    for site in leaving:
        site.refresh_from_db()
    assert [(site.in_scope, site.stage) for site in leaving] == [(False, Stage.DESCOPED)] * 2
    assert (change.value_change, change.entries.count()) == (-40_000, 2)


def test_approve_moves_a_budget(people, line):
    project = line.source.project
    request = asked(project, people[0], figures={(line, this_quarter()): Decimal(60_000)})

    requests.approve(by=people[1], request=request, words="Agreed")

    assert budgets.newest(line, FigureKind.BUDGET)[this_quarter()] == 60_000
    assert request.budget_figures.get().amount == 60_000


def test_who_asked_or_wrote_does_not_approve(people, project, milestone):
    request = asked(project, people[0], milestones={milestone: milestone.baseline_on + DAY})
    drafted_by_other = drafted(
        project, people[1], milestones={milestone: milestone.baseline_on + DAY}
    )
    theirs = requests.ask(by=people[0], request=drafted_by_other)

    with pytest.raises(requests.SameEyes):
        requests.approve(by=people[0], request=request, words="Agreed")
    with pytest.raises(requests.SameEyes):
        requests.approve(by=people[1], request=theirs, words="Agreed")
    # And the database, where the code is wrong.
    with pytest.raises(DatabaseError, match="four_eyes"), transaction.atomic():
        ChangeRequest.objects.filter(pk=request.pk).update(decided_by=people[0])


def test_beyond_the_limits_the_board_approves(people, project, milestone):
    request = asked(project, people[0], milestones={milestone: milestone.baseline_on + 31 * DAY})

    assert request.route == Route.BOARD
    with pytest.raises(requests.ForTheBoard):
        requests.approve(by=people[1], request=request, words="Agreed")


def test_small_steps_add_up_to_the_board(people, project, milestone):
    """20 days and then 20 more are 40: the same as at once."""
    first = milestone.baseline_on
    request = asked(project, people[0], milestones={milestone: first + 20 * DAY})
    requests.approve(by=people[1], request=request, words="Agreed")
    milestone.refresh_from_db()

    second = asked(project, people[0], milestones={milestone: first + 40 * DAY})

    assert (second.days, second.route) == (40, Route.BOARD)


def test_sites_and_pounds_of_delegated_changes_add_up_until_the_board_decides(people):
    project = ProjectFactory()
    one, two, three = SiteFactory.create_batch(3, project=project, stage=Stage.ORDERED)
    control = control_of(project, people[1])

    def ask_for(*these, value):
        return asked(
            project,
            people[0],
            sites=these,
            scope_reason="too_costly",
            value_change=Decimal(value),
        )

    requests.approve(by=people[1], request=ask_for(one, value=-30_000), words="Agreed")
    beyond = ask_for(two, value=-30_000)
    meeting = held_meeting(people[1])
    meetings.minute(
        by=people[1],
        meeting=meeting,
        number=1,
        heading="Scope",
        decision="Approved",
        change=beyond,
        outcome="approved",
    )
    after = ask_for(three, value=-30_000)

    beyond.refresh_from_db()
    assert (beyond.state, beyond.route) == (ChangeState.APPROVED, Route.BOARD)
    assert after.route == Route.DELEGATED
    assert measuring.delegated_since_the_board(project).fits(control)


def test_a_manager_makes_a_small_change_alone_and_no_large_one(people, project, milestone):
    small = drafted(project, people[1], milestones={milestone: milestone.baseline_on + DAY})

    done = requests.make(by=people[1], request=small, words="A day")
    milestone.refresh_from_db()
    large = drafted(project, people[1], milestones={milestone: milestone.baseline_on + 60 * DAY})

    assert (done.state, done.asked_by) == (ChangeState.APPROVED, None)
    with pytest.raises(requests.ForTheBoard):
        requests.make(by=people[1], request=large, words="Two months")


def test_a_correction_is_of_any_size_and_never_of_one_person(people, project, milestone):
    far = milestone.baseline_on + 400 * DAY
    wrong = drafted(project, people[0], milestones={milestone: far}, is_correction=True)

    with pytest.raises(Refusal, match="another programme manager"):
        requests.make(by=people[0], request=wrong, words="A slip")
    request = requests.ask(by=people[0], request=wrong)
    done = requests.approve(by=people[1], request=request, words="As in the minutes")

    assert (done.state, done.route) == (ChangeState.APPROVED, Route.DELEGATED)


@pytest.mark.parametrize("is_correction", [False, True])
def test_tolerance_is_changed_by_the_board_alone(people, project, is_correction):
    request = asked(
        project,
        people[0],
        is_correction=is_correction,
        old_days=30,
        old_pounds=Decimal(50_000),
        old_sites=2,
        new_days=60,
        new_pounds=Decimal(100_000),
        new_sites=4,
    )

    with pytest.raises(requests.ForTheBoard):
        requests.approve(by=people[1], request=request, words="Agreed")
    meetings.minute(
        by=people[1],
        meeting=held_meeting(people[1]),
        number=1,
        heading="Tolerance",
        decision="Approved",
        change=request,
        outcome="approved",
    )

    control = ChangeControl.objects.get()
    assert (control.days, control.pounds, control.sites) == (60, 100_000, 4)


def test_what_has_moved_since_is_refused_whole(people):
    project = ProjectFactory()
    milestone, other = MilestoneFactory.create_batch(2, project=project)
    control_of(project, people[1])
    stale = asked(
        project,
        people[0],
        milestones={other: other.baseline_on + DAY, milestone: milestone.baseline_on + 2 * DAY},
    )
    quick = asked(project, people[0], milestones={milestone: milestone.baseline_on + DAY})
    requests.approve(by=people[1], request=quick, words="Agreed")

    with pytest.raises(Refusal, match="The plan has changed since"):
        requests.approve(by=people[1], request=stale, words="Agreed")

    stale.refresh_from_db()
    before = other.baseline_on
    other.refresh_from_db()
    assert (stale.state, other.baseline_on) == (ChangeState.ASKED, before)


def test_refuse_and_withdraw_change_nothing(people, project, milestone):
    before = milestone.baseline_on
    first = asked(project, people[0], milestones={milestone: before + DAY})
    second = asked(project, people[0], milestones={milestone: before + DAY})

    requests.refuse(by=people[1], request=first, words="Not now")
    requests.withdraw(by=people[0], request=second, words="Asked twice")

    milestone.refresh_from_db()
    first.refresh_from_db()
    second.refresh_from_db()
    assert milestone.baseline_on == before
    assert (first.state, second.state) == (ChangeState.REFUSED, ChangeState.WITHDRAWN)
    with pytest.raises(Refusal):
        requests.approve(by=people[1], request=first, words="After all")


def test_a_request_says_what_changes_and_its_effects(people, project, milestone):
    with pytest.raises(requests.AskedForNothing):
        asked(project, people[0])
    with pytest.raises(Refusal, match="effects on time, cost and scope"):
        asked(
            project,
            people[0],
            milestones={milestone: milestone.baseline_on + DAY},
            effect_on_cost="",
        )


def test_cost_that_moves_from_capital_to_revenue_has_moved_in_full(db):
    project, by = ProjectFactory(), manager()
    finance.edit(by=by, project=project, cost_capital=Decimal(1_000_000), cost_revenue=Decimal(0))
    control_of(project, by, days=0, pounds=0, sites=0)
    request = drafted(project, by)
    parts.change_cost(
        by=by, request=request, cost_capital=Decimal(0), cost_revenue=Decimal(1_000_000)
    )

    assert measuring.size_of(ChangeRequest.objects.get(pk=request.pk)).pounds == 1_000_000


def test_who_changed_a_draft_does_not_decide_on_it(db):
    project, by, partner = ProjectFactory(), manager(), UserFactory()
    milestone = MilestoneFactory(project=project)
    control_of(project, manager())
    request = drafted(project, partner)
    parts.move_milestone(
        by=by, request=request, milestone=milestone, new_on=milestone.baseline_on + timedelta(1)
    )
    requests.ask(by=partner, request=request)

    with pytest.raises(Refusal, match="Ask another programme manager"):
        requests.approve(by=by, request=request, words="Fine")
