"""The rollout and its forecast in a pack: of one project with drawings, of many as a table."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from diz_portal.reports.declaring import (
    NOT_AVAILABLE,
    Column,
    Drawing,
    Kind,
    Linked,
    Sentence,
    Table,
    Text,
)
from diz_portal.words import uk_date
from projects.forecast import words as forecast_words
from projects.forecast.models import PublishedForecast
from projects.forecast.page import Page
from projects.packs.sections import About
from projects.rollout import burn_up, drawings, words
from projects.rollout.picture import Picture

Part = Table | Text | Drawing
MONTHS = (
    Column("month", "Month"),
    Column("planned", "Planned to be live", Kind.WHOLE),
    Column("live", "Live", Kind.WHOLE),
    Column("scope", "In scope", Kind.WHOLE),
)
# On paper, of a drawing's months: the rest is in the spreadsheets.
LAST_MONTHS = 12
AHEAD = (
    Column("month", "Month"),
    Column("low", "Minimum in 9 in 10 simulations", Kind.WHOLE),
    Column("middle", "Minimum in 5 in 10 simulations", Kind.WHOLE),
    Column("high", "Minimum in 1 in 10 simulations", Kind.WHOLE),
)
DATES = (
    Column("futures", "Share of simulations"),
    Column("date", "Finish by", Kind.DAY),
)
RIVALS = (
    Column("rival", "Simpler forecast"),
    Column("loss", "Average error (sites)", Kind.NUMBER),
    Column("ours", "Our forecast, on the same days", Kind.NUMBER),
)
PROJECTS = (
    Column("project", "Project"),
    Column("in_scope", "In scope", Kind.WHOLE),
    Column("live", "Live", Kind.WHOLE),
    Column("late", "Past their planned date", Kind.WHOLE),
    Column("on_hold", "On hold", Kind.WHOLE),
)
FORECASTS = (
    Column("project", "Project"),
    Column("day", "Published", Kind.DAY),
    Column("p50", "5 in 10 simulations finish by", Kind.DAY),
    Column("p80", "8 in 10 simulations finish by", Kind.DAY),
    Column("chance", "Chance that all sites are live in time", Kind.SHARE),
    Column("at_risk", "Grant at risk (£)", Kind.POUNDS),
)


# The rollout ------------------------------------------------------------------------


def rollout(about: About) -> list[Part]:
    if about.is_portfolio:
        return [_by_project(about)]
    picture = Picture(about.project, about.as_at)
    picture.__dict__["standing"] = standing = about.standings[about.project.pk]
    said = [words.headline(standing)]
    if pace := words.pace(standing):
        said.append(f"{pace[0].upper()}{pace[1:]}.")
    parts: list[Part] = [Text([Sentence(one) for one in said])]
    progress = burn_up.burn_up(about.project.pk, standing)
    if progress.months:
        parts.append(_burn_up(progress, standing))
    return [*parts, _stages(picture)]


def _burn_up(progress: burn_up.BurnUp, standing: Any) -> Drawing:
    # The plan runs on beyond today: what is shown as a table ends with the month that is now.
    past = [month for month in progress.months if month.live is not None][-LAST_MONTHS:]
    rows = [(uk_date(month.ends_on), month.planned, month.live, month.scope) for month in past]
    return Drawing(
        key="burn-up",
        title=words.burn_up_title(standing),
        description=words.burn_up_description(progress, standing),
        spec=lambda size: drawings.burn_up(progress, standing.things, size),
        sizes=drawings.OF_A_REPORT,
        table=Table("months", "Progress by month, the last 12", MONTHS, lambda: rows, len(rows)),
    )


def _stages(picture: Picture) -> Table:
    districts = [Column(district.slug, district.name, Kind.WHOLE) for district in picture.districts]
    columns = [Column("stage", "Stage"), *districts, Column("all", "All", Kind.WHOLE)]
    rows = [(row.label, *(cell.sites for cell in row.cells)) for row in picture.rows]
    if rows:
        rows.append(("All in scope", *(cell.sites for cell in picture.totals)))
    return Table(
        "stages",
        picture.table_title,
        columns,
        lambda: rows,
        len(rows),
        empty="No sites are in scope.",
    )


def _by_project(about: About) -> Table:
    rows = []
    for project in about.projects:
        found = about.standings[project.pk]
        if found.total or found.outside:
            page = reverse("projects_workspace:rollout", args=[project.slug])
            numbers = (found.total, found.live, found.late, found.on_hold)
            rows.append((Linked(project.title, page), *numbers))
    return Table(
        "rollout",
        "Sites by project",
        PROJECTS,
        lambda: rows,
        len(rows),
        empty="No project has sites yet.",
    )


# The forecast -----------------------------------------------------------------------


def forecast(about: About) -> list[Part]:
    """The last that was published by that day: a pack simulates nothing."""
    published = PublishedForecast.objects.filter(day__lte=about.as_at.day)
    if about.is_portfolio:
        return [_forecasts(about, published)]
    row = published.filter(project=about.project).select_related("project").first()
    if row is None:
        return [Text([Sentence("No forecast has been published yet.")])]
    if row.refusal:
        said = f"There is no forecast for {uk_date(row.day)}. {row.refusal}."
        return [Text([Sentence(said)])]
    page = Page(row)
    lead = f"Forecast of {uk_date(row.day)}. {page.by_when}"
    answers = [Sentence(lead), *(Sentence(one) for one in page.answers)]
    score = [Sentence(one) for one in (*page.beaten, page.score, *page.missing)]
    parts: list[Part] = [Text(answers), _dates(row), _fan(page)]
    if page.would_help:
        helps = [Sentence(one) for one in page.would_help]
        parts.append(Text(helps, is_list=True, title="What would help"))
    parts.append(Text(score, title="Accuracy of earlier forecasts"))
    if page.rivals:
        parts.append(_rivals(page))
    return parts


def _dates(row: PublishedForecast) -> Table:
    rows = [("5 in 10", row.p50), ("8 in 10", row.p80), ("95 in 100", row.p95)]
    return Table("forecast", "When the rollout is complete", DATES, lambda: rows, len(rows))


def _fan(page: Page) -> Drawing | Table:
    months = page.found.months
    rows = [(uk_date(one.ends_on), one.low, one.middle, one.high) for one in months]
    table = Table(
        "fan",
        "Live at the end of each month ahead",
        AHEAD,
        lambda: rows,
        len(rows),
        note=page.fan_note,
        shown=LAST_MONTHS,
    )
    if not page.burn_up.months:
        # Nothing had been recorded by the day it was published: there is no line to go on from.
        return table
    return Drawing(
        key="fan",
        title=page.fan_title,
        description=forecast_words.fan_description(page.things),
        spec=lambda size: drawings.burn_up(page.burn_up, page.things, size, months),
        sizes=drawings.OF_A_REPORT,
        table=table,
    )


def _rivals(page: Page) -> Table:
    rows = [(name, one.loss, one.ours) for name, one in page.rivals]
    return Table(
        "rivals", "Simpler forecasts, scored in the same way", RIVALS, lambda: rows, len(rows)
    )


def _forecasts(about: About, published: Any) -> Table:
    found = {
        one.project_id: one
        for one in published.filter(project__in=about.projects)
        .order_by("project_id", "-day")
        .distinct("project_id")
    }

    def rows() -> Iterator[tuple[Any, ...]]:
        for project in about.projects:
            if one := found.get(project.pk):
                page = reverse("projects_workspace:forecast", args=[project.slug])
                # As the sentence of a single project says it.
                grant = None if one.at_risk is None else round(one.at_risk)
                known = (one.p50, one.p80, one.chance, grant)
                said = (NOT_AVAILABLE if value is None else value for value in known)
                yield (Linked(project.title, page), one.day, *said)

    return Table(
        "forecasts",
        "The last published forecast of each project",
        FORECASTS,
        rows,
        len(found),
        empty="No forecast has been published yet.",
    )
