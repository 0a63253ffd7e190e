"""How earlier days would have been forecast."""

import pytest

from projects.forecast import scoring
from projects.forecast.answers import MOVED_AT_LEAST

from .conftest import Rollout


@pytest.fixture(autouse=True)
def fewer_futures(monkeypatch):
    monkeypatch.setattr(scoring, "FUTURES", 100)


@pytest.mark.parametrize(
    ("came", "lines", "loss"),
    [
        (10, (10, 10, 10), 0),
        (10, (8, 10, 12), (0.1 * 2 + 0 + 0.1 * 2) / 3),
        (10, (12, 12, 12), (0.9 * 2 + 0.5 * 2 + 0.1 * 2) / 3),
        (10, (8, 8, 8), (0.1 * 2 + 0.5 * 2 + 0.9 * 2) / 3),
    ],
)
def test_the_loss_is_the_pinball(came, lines, loss):
    assert scoring.pinball(came, lines) == pytest.approx(loss)


def test_there_is_no_score_without_three_past_days(db):
    rollout = Rollout(moved=3, waiting=3)

    assert scoring.score(rollout.project, rollout.today, MOVED_AT_LEAST) is None


def test_past_days_are_scored_beside_their_rivals(db):
    rollout = Rollout(moved=60, waiting=6)

    found = scoring.score(rollout.project, rollout.today, MOVED_AT_LEAST)

    assert found.days >= 3
    assert 0 <= found.covered <= found.days
    assert [one.name for one in found.rivals] == ["pace"]
    assert found.rivals[0].days == found.days


def test_what_was_recorded_late_is_not_known_and_not_forecast(db, monkeypatch):
    """All histories typed in today: nothing was known on any past day."""
    monkeypatch.setattr(Rollout, "at", staticmethod(lambda on: scoring_now()))
    rollout = Rollout(moved=60, waiting=6)

    assert scoring.score(rollout.project, rollout.today, MOVED_AT_LEAST) is None


def test_a_row_recorded_late_changes_no_past_forecast(db):
    """Of months ago, and typed in today: a forecast of those days could not have known it."""
    rollout = Rollout(moved=60, waiting=20)
    before = scoring.score(rollout.project, rollout.today, MOVED_AT_LEAST)
    for site in rollout.waiting:
        rollout.enter(site, "rfs", 146 - site.pk % 7, recorded_at=scoring_now())

    assert scoring.score(rollout.project, rollout.today, MOVED_AT_LEAST) == before


def scoring_now():
    from django.utils import timezone

    return timezone.now()
