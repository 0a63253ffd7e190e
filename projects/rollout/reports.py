"""The rollout as a report: every site as it stood on a day, as it was known then."""

from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.urls import reverse

from diz_portal.reports.declaring import (
    Column,
    Drawing,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    ProjectQuestion,
    Question,
    Report,
    Section,
    Sentence,
    Table,
    Text,
    register,
)
from diz_portal.words import uk_date
from projects.portfolio.models import Project
from projects.rollout import burn_up, drawings, words
from projects.rollout.picture import Picture
from projects.rollout.stages import LIVE, Stage
from projects.rollout.standing import AsAt, Standing

SITES = (
    Column("name", "Site"),
    Column("reference", "Reference", on_paper=False),
    Column("ods_code", "ODS code"),
    Column("district", "District"),
    Column("stage", "Stage"),
    Column("stage_on", "Stage since", Kind.DAY),
    Column("in_scope", "In scope", Kind.YES_NO),
    Column("planned_live_on", "Planned live date", Kind.DAY),
    Column("days_late", "Days past the planned date", Kind.WHOLE),
    Column("supplier", "Supplier"),
)
# Whether a site is late is said as `SiteQuerySet.late` says it.
ROWS = """
    SELECT site.name, site.reference, site.ods_code, district.name, stood.stage, stood.stage_on,
           stood.in_scope, stood.planned_live_on,
           CASE WHEN stood.in_scope AND stood.planned_live_on < %(day)s
                     AND stood.stage <> ALL(%(live)s)
                THEN %(day)s - stood.planned_live_on END,
           site.supplier
    FROM ({sites}) AS stood
    JOIN projects_site site ON site.id = stood.id
    JOIN places_district district ON district.id = stood.district_id
    ORDER BY stood.in_scope DESC, lower(district.name), lower(site.name), site.reference
"""
MONTHS = (
    Column("month", "Month"),
    Column("planned", "Planned to be live", Kind.WHOLE),
    Column("live", "Live", Kind.WHOLE),
    Column("scope", "In scope", Kind.WHOLE),
)
STAGES = (
    Column("stage", "Stage"),
    Column("sites", "Sites in scope", Kind.WHOLE),
    Column("meaning", "What it means"),
)


@register
class RolloutStatus(Report):
    name = "rollout-status"
    title = "Rollout status"
    about = "How many sites are live, what delays the rest, and every site with its stage."
    asks = ProjectQuestion
    csv_table = "sites"
    order = 20

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        if answers is None:
            return user.is_authenticated and Project.objects.worked_on_by(user).exists()
        return user.has_perm("projects.see_workspace", answers["project"])

    def paper(self, question: Question) -> Paper:
        project = question.answers["project"]
        picture = Picture(project, AsAt.on(question.as_at))
        standing = picture.standing
        progress = burn_up.burn_up(project.pk, standing)
        return Paper(
            title=self.said(question),
            sections=[
                Section("summary", "Summary", [*_summary(project, standing)]),
                Section("progress", "Progress", [*_progress(progress, standing)]),
                Section("stages", "Sites by stage", [_stages(picture)]),
                Section("sites", "Every site", [_sites(project, standing)]),
            ],
            notes=(
                "Live counts the sites that are connected, in service or accepted.",
                "A past day shows what was recorded by the end of that day.",
            ),
        )


def _summary(project: Project, standing: Standing) -> Iterator[Text | Figures]:
    lines = [words.headline(standing)]
    if pace := words.pace(standing):
        lines.append(f"{pace[0].upper()}{pace[1:]}.")
    yield Text([Sentence(line) for line in lines])
    sites = reverse("projects_workspace:sites", args=[project.slug])
    figures = [
        Figure("in_scope", "In scope", standing.total, url=sites),
        Figure("live", "Live", standing.live),
        Figure("in_service", "In service", standing.in_service),
        Figure("late", "Past their planned date", standing.late),
        Figure("wayleave", "Waiting for a wayleave", standing.waiting),
        Figure("on_hold", "On hold", standing.on_hold),
    ]
    yield Figures("rollout", figures)


def _progress(progress: burn_up.BurnUp, standing: Standing) -> Iterator[Drawing]:
    if not progress.months:
        return
    rows = [
        (uk_date(month.ends_on), month.planned, month.live, month.scope)
        for month in progress.months
    ]
    yield Drawing(
        key="burn-up",
        title=words.burn_up_title(standing),
        description=words.burn_up_description(progress, standing),
        spec=lambda size: drawings.burn_up(progress, standing.things, size),
        sizes=drawings.OF_A_REPORT,
        table=Table("months", "Progress by month", MONTHS, lambda: rows, len(rows)),
    )


def _stages(picture: Picture) -> Table:
    rows = [(row.label, picture.standing.count({row.stage}), row.meaning) for row in picture.rows]
    return Table(
        "stages",
        "Sites in scope by stage",
        STAGES,
        lambda: rows,
        len(rows),
        empty="No sites are in scope.",
    )


def _sites(project: Project, standing: Standing) -> Table:
    return Table(
        "sites",
        "Every site, those in scope first",
        SITES,
        lambda: _rows(project, standing.as_at),
        standing.total + standing.outside,
        empty="No sites have been added yet.",
    )


def _rows(project: Project, as_at: AsAt) -> Iterator[tuple[Any, ...]]:
    """A few at a time from the database: a project may have 100,000 sites."""
    page = reverse("projects_workspace:site", args=[project.slug, "reference"])
    values = as_at.values(project.pk) | {"live": [str(stage) for stage in LIVE]}
    with connection.chunked_cursor() as cursor:
        cursor.execute(ROWS.format(sites=as_at.sites), values)
        for name, reference, ods, district, stage, *rest in cursor:
            url = page.replace("reference", reference)
            yield (Linked(name, url), reference, ods, district, Stage(stage).label, *rest)
