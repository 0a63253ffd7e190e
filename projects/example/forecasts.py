"""What was forecast of the example's rollout on the first of each of the past months, and today."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from projects.portfolio.models import Project

MONTHS = 6
MONTH = timedelta(days=30)
NIGHT = time(4, 30)
# Fewer than of a night, and a score of one alone: the example has to load quickly.
FUTURES = 1_000


def load(project: Project, today: date) -> str:
    """Each from what was known on its day, as a night of that day would have published it."""
    # Here, since numpy is needed by what forecasts and by nothing else.
    from projects.forecast.checking import check_due
    from projects.forecast.services import publish

    first = today.replace(day=1)
    days: list[date] = []
    while len(days) < MONTHS:
        if first != today:
            days.append(first)
        first = (first - timedelta(days=1)).replace(day=1)
    # The pack that was issued (`packs.py`) prints the score of its own.
    printed = max(day for day in days if day <= today - MONTH)
    for day in reversed(days):
        at = timezone.make_aware(datetime.combine(day, NIGHT))
        publish(project=project, day=day, futures=FUTURES, scored=day == printed, at=at)
    publish(project=project)
    check_due(today)
    project.publishes_forecast = True
    project.save(update_fields=["publishes_forecast"])
    return f"{len(days) + 1} forecasts"
