"""A project that connects no sites says what it gives, teaches or holds."""

from datetime import timedelta

import pytest
from django.core.cache import caches
from django.urls import reverse
from django.utils import timezone

from diz_portal.impact.declaring import named
from diz_portal.impact.models import Reading
from diz_portal.impact.published import declared
from projects.overview import MOST_AT_ONCE, by_programme, portfolio
from projects.portfolio.models import Programme
from projects.rollout.stages import Stage
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db
NO_SITES = "No sites have been added"


@pytest.fixture(autouse=True)
def nothing_kept():
    caches["default"].clear()


def page(client, project):
    return client.get(reverse("projects:detail", args=[project.slug])).content.decode()


def given(number):
    """214 devices were published as given."""
    figure = named("devices-given")
    rows = [["Harlow", number]]
    day = timezone.localdate()
    return Reading.objects.create(
        figure=figure.name, day=day, rows=rows, declared=declared(figure, rows)
    )


def test_a_page_shows_the_figures_that_were_chosen_and_no_missing_sites(client):
    given(214)
    project = ProjectFactory(published=True, figures=["devices-given", "residents-helped"])

    html = page(client, project)

    assert "214" in html
    assert "devices given or lent" in html
    assert reverse("impact:figure", args=["devices-given"]) in html
    assert NO_SITES not in html
    # A figure without a number is not shown as nought.
    assert "residents helped" not in html


def test_a_page_with_milestones_alone_speaks_of_them(client):
    project = ProjectFactory(published=True)
    assert NO_SITES in page(client, project)

    MilestoneFactory(project=project, title="Spring series announced")

    html = page(client, project)
    assert NO_SITES not in html
    assert "Spring series announced" in html


def test_a_new_number_is_shown_at_once(client):
    project = ProjectFactory(published=True, figures=["devices-given"])
    page(client, project)

    given(300)

    assert "300" in page(client, project)


def test_a_programme_has_its_published_projects_and_what_they_did(client):
    given(214)
    programme = Programme.objects.create(name="Inclusion", slug="inclusion", theme="inclusion")
    shown = {"programme": programme, "published": True}
    ProjectFactory(title="Device bank", figures=["devices-given"], **shown)
    ProjectFactory(title="Hidden one", programme=programme, published=False)
    late = ProjectFactory(title="Fibre", **shown)
    MilestoneFactory(project=late, title="All live")

    html = client.get(reverse("projects:programme", args=["inclusion"])).content.decode()

    assert "Device bank" in html
    assert "devices given or lent" in html
    assert "All live" in html
    assert "Hidden one" not in html


def test_a_programme_without_a_published_project_is_not_there(client):
    Programme.objects.create(name="Quiet", slug="quiet", theme="inclusion")

    assert client.get(reverse("projects:programme", args=["quiet"])).status_code == 404


def test_the_portfolio_says_what_is_late_and_done():
    given(214)
    fibre = ProjectFactory(title="Fibre")
    ordered = {"project": fibre, "stage": Stage.ORDERED}
    SiteFactory(planned_live_on=timezone.localdate() - timedelta(days=3), **ordered)
    SiteFactory(planned_live_on=timezone.localdate() + timedelta(days=3), **ordered)
    bank = ProjectFactory(title="Bank", figures=["devices-given"])
    MilestoneFactory(project=bank)

    lines = {line.project.title: line for line in portfolio(manager())}

    assert (lines["Fibre"].late, lines["Fibre"].in_scope) == (1, 2)
    assert lines["Bank"].done.startswith("214")
    assert (lines["Bank"].milestones, lines["Bank"].milestones_done) == (1, 0)


def test_many_projects_are_folded_by_programme(client):
    client.force_login(manager())
    programme = Programme.objects.create(name="Inclusion", slug="inclusion", theme="inclusion")
    ProjectFactory.create_batch(MOST_AT_ONCE, programme=programme)
    home = reverse("workspace:home")
    assert "app-home__group" not in client.get(home).content.decode()

    ProjectFactory(title="One more", programme=None)

    groups = by_programme(portfolio(manager()))
    assert sorted((one.title, len(one.lines)) for one in groups) == [
        ("Inclusion", MOST_AT_ONCE),
        ("Other projects", 1),
    ]
    assert "Inclusion: 6 projects" in client.get(home).content.decode()
