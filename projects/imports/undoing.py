"""Undoing an import of sites, while no one has touched what it wrote.

History is not erased: sites it added are withdrawn, stages and scope are corrected by new
entries that reverse those of the import.
"""

from collections.abc import Callable

from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.imports.copying import execute, fetch
from diz_portal.imports.refusals import TouchedSince, listed
from projects.imports.applying import (
    CHANGES,
    TYPES,
    changed_columns,
    changes_something,
    differs,
    plan_afresh,
    write_changes,
    write_scope_change,
)
from projects.imports.models import ImportBatch
from projects.rollout.models import ScopeReason
from projects.rollout.services.telling import tell_imported

# A blank in the preview of a new site was written as empty text.
_AS_CREATED = " OR ".join(
    f"s.{name} IS DISTINCT FROM "
    + (
        f"coalesce(r.values->>'{name}', '')"
        if kind == "text" and name not in ("ods_code", "uprn")
        else f"(r.values->>'{name}')::{kind}"
    )
    for name, kind in TYPES.items()
)


def check_untouched(batch: ImportBatch, columns: list[str]) -> None:
    """Lock every site of the import; refuse, naming them, when some have been worked on."""
    lock = f"""
        SELECT 1 FROM projects_site WHERE id IN (
            SELECT record_id FROM projects_importrow r
            WHERE batch_id = %s AND (r.action = 'create' OR {CHANGES})
        ) ORDER BY id FOR NO KEY UPDATE
    """  # noqa: S608  our own words
    execute(lock, [batch.pk])
    sql = f"""
        SELECT DISTINCT s.name FROM projects_importrow r JOIN projects_site s ON s.id = r.record_id
        WHERE r.batch_id = %(batch)s AND (r.action = 'create' OR {CHANGES}) AND (
            s.withdrawn_at IS NOT NULL
            OR (r.action = 'create' AND (
                s.version <> 1 OR s.current_entry_id IS DISTINCT FROM r.entry_id
                OR EXISTS (SELECT 1 FROM projects_wayleave w WHERE w.site_id = s.id)
                OR {_AS_CREATED}
            ))
            OR (r.action <> 'create' AND (
                s.version <> r.version
                OR s.current_entry_id IS DISTINCT FROM coalesce(r.entry_id, r.was_entry_id)
                OR (r.action = 'change' AND ({differs(columns, 1)}))
            ))
            OR EXISTS (
                SELECT 1 FROM projects_scopeentry e
                JOIN projects_scopechange c ON c.id = e.change_id
                WHERE e.site_id = s.id AND c.recorded_at > %(applied)s
                  AND c.batch_id IS DISTINCT FROM %(batch)s
            )
        )
        ORDER BY s.name
    """  # noqa: S608  our own names of columns
    touched = fetch(sql, {"batch": batch.pk, "applied": batch.applied_at})
    if names := [name for (name,) in touched]:
        raise TouchedSince(
            f"The import cannot be undone, because someone changed {listed(names)} after it. "
            "Correct the sites themselves, or import a corrected file"
        )


def undo_sites(batch: ImportBatch, *, by: User | None, progress: Callable[[float], None]) -> None:
    now = timezone.now()
    plan_afresh()
    columns = changed_columns(batch)
    check_untouched(batch, columns)
    progress(0.2)
    _reverse_scope(batch, by)
    progress(0.4)
    sql = f"""
        INSERT INTO projects_stageentry (
            project_id, site_id, stage, entered_on, recorded_at, by_id, evidence, reason,
            corrects_id, batch_id
        )
        SELECT s.project_id, s.id,
            CASE WHEN r.values ? 'stage' THEN r.values->'stage'->>0 ELSE s.stage END,
            coalesce((r.values->'stage_on'->>0)::date, s.stage_on), %s, %s, '', %s, r.entry_id, %s
        FROM projects_importrow r JOIN projects_site s ON s.id = r.record_id
        WHERE r.batch_id = %s AND {CHANGES} AND r.entry_id IS NOT NULL
        ORDER BY r.id
    """  # noqa: S608  our own words
    execute(
        sql,
        [
            now,
            by.pk if by else None,
            f"The import of {batch.file_name} was undone"[:500],
            batch.pk,
            batch.pk,
        ],
    )
    progress(0.6)
    if changes_something(batch):
        write_changes(batch, columns, 0)
    execute(
        """
        UPDATE projects_site SET withdrawn_at = %s, version = version + 1
        WHERE created_by_batch_id = %s
        """,
        [now, batch.pk],
    )
    tell_imported(batch.project)


def _reverse_scope(batch: ImportBatch, by: User | None) -> None:
    lines: list[tuple[list[int], int]] = []
    for step in (1, -1):
        sites = fetch(
            """
            SELECT record_id FROM projects_importrow
            WHERE batch_id = %s AND scope_step = %s ORDER BY id
            """,
            [batch.pk, step],
        )
        if sites:
            lines.append(([key for (key,) in sites], -step))
    if lines:
        write_scope_change(
            batch,
            timezone.localdate(),
            by,
            ScopeReason.CORRECTION,
            lines,
            f"The import of {batch.file_name} was undone",
        )
