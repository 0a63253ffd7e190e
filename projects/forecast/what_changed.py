"""Forecasts that were published, and how the date moved."""

from collections.abc import Iterator

from django.db.models import Q

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import counted
from diz_portal.words import days, uk_date
from projects.forecast.models import PublishedForecast
from projects.portfolio.scope_of_changes import projects_of

MOVED = Kind(
    name="forecasts-moved",
    title="Forecast dates that changed",
    room="Projects",
    says=counted("The forecast for 1 project changed", "The forecasts for {} projects changed"),
    order=48,
)


def find(asked: Asked) -> Iterator[Change]:
    """The last of the period against the last before it."""
    if asked.late:
        return
    projects = projects_of(asked)
    published = PublishedForecast.objects.filter(
        project__in=list(projects.worked_on), made_at__lt=asked.known
    )
    latest = published.order_by("project_id", "-day").distinct("project_id")
    inside = latest.filter(day__range=(asked.since, asked.until)).defer("answers", "fan", "inputs")
    before = {
        row.project_id: row
        for row in latest.filter(Q(day__lt=asked.since)).defer("answers", "fan", "inputs")
    }
    for row in inside:
        project = projects.worked_on[row.project_id]
        if (says := _says(row, before.get(row.project_id), str(project))) is None:
            continue
        yield Change(
            kind=MOVED.name,
            on=row.day,
            recorded_at=row.made_at,
            says=says[0],
            url=projects.page(project.pk, "forecast"),
            project=project,
            counts={"days_slipped": says[1]},
        )


def _says(
    row: PublishedForecast, before: PublishedForecast | None, project: str
) -> tuple[str, int] | None:
    """By the date that 8 in 10 of the simulations keep; nothing where it did not move."""
    if before is None or row.p80 == before.p80:
        return None
    if row.p80 is None:
        return f"There is no longer a forecast for {project}: {row.refusal}", 0
    if before.p80 is None:
        return f"{project} has a forecast again: {uk_date(row.p80)}", 0
    slip = (row.p80 - before.p80).days
    if slip > 0:
        return (
            f"The forecast for {project} moved back by {days(slip)}, from {uk_date(before.p80)} to"
            f" {uk_date(row.p80)}"
        ), slip
    return (
        f"The forecast for {project} came forward by {days(-slip)}, from {uk_date(before.p80)} to"
        f" {uk_date(row.p80)}"
    ), slip


changes.register(MOVED, find=find)
