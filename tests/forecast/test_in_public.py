"""The public page of forecasts: what was said, what came, and whether a simpler one did better."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags

from projects.forecast import scores
from projects.forecast.models import ForecastOutcome
from projects.forecast.scores import checked_on
from tests.factories.forecasts import published
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    PartnershipFactory()
    project = ProjectFactory(published=True, publishes_forecast=True)
    SiteFactory(project=project, district=DistrictFactory(), stage="connected")
    return project


def forecast(project, ago, **came):
    row = published(
        project, timezone.localdate() - timedelta(days=ago), [project.sites.first().district_id]
    )
    row.save()
    if came:
        on = checked_on(row.day)
        band = {"low": 20, "middle": 24, "high": 30}
        ForecastOutcome.objects.create(forecast=row, day=on, **band | came)
    return row


def page(client, project):
    answer = client.get(reverse("projects:forecast", args=[project.slug]))
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode().split("<main", 1)[1]).split())


@pytest.mark.parametrize("kept", [{"published": False}, {"publishes_forecast": False}])
def test_it_is_there_where_project_and_forecasts_are_published(client, project, kept):
    forecast(project, 0)
    address = reverse("projects:forecast", args=[project.slug])
    link = f'href="{address}"'
    public = reverse("projects:detail", args=[project.slug])
    assert link in client.get(public).content.decode()
    assert client.get(address).status_code == 200

    type(project).objects.update(**kept)

    client.force_login(manager())
    assert client.get(address).status_code == 404
    assert link not in client.get(public).content.decode()


def test_it_says_when_and_nothing_of_grant_or_suppliers(client, project):
    row = forecast(project, 0)

    said = page(client, project)

    assert "8 in 10 of our simulations finish by" in said
    assert "No forecast can be checked yet. The first will be checked after" in said
    # What it says of that day stands there before anybody knows.
    band = scores.band_on(row.fan, checked_on(row.day))
    assert f"{band['low']} to {band['high']}" in said
    told = (row.answers["at_risk"]["pounds"], "£", "Grant", "Stort Valley Fibre", "crew")
    assert [words for words in told if words in said] == []


def test_a_simpler_forecast_that_did_better_is_named_first(client, project):
    forecast(project, 200, live=29, pace=29, dates=10)
    forecast(project, 0)

    said = page(client, project)

    better = said.index(
        "A simpler forecast has done better here. As many as in the last quarter: 0. Our score on"
    )
    assert better < said.index("One forecast can be checked so far: the number of live")
    assert "The expected or planned live dates: " not in said
    assert "As many as in the last quarter 1 0 " in said


def test_a_simpler_forecast_that_says_nothing_is_told_with_the_reason(client, project):
    forecast(project, 200, live=24, pace=10, dates=None)
    forecast(project, 240, live=40, pace=10, dates=None)

    said = page(client, project)

    assert "2 forecasts can be checked so far. In one of them, the number of live" in said
    assert "cannot be compared: no site had one recorded by then." in said
    assert "(outside)" in said
    assert "None recorded" in said


def test_one_forecast_a_month_is_shown_the_last(client, project):
    first = (timezone.localdate().replace(day=1) - timedelta(days=200)).replace(day=1)
    for number in (0, 10, 20):
        forecast(project, (timezone.localdate() - first).days - number)

    answer = client.get(reverse("projects:forecast", args=[project.slug]))

    days = [one.forecast.day for one in answer.context["record"].rows]
    assert days == [first + timedelta(days=20)]


def test_without_any_forecast_it_says_so(client, project):
    assert "No forecast yet" in page(client, project)


def test_a_refusal_is_told(client, project):
    project.forecasts.create(
        day=timezone.localdate(), method=1, refusal="The forecast needs at least 15 sites"
    )

    said = page(client, project)

    assert said.count("The forecast needs at least 15 sites") == 2
    assert "No forecast has been published that can be checked." in said
