"""Asking for a change, and making a small one, in the workspace."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.change.enums import ChangeState
from projects.change.models import ChangeRequest
from projects.models import BudgetLine
from projects.money import periods
from tests.factories.change import asked, control_of, drafted
from tests.factories.money import awarded
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    finance_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory
from tests.words import says

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def boss():
    return manager()


@pytest.fixture
def partner():
    return OrganisationFactory(name="Lea Valley Fibre")


@pytest.fixture
def project(boss, partner):
    project = ProjectFactory(partners=[partner])
    MilestoneFactory(project=project, title="All live")
    control_of(project, boss)
    return project


@pytest.fixture
def milestone(project):
    return project.milestones.get()


def typed(day) -> dict:
    return {
        "new_on": day.isoformat(),
        "reason": "Landowners answer slowly",
        "effect_on_cost": "None",
        "effect_on_scope": "None",
    }


def move(client, milestone, day):
    url = reverse("change:move", args=[milestone.project.slug, milestone.reference])
    return client.post(url, typed(day))


def test_a_manager_makes_a_small_change_with_one_form(client, boss, milestone):
    client.force_login(boss)
    old_page = reverse(
        "projects_workspace:milestone_baseline",
        args=[milestone.project.slug, milestone.reference],
    )
    new_on = milestone.baseline_on + 10 * DAY

    assert client.get(old_page).url.endswith(f"/milestones/{milestone.reference}/")
    move(client, milestone, new_on)

    milestone.refresh_from_db()
    request = ChangeRequest.objects.get()
    assert milestone.baseline_on == new_on
    assert (request.state, request.asked_by) == (ChangeState.APPROVED, None)
    assert request.effect_on_time == "10 days later"


def test_a_large_change_and_one_of_a_partner_are_asked_for(client, boss, partner, milestone):
    before = milestone.baseline_on
    client.force_login(boss)
    move(client, milestone, before + 90 * DAY)
    client.force_login(contributor_of(partner))
    move(client, milestone, before + DAY)

    milestone.refresh_from_db()
    states = ChangeRequest.objects.order_by("number").values_list("state", "organisation__name")
    assert milestone.baseline_on == before
    assert list(states) == [
        (ChangeState.ASKED, milestone.project.lead.name),
        (ChangeState.ASKED, partner.name),
    ]


def test_scope_and_budget_lead_to_change_control(client, boss, project):
    client.force_login(boss)
    here = reverse("change:project", args=[project.slug])

    answer = client.get(reverse("projects_workspace:scope_change", args=[project.slug]))

    assert answer.url == here


def test_a_finance_officer_who_keeps_a_budget_can_ask_for_its_change(client, project):
    source = awarded(project=project)
    line = BudgetLine.objects.create(
        source=source, organisation=project.lead, heading="Civils", expenditure="capital"
    )
    client.force_login(finance_of(project.lead))
    new = reverse("change:new", args=[project.slug])

    led_to = client.get(reverse("money:line_budget", args=[project.slug, line.reference]))
    page = client.get(led_to.url).content.decode()

    assert f'href="{new}"' in page
    assert says(client.get(new).content.decode(), project.lead.name)
    client.force_login(finance_of())
    assert client.get(new).status_code == 404


def test_whoever_asked_is_told_that_somebody_else_decides(client, boss, project, milestone):
    request = asked(project, boss, milestones={milestone: milestone.baseline_on + DAY})
    client.force_login(boss)
    url = reverse("change:request", args=[project.slug, request.reference])

    assert says(client.get(url).content.decode(), "another programme manager decides")
    answer = client.post(f"{url}approve/", {"words": "Yes"})

    assert answer.status_code == 422
    request.refresh_from_db()
    assert request.state == ChangeState.ASKED


def test_a_budget_in_a_request_is_read_by_those_who_may_read_the_line(client, boss, project):
    source = awarded(project=project, by=boss)
    line = BudgetLine.objects.create(
        source=source, organisation=project.lead, heading="Civils", expenditure="capital"
    )
    quarter = periods.quarter_of(timezone.localdate())
    request = asked(project, boss, figures={(line, quarter): Decimal("12345.00")})
    url = reverse("change:request", args=[project.slug, request.reference])

    client.force_login(boss)
    assert says(client.get(url).content.decode(), "£12,345")
    client.force_login(viewer_of(project.lead))
    page = client.get(url).content.decode()

    assert not says(page, "£12,345")
    assert says(page, "only people who manage the money can see")


def test_a_part_is_added_and_removed(client, boss, project, milestone):
    request = drafted(project, boss)
    client.force_login(boss)
    url = reverse("change:request", args=[project.slug, request.reference])
    day = milestone.baseline_on + DAY

    client.post(
        f"{url}add-milestone/",
        {"milestone": milestone.pk, "new_on": day.isoformat()},
    )
    assert request.milestones.get().new_on == day
    client.post(f"{url}remove/", {"part": f"milestone:{milestone.reference}"})

    assert not request.milestones.exists()


def test_a_milestone_is_added_and_withdrawn_by_a_request(client, boss, project, milestone):
    request = drafted(project, boss)
    client.force_login(boss)
    url = reverse("change:request", args=[project.slug, request.reference])

    client.post(
        f"{url}add-new-milestone/",
        {"title": "Last survey", "new_on": milestone.baseline_on.isoformat()},
    )
    client.post(f"{url}add-withdrawn-milestone/", {"milestone": milestone.pk})
    page = client.get(url).content.decode()
    assert says(page, "New milestone")
    assert says(page, "Withdrawn")
    client.post(f"{url}remove/", {"part": "new:Last survey"})

    assert request.milestones.get().milestone == milestone
    # The pages of the first plan lead there.
    here = reverse("change:project", args=[project.slug])
    for name, args in (
        ("milestone_add", [project.slug]),
        ("milestone_withdraw", [project.slug, milestone.reference]),
    ):
        assert client.get(reverse(f"projects_workspace:{name}", args=args)).url == here
    plan = client.get(reverse("projects_workspace:milestones", args=[project.slug]))
    assert says(plan.content.decode(), "Milestones are added and withdrawn")


def test_the_baseline_is_set_once(client, boss):
    project = ProjectFactory()
    client.force_login(boss)
    url = reverse("change:start", args=[project.slug])

    client.post(url, {"days": "30", "pounds": "50000", "sites": "2"})
    again = client.post(url, {"days": "99", "pounds": "1", "sites": "1"})

    assert project.change_control.days == 30
    assert again.status_code == 422
