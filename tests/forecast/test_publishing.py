"""Published forecasts: one a day, as they were."""

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from diz_portal import routines
from projects.forecast import answers, services
from projects.forecast.models import PublishedForecast
from projects.portfolio.models import ProjectState
from tests.factories.partners import contributor_of
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fewer_futures(monkeypatch):
    monkeypatch.setattr(answers, "MANY", 200)
    monkeypatch.setattr("projects.forecast.scoring.FUTURES", 100)


def test_a_forecast_is_published_once_a_day(rollout):
    first = services.publish(project=rollout.project)
    again = services.publish(project=rollout.project)

    assert first == again
    assert PublishedForecast.objects.count() == 1
    assert first.p50 <= first.p80 <= first.p95
    assert first.inputs["seed"] == [rollout.project.pk, rollout.today.toordinal()]
    assert first.inputs["used"]["moved"] == 26
    assert first.fan


def test_a_refusal_is_published_too(db):
    site = SiteFactory(stage="in_scope")

    found = services.publish(project=site.project)

    assert found.p80 is None
    assert "needs at least 15" in found.refusal


def test_a_past_day_is_forecast_from_what_was_known(rollout):
    then = services.publish(project=rollout.project, day=rollout.today - timedelta(days=200))

    assert then.day == rollout.today - timedelta(days=200)
    assert then.answers["live"] < 20


def test_projects_that_are_over_or_empty_are_left_alone(rollout):
    ProjectFactory()
    SiteFactory(stage="in_scope", project__state=ProjectState.FINISHED)

    assert services.publish_due() == 1
    assert services.publish_due() == 0


def test_one_that_fails_stops_no_other(rollout, monkeypatch, caplog):
    other = SiteFactory(stage="in_scope").project
    forecast = answers.forecast

    def breaks(project, *args, **kwargs):
        if project == rollout.project:
            raise ZeroDivisionError
        return forecast(project, *args, **kwargs)

    monkeypatch.setattr(answers, "forecast", breaks)
    with pytest.raises(RuntimeError, match="failed: 1"):
        services.publish_due()

    assert PublishedForecast.objects.get().project == other


def test_the_night_publishes():
    assert routines.named("forecasts").work


# The page --------------------------------------------------------------------------------------


def page(client, project):
    client.force_login(contributor_of(project.lead))
    return client.get(reverse("projects_workspace:forecast", args=[project.slug]))


def test_the_page_says_so_where_there_is_none_yet(client, rollout):
    assert "No forecast yet" in page(client, rollout.project).content.decode()


def test_the_page_says_why_there_is_none(client, db):
    project = SiteFactory(stage="in_scope").project
    services.publish(project=project)

    assert "needs at least 15" in page(client, project).content.decode()


def test_the_page_reads_the_last_published_and_simulates_nothing(client, rollout, monkeypatch):
    services.publish(project=rollout.project, day=rollout.today - timedelta(days=40))
    services.publish(project=rollout.project)
    monkeypatch.setattr(answers, "forecast", lambda *_, **__: pytest.fail("simulated"))

    content = page(client, rollout.project).content.decode()

    assert "8 in 10 of our simulations finish by" in content
    assert "How the forecast has changed" in content
    assert "% complete" not in content


def test_a_published_forecast_is_neither_changed_nor_deleted(rollout):
    found = services.publish(project=rollout.project)

    with pytest.raises(Exception, match="append_only"):
        PublishedForecast.objects.filter(pk=found.pk).update(chance=1)


def test_a_day_has_one_forecast_of_a_project(rollout):
    found = services.publish(project=rollout.project)
    found.pk = None
    with pytest.raises(IntegrityError):
        found.save(force_insert=True)
