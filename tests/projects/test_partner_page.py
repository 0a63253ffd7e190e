"""The page of a partner: what a call with it is prepared from."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention.models import Chase
from projects.partner_page import partner_panel
from projects.returns.models import ReturnState
from projects.rollout.stages import Stage
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import ReturnFactory, RiskFactory, RoundFactory

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def partner():
    return OrganisationFactory(name="Stort Valley Fibre")


def page(client, partner):
    url = reverse("partners_workspace:organisation", args=[partner.slug])
    return " ".join(client.get(url).content.decode().split())


def test_a_partner_has_its_projects_sites_and_returns(partner):
    today = timezone.localdate()
    project = ProjectFactory(title="Fibre", partners=[partner])
    ProjectFactory(title="Not theirs")
    for stage in (Stage.IN_SERVICE, Stage.IN_SERVICE, Stage.ORDERED):
        SiteFactory(project=project, stage=stage, supplier=partner.name)
    SiteFactory(project=project, stage=Stage.ORDERED, supplier="Another Ltd")
    for late, number in ((-1, 1), (2, 2)):
        due = today - 40 * number * DAY
        ReturnFactory(
            round=RoundFactory(
                month=due.replace(day=1),
                opens_on=due - 9 * DAY,
                due_on=due,
                closes_on=due + 9 * DAY,
            ),
            project=project,
            organisation=partner,
            state=ReturnState.SUBMITTED,
            delivery="green",
            spend="green",
            risk="green",
            submitted_at=timezone.now() - (40 * number - late) * DAY,
        )

    found = partner_panel(partner, manager())

    assert [(one.title, part) for one, part in found["projects"]] == [("Fibre", "partner")]
    assert {one.label: one.number for one in found["stages"]} == {
        Stage.IN_SERVICE.label: 2,
        Stage.ORDERED.label: 1,
    }
    assert (found["on_time"], found["due"]) == (1, 2)


def test_a_manager_sees_what_it_owes_and_when_it_was_last_asked(client, partner):
    boss = manager(name="Mina Gray")
    client.force_login(boss)
    assert "No reminder has been sent" in page(client, partner)

    project = ProjectFactory(title="Fibre", partners=[partner])
    late = {"next_review_on": timezone.localdate() - 4 * DAY}
    RiskFactory(project=project, title="Silence", owner=partner, **late)
    Chase.objects.create(
        item_key="x", title="X", owed_by=partner.name, recipients=1, by=boss, form_key="x" * 8
    )

    html = page(client, partner)

    assert "1 thing, the oldest 4 days" in html
    assert "Review risk: Silence" in html
    assert "Last reminder sent by Mina Gray" in html


def test_its_own_people_do_not_see_what_managers_say_of_it(client, partner):
    client.force_login(contributor_of(partner))

    html = page(client, partner)

    assert "What it owes" not in html
    assert "Returns on time" in html
    # Of somebody else it says nothing.
    assert partner_panel(OrganisationFactory(), contributor_of(partner)) is None
