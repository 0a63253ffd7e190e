"""The page of a programme in the workspace: its projects, what is late, money, benefits, risks."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from projects.programmes import selectors
from tests.factories.benefits import benefit_of, measured
from tests.factories.money import secured
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProgrammeFactory, ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory, RiskFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory(name="Infrastructure")


def page(client, programme, user):
    client.force_login(user)
    return client.get(reverse("projects_workspace:programme", args=[programme.slug]))


def test_sheet_adds_up_what_its_projects_have(programme):
    boss, today = manager(), timezone.localdate()
    first, second = ProjectFactory.create_batch(2, programme=programme)
    SiteFactory(project=first, in_scope=True, planned_live_on=today - timedelta(days=3))
    SiteFactory(project=second, in_scope=True)
    secured(revenue="1000", capital="0", project=first)
    secured(revenue="500", capital="0", project=second)
    measured(benefit_of(first, boss), boss, 200)
    benefit_of(second, boss)
    other = ProjectFactory()
    secured(revenue="9000", project=other)
    RiskFactory(project=other)

    sheet = selectors.sheet(boss, programme)

    assert (sheet.live, sheet.in_scope, sheet.late) == (0, 2, 1)
    assert sheet.totals["pledged"] == Decimal(1500)
    assert (sheet.met, len(sheet.benefits)) == (1, 2)
    assert sheet.risks == []


def test_sheet_puts_the_most_urgent_first_and_counts_the_rest(programme):
    boss, today = manager(), timezone.localdate()
    project = ProjectFactory(programme=programme)
    for number in range(12):
        MilestoneFactory(
            project=project, title=f"M{number}", forecast_on=today + timedelta(days=12 - number)
        )
        RiskFactory(project=project, title=f"R{number:02}", impact_after=1, likelihood_after=1)
    worst = RiskFactory(project=project, title="Worst", impact_after=5, likelihood_after=5)

    sheet = selectors.sheet(boss, programme)

    assert (sheet.milestones[0].title, sheet.more_milestones) == ("M11", 2)
    assert (sheet.risks[0], sheet.more_risks) == (worst, 3)


def test_a_partner_sees_its_own_projects_of_the_programme_alone(client, programme):
    organisation = OrganisationFactory(state="active")
    mine = ProjectFactory(title="Of ours", programme=programme, partners=[organisation])
    theirs = ProjectFactory(title="Of others", programme=programme)
    RiskFactory(project=theirs, title="A risk of others")
    secured(project=theirs)

    shown = page(client, programme, contributor_of(organisation))

    html = shown.content.decode()
    assert mine.title in html
    assert theirs.title not in html
    assert "A risk of others" not in html
    assert shown.context["sheet"].money == []


def test_a_programme_that_nobody_of_theirs_works_in_is_not_found(client, programme):
    ProjectFactory(programme=programme, published=True)
    organisation = OrganisationFactory(state="active")
    ProjectFactory(partners=[organisation])

    assert page(client, programme, contributor_of(organisation)).status_code == 404


def test_a_programme_without_projects_says_what_to_do(client, programme):
    assert "No projects yet" in page(client, programme, manager()).content.decode()


def test_home_leads_to_each_programme(client, programme):
    ProjectFactory(programme=programme)
    client.force_login(manager())

    html = client.get(reverse("workspace:home")).content.decode()

    assert f'href="{reverse("projects_workspace:programme", args=[programme.slug])}"' in html
