"""Checking what was published: each forecast once, after the day that it is checked on."""

import logging
from datetime import date

from django.utils import timezone

from projects.forecast import history, scoring
from projects.forecast.models import ForecastOutcome, PublishedForecast
from projects.forecast.scores import ABOUT_3_MONTHS, DATES, PACE, band_on, checked_on
from projects.rollout.standing import AsAt, standing

logger = logging.getLogger(__name__)
# In one night: of a portal that begins to check, the rest follows in the nights after.
MOST = 500


def check_due(today: date | None = None) -> int:
    """Of every forecast whose day has passed: how many were checked. Safe from many hosts; one
    that fails stops none of the others, and is tried again in the next night."""
    today = today or timezone.localdate()
    waiting = (
        PublishedForecast.objects.filter(refusal="", outcome=None, day__lt=today - ABOUT_3_MONTHS)
        .select_related("project")
        .order_by("day", "pk")
    )
    due = [row for row in waiting[:MOST] if checked_on(row.day) < today]
    failed = 0
    for row in due:
        try:
            check(row)
        except Exception:
            logger.exception("check of a forecast failed", extra={"forecast": row.pk})
            failed += 1
    if failed:
        raise RuntimeError(f"Look in the log for the forecasts that could not be checked: {failed}")
    return len(due)


def check(row: PublishedForecast) -> None:
    on = checked_on(row.day)
    known = history.read(row.project, AsAt.on(row.day), on.toordinal())
    rivals = dict(scoring.rivals(known, AsAt.on(row.day), on))
    came = standing(row.project_id, AsAt(on, is_past=True, known_at=timezone.now()))
    began = row.answers["live"]
    dates = rivals.get(DATES)
    said = band_on(row.fan, on)
    # Another worker may have been as quick: the first stands.
    ForecastOutcome.objects.bulk_create(
        [
            ForecastOutcome(
                forecast=row,
                day=on,
                low=said["low"],
                middle=said["middle"],
                high=said["high"],
                live=came.live,
                pace=began + round(rivals[PACE]),
                dates=None if dates is None else began + round(dates),
            )
        ],
        ignore_conflicts=True,
    )
