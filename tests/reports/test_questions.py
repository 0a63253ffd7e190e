"""What no report answers, whichever it is: one test for all that ask for a period."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diz_portal.reports import registry
from diz_portal.reports.reading import typed

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OF_A_PERIOD = [one.name for one in registry.all_reports() if "starts" in one.asks.base_fields]


def problems(name, starts, ends):
    """What the form says beside the days."""
    report = registry.named(name)
    stored = {"starts": starts.isoformat(), "ends": ends.isoformat()}
    form = report.asks(typed(report, stored, None), report=report, user=None)
    return " ".join(sentence for day in stored for sentence in form.errors.get(day, []))


def test_several_reports_ask_for_a_period():
    assert len(OF_A_PERIOD) > 5


@pytest.mark.parametrize("name", OF_A_PERIOD)
def test_a_period_that_has_not_begun_or_is_the_wrong_way_round_is_refused(name):
    today = timezone.localdate()

    assert "today or in the past" in problems(name, today + DAY, today + 30 * DAY)
    assert "on or after the first day" in problems(name, today, today - DAY)
    # One that has begun is a period like any other, though it has not ended.
    assert problems(name, today, today + 30 * DAY) == ""
