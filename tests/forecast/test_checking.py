"""Each published forecast is checked once: beside what came, and two simpler ones."""

from datetime import date, timedelta

import pytest
from django.db import Error, transaction
from django.utils import timezone

from projects import tasks
from projects.forecast import checking, scores, services
from projects.forecast.models import ForecastOutcome
from tests.factories.forecasts import published
from tests.factories.projects import SiteFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "checked"),
    [
        (date(2026, 6, 1), date(2026, 8, 31)),
        (date(2026, 6, 30), date(2026, 9, 30)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 10, 17), date(2027, 1, 31)),
    ],
)
def test_a_forecast_is_checked_at_the_end_of_a_month_about_3_months_later(day, checked):
    assert scores.checked_on(day) == checked


def test_it_is_always_76_to_106_days_later():
    first = date(2027, 1, 1)
    days = [first + timedelta(days=number) for number in range(1461)]
    assert {(scores.checked_on(day) - day).days for day in days} <= {*range(76, 107)}


def said_of(rollout, *, ago=200, live=20):
    row = published(rollout.project, rollout.today - timedelta(days=ago), [rollout.district.pk])
    row.answers["live"] = live
    row.save()
    return row


def test_it_is_kept_beside_what_came_and_what_simpler_ones_say(rollout):
    row = said_of(rollout)
    on = scores.checked_on(row.day)

    assert checking.check_due() == 1
    assert checking.check_due() == 0

    found = ForecastOutcome.objects.get()
    # 20 were moved all the way, one each 9 days; each is live 175 days after it came in.
    lived = [one.entries.get(stage="connected").entered_on for one in rollout.done]
    span = on - row.day
    assert found.day == on
    assert found.live == sum(day <= on for day in lived)
    assert found.pace == 20 + sum(row.day - span < day <= row.day for day in lived)
    assert found.dates is None
    line = next(one for one in row.fan if one["ends_on"] >= on.isoformat())
    assert (found.low, found.middle, found.high) == (line["low"], line["middle"], line["high"])
    assert found.was_inside is (found.low <= found.live <= found.high)


def test_what_is_not_over_and_what_was_refused_wait(rollout):
    said_of(rollout, ago=70)
    services.PublishedForecast.objects.create(
        project=rollout.project,
        day=timezone.localdate() - timedelta(days=300),
        method=1,
        refusal="Too few",
    )

    assert checking.check_due() == 0


def test_what_is_recorded_later_changes_no_outcome(rollout):
    said_of(rollout)
    checking.check_due()
    before = ForecastOutcome.objects.values().get()

    SiteFactory(
        project=rollout.project, stage="connected", on=timezone.localdate() - timedelta(days=190)
    )

    assert checking.check_due() == 0
    assert ForecastOutcome.objects.values().get() == before
    with pytest.raises(Error, match="Cannot update"), transaction.atomic():
        ForecastOutcome.objects.update(live=0)


def test_one_that_fails_stops_no_other_and_is_tried_again(rollout, monkeypatch, caplog):
    said_of(rollout)
    second = said_of(rollout, ago=201)
    check = checking.check

    def fails(row):
        if row == second:
            raise ValueError("no")
        check(row)

    monkeypatch.setattr(checking, "check", fails)
    monkeypatch.setattr(services, "publish_due", lambda: None)
    with pytest.raises(RuntimeError, match="could not be checked: 1"):
        tasks.publish_forecasts()
    assert ForecastOutcome.objects.count() == 1
    monkeypatch.setattr(checking, "check", check)

    assert checking.check_due() == 1
