"""Stages that matter: sites that went live, came into service, went back or were put on hold."""

from collections.abc import Iterator
from typing import Any

from django.db import connection

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.words import uk_date
from projects.portfolio.scope_of_changes import Projects, projects_of
from projects.rollout.stages import LIVE, SERVING, Stage

from .things import counts_of, number_of

LIVE_KIND = Kind(
    name="sites-live",
    title="Sites that went live",
    room="Projects",
    says=lambda rows: f"{number_of(rows)} went live",
    order=10,
    counted="went_live",
)
SERVING_KIND = Kind(
    name="sites-in-service",
    title="Sites that came into service",
    room="Projects",
    says=lambda rows: f"{number_of(rows)} came into service",
    order=12,
    counted="came_into_service",
)
BACK_KIND = Kind(
    name="sites-no-longer-live",
    title="Sites that are no longer live",
    room="Projects",
    says=lambda rows: (
        f"{number_of(rows)} is no longer live"
        if len(rows) == 1
        else f"{number_of(rows)} are no longer live"
    ),
    order=14,
)
HOLD_KIND = Kind(
    name="sites-on-hold",
    title="Sites put on hold",
    room="Projects",
    says=lambda rows: (
        f"{number_of(rows)} was put on hold"
        if len(rows) == 1
        else f"{number_of(rows)} were put on hold"
    ),
    order=16,
)

# Each entry with the stage the site was at before it, both as they were known.
MOVES = """
    SELECT s.project_id, s.reference, s.name, s.ods_code, e.stage, e.entered_on, e.recorded_at,
           e.reason, p.stage AS came_from, o.stage AS corrected_stage, o.entered_on AS corrected_on,
           coalesce(
             (SELECT c.recorded_at FROM projects_stageentry c WHERE c.corrects_id = e.id),
             s.withdrawn_at) AS superseded_at
    FROM projects_stageentry e
    JOIN projects_site s ON s.id = e.site_id
    LEFT JOIN projects_stageentry o ON o.id = e.corrects_id
    LEFT JOIN LATERAL (
        SELECT b.stage FROM projects_stageentry b
        WHERE b.site_id = e.site_id AND b.recorded_at < %(known)s
          AND (b.entered_on, b.recorded_at, b.id) < (e.entered_on, e.recorded_at, e.id)
          AND NOT EXISTS (
            SELECT 1 FROM projects_stageentry c
            WHERE c.corrects_id = b.id AND c.recorded_at < %(known)s)
        ORDER BY b.entered_on DESC, b.recorded_at DESC, b.id DESC LIMIT 1
    ) p ON TRUE
    WHERE e.project_id = ANY(%(projects)s) AND {happened}
      AND NOT EXISTS (
        SELECT 1 FROM projects_stageentry c
        WHERE c.corrects_id = e.id AND c.recorded_at < %(known)s)
      AND (s.withdrawn_at IS NULL OR s.withdrawn_at >= %(known)s)
"""


def find(asked: Asked) -> Iterator[Change]:
    projects = projects_of(asked)
    sql = MOVES.format(happened=asked.happened_sql("e.entered_on", "e.recorded_at"))
    with connection.cursor() as cursor:
        cursor.execute(sql, {**asked.values, "projects": list(projects.all)})
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        yield from _told(row, projects)


def _told(row: dict[str, Any], projects: Projects) -> Iterator[Change]:
    name, stage, before = row["name"], row["stage"], row["came_from"]
    if stage in LIVE and before not in LIVE:
        yield _change(row, projects, LIVE_KIND, f"{name} went live", went_live=1)
    if stage in SERVING and before not in SERVING:
        says = f"{name} came into service"
        yield _change(row, projects, SERVING_KIND, says, came_into_service=1)
    if before in LIVE and stage not in LIVE:
        yield _change(row, projects, BACK_KIND, f"{name} is no longer live", went_live=-1)
    # Why is for those who work on it.
    if stage == Stage.ON_HOLD:
        why = row["reason"] if row["project_id"] in projects.worked_on else ""
        says = f"{name} was put on hold: {why}" if why else f"{name} was put on hold"
        yield _change(row, projects, HOLD_KIND, says, put_on_hold=1)


def _change(
    row: dict[str, Any], projects: Projects, kind: Kind, says: str, **counts: int
) -> Change:
    corrects = ""
    if row["corrected_stage"]:
        corrects = f"{Stage(row['corrected_stage']).label}, {uk_date(row['corrected_on'])}"
    return Change(
        kind=kind.name,
        on=row["entered_on"],
        recorded_at=row["recorded_at"],
        says=says,
        url=projects.site(row["project_id"], row["reference"]),
        project=projects.all[row["project_id"]],
        counts={**counts, **counts_of(row["ods_code"])},
        corrects=corrects,
        superseded_at=row["superseded_at"],
    )


changes.register(LIVE_KIND, SERVING_KIND, BACK_KIND, HOLD_KIND, find=find)
