"""Publishing a forecast: once a day, for everyone to read the same."""

import logging
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from projects.forecast import answers, results
from projects.forecast.models import PublishedForecast
from projects.portfolio.models import Project, ProjectState
from projects.rollout.standing import AsAt

logger = logging.getLogger(__name__)

FAN, INPUTS = "months", ("used", "limits", "seed", "futures")
LIVE_STATES = [ProjectState.PLANNED, ProjectState.RUNNING]


def publish(
    *,
    project: Project,
    day: date | None = None,
    futures: int | None = None,
    scored: bool = True,
    at: datetime | None = None,
) -> PublishedForecast:
    """The forecast of today, or the one that has been published today already.

    A past `day` is forecast from what was known then: for examples, which also say when (`at`), and
    for days missed.
    """
    as_at = AsAt.on(day or timezone.localdate())
    published = PublishedForecast.objects.filter(project=project, day=as_at.day)
    if known := published.first():
        return known
    try:
        values = row_values(answers.forecast(project, as_at, futures=futures, scored=scored))
    except Refusal as refusal:
        values = {"refusal": refusal.message}
    with transaction.atomic():
        # Another worker may have been as quick: the first stands, and says the same.
        PublishedForecast.objects.bulk_create(
            [
                PublishedForecast(
                    project=project,
                    day=as_at.day,
                    made_at=at or timezone.now(),
                    method=answers.METHOD,
                    **values,
                )
            ],
            ignore_conflicts=True,
        )
        return published.get()


def row_values(found: results.Forecast) -> dict:
    stored = results.to_json(found)
    return {
        "p50": found.dates.p50,
        "p80": found.dates.p80,
        "p95": found.dates.p95,
        "chance": found.chance,
        "at_risk": found.at_risk.pounds if found.at_risk else None,
        "fan": stored.pop(FAN),
        "inputs": {key: stored.pop(key) for key in INPUTS},
        "answers": stored,
    }


def publish_due() -> int:
    """Of every project that is not over and has sites in scope: how many were published.

    One that fails stops none of the others, and is tried again with the next ring.
    """
    today = timezone.localdate()
    due = (
        Project.objects.filter(state__in=LIVE_STATES, sites__in_scope=True)
        .exclude(forecasts__day=today)
        .distinct()
        .order_by("pk")
    )
    failed: list[str] = []
    number = 0
    for project in due:
        try:
            publish(project=project)
            number += 1
        except Exception:
            logger.exception("forecast failed", extra={"project": project.slug})
            failed.append(project.slug)
    if failed:
        raise RuntimeError(f"Look in the log for the forecasts that failed: {len(failed)}")
    return number
