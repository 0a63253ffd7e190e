"""The preview becomes sites, stage entries and scope lines: a statement a table, one transaction.

Columns that a trigger would otherwise keep (stage, stage_on, current_entry, in_scope) are
written with the row, so that the triggers find nothing left to do.
"""

from collections.abc import Callable
from datetime import date
from typing import cast

from django.utils import timezone

from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from diz_portal.imports.copying import execute, fetch
from diz_portal.imports.models import ImportAction
from diz_portal.imports.refusals import ChangedSincePreview, listed
from projects.imports.models import ImportBatch
from projects.portfolio.controlled import is_controlled
from projects.rollout.models import ScopeChange, ScopeReason
from projects.rollout.services.telling import tell_imported
from projects.rollout.stages import EXITS

# Column → how its value in the preview is read. Text columns that are never null are "".
TYPES = {
    "name": "text",
    "ods_code": "text",
    "uprn": "text",
    "address": "text",
    "postcode": "text",
    "district_id": "bigint",
    "latitude": "double precision",
    "longitude": "double precision",
    "supplier": "text",
    "order_ref": "text",
    "planned_live_on": "date",
    "expected_live_on": "date",
    "download_before_mbps": "numeric",
    "upload_before_mbps": "numeric",
    "latency_before_ms": "numeric",
    "measured_before_on": "date",
    "method_before": "text",
    "download_after_mbps": "numeric",
    "upload_after_mbps": "numeric",
    "latency_after_ms": "numeric",
    "measured_after_on": "date",
    "method_after": "text",
    "cost_estimate": "numeric",
    "cost_contracted": "numeric",
    "cost_actual": "numeric",
    "grant_share": "numeric",
    "notes": "text",
    "source_inactive_on": "date",
}
NULLABLE_TEXT = {"ods_code", "uprn"}
# The rows that change a site that is here: facts of it, or, where somebody ticked it, its history.
CHANGES = "(r.action = 'change' OR (r.action = 'correct' AND r.taken))"
APPROVER_NEEDED = "This import changes the scope of the project. Name the approver with --by EMAIL"


def plan_afresh() -> None:
    """Forget how this connection planned the triggers' statements: a plan made for one moved
    site would compare a hundred thousand new ones with one another."""
    execute("DISCARD PLANS")


def insert_sites(batch: ImportBatch, today: date) -> None:
    columns = list(TYPES)
    picked = [
        f"coalesce(v.{name}, '')" if kind == "text" and name not in NULLABLE_TEXT else f"v.{name}"
        for name, kind in TYPES.items()
    ]
    record = ", ".join(f"{name} {kind}" for name, kind in TYPES.items())
    sql = f"""
        INSERT INTO projects_site (
            id, project_id, created_by_batch_id, created_at, version,
            current_entry_id, in_scope, reference, stage, stage_on,
            {", ".join(columns)}
        )
        SELECT r.record_id, %s, %s, %s, 1, r.entry_id, r.scope_step = 1, v.reference, v.stage,
            coalesce(v.stage_on, %s), {", ".join(picked)}
        FROM projects_importrow r
        CROSS JOIN LATERAL jsonb_to_record(r.values)
            AS v(reference text, stage text, stage_on date, {record})
        WHERE r.batch_id = %s AND r.action = 'create'
        ORDER BY r.id
    """  # noqa: S608  our own names of columns
    execute(sql, [batch.project_id, batch.pk, timezone.now(), today, batch.pk])


def insert_entries(batch: ImportBatch, today: date) -> None:
    """First entries of new sites, moves of existing ones, corrections of a stage's date."""
    values = {
        "project": batch.project_id,
        "today": today,
        "now": timezone.now(),
        "by": batch.applied_by_id,
        "reason": f"From the file {batch.file_name}"[:400],
        "why": batch.corrections_reason,
        "batch": batch.pk,
    }
    execute(
        """
        INSERT INTO projects_stageentry (
            id, project_id, site_id, stage, entered_on, recorded_at, by_id, evidence, reason,
            corrects_id, batch_id
        )
        SELECT r.entry_id, %(project)s, r.record_id, r.values->>'stage',
            coalesce((r.values->>'stage_on')::date, %(today)s), %(now)s, %(by)s, '', '', NULL,
            %(batch)s
        FROM projects_importrow r
        WHERE r.batch_id = %(batch)s AND r.action = 'create'
        ORDER BY r.id
        """,
        values,
    )
    if not changes_something(batch):
        return
    sql = f"""
        INSERT INTO projects_stageentry (
            id, project_id, site_id, stage, entered_on, recorded_at, by_id, evidence, reason,
            corrects_id, batch_id
        )
        SELECT r.entry_id, %(project)s, r.record_id,
            CASE WHEN r.values ? 'stage' THEN r.values->'stage'->>1 ELSE s.stage END,
            coalesce((r.values->'stage_on'->>1)::date, %(today)s), %(now)s, %(by)s, '',
            CASE r.action WHEN 'correct' THEN %(why)s ELSE %(reason)s END,
            CASE WHEN NOT r.values ? 'stage' THEN r.was_entry_id END, %(batch)s
        FROM projects_importrow r JOIN projects_site s ON s.id = r.record_id
        WHERE r.batch_id = %(batch)s AND {CHANGES} AND r.entry_id IS NOT NULL
        ORDER BY r.id
    """  # noqa: S608  our own words
    execute(sql, values)


def changes_something(batch: ImportBatch) -> bool:
    """Whether it changes a site that is here."""
    return bool(batch.summary.get("change") or batch.summary.get("taken"))


def changed_columns(batch: ImportBatch) -> list[str]:
    """The columns that some row of the batch changes, stages apart."""
    found = fetch(
        """
        SELECT DISTINCT key FROM projects_importrow r, jsonb_object_keys(r.values) AS key
        WHERE r.batch_id = %s AND r.action = 'change'
        """,
        [batch.pk],
    )
    return sorted(key for (key,) in found if key in TYPES)


def _value(name: str, at: int) -> str:
    text = f"(r.values->'{name}'->>{at})"
    if TYPES[name] == "text":
        return text if name in NULLABLE_TEXT else f"coalesce({text}, '')"
    return f"{text}::{TYPES[name]}"


def differs(columns: list[str], at: int) -> str:
    """SQL: whether the site `s` differs from the row's value before (0) or after (1)."""
    tests = [
        f"(r.values ? '{name}' AND s.{name} IS DISTINCT FROM {_value(name, at)})"
        for name in columns
    ]
    return " OR ".join(tests) or "false"


def write_changes(batch: ImportBatch, columns: list[str], at: int) -> None:
    """Give the sites their values after (1), or take them back to those before (0)."""
    sets = "".join(
        f", {name} = CASE WHEN r.values ? '{name}' THEN {_value(name, at)} ELSE s.{name} END"
        for name in columns
    )
    sql = f"""
        UPDATE projects_site s SET version = s.version + 1{sets}
        FROM projects_importrow r
        WHERE r.batch_id = %s AND r.action = 'change' AND s.id = r.record_id
    """  # noqa: S608  our own names of columns
    execute(sql, [batch.pk])
    # One whose history alone is corrected has changed as well.
    execute(
        """
        UPDATE projects_site s SET version = s.version + 1
        FROM projects_importrow r
        WHERE r.batch_id = %(batch)s AND r.action = 'correct' AND r.taken AND s.id = r.record_id
          AND NOT EXISTS (
            SELECT 1 FROM projects_importrow c
            WHERE c.batch_id = %(batch)s AND c.action = 'change' AND c.record_id = r.record_id
          )
        """,
        {"batch": batch.pk},
    )


def check_still_true(batch: ImportBatch, columns: list[str]) -> None:
    """Lock the sites to be changed, and refuse when they are not as the preview showed them."""
    sql = f"""
        SELECT DISTINCT s.name FROM projects_importrow r JOIN projects_site s ON s.id = r.record_id
        WHERE r.batch_id = %s AND {CHANGES} AND (
            s.withdrawn_at IS NOT NULL OR s.version <> r.version
            OR s.current_entry_id IS DISTINCT FROM r.was_entry_id OR {differs(columns, 0)}
        )
        ORDER BY s.name
    """  # noqa: S608  our own names of columns
    lock = f"""
        SELECT 1 FROM projects_site WHERE id IN (
            SELECT record_id FROM projects_importrow r WHERE batch_id = %s AND {CHANGES}
        ) ORDER BY id FOR NO KEY UPDATE
    """  # noqa: S608  our own words
    execute(lock, [batch.pk])
    if names := [name for (name,) in fetch(sql, [batch.pk])]:
        raise ChangedSincePreview(
            f"No changes were made, because {listed(names)} changed after this preview. Check the "
            "file again"
        )
    there = fetch(
        """
        SELECT s.name FROM projects_importrow r JOIN projects_site s
            ON s.project_id = %(project)s AND s.withdrawn_at IS NULL
            AND s.ods_code = r.values->>'ods_code'
        WHERE r.batch_id = %(batch)s AND r.action = 'create'
        UNION
        SELECT s.name FROM projects_importrow r JOIN projects_site s
            ON s.project_id = %(project)s AND s.withdrawn_at IS NULL
            AND s.uprn = r.values->>'uprn'
        WHERE r.batch_id = %(batch)s AND r.action = 'create'
        ORDER BY name
        """,
        {"project": batch.project_id, "batch": batch.pk},
    )
    if names := [name for (name,) in there]:
        raise ChangedSincePreview(
            f"No changes were made, because someone else added {listed(names)} after this preview. "
            "Check the file again"
        )


# Scope ----------------------------------------------------------------------------------


def scope_lines(batch: ImportBatch) -> list[tuple[str, list[int]]]:
    """The sites that come into or leave the scope, by reason."""
    rows = fetch(
        """
        SELECT r.record_id, r.action, r.scope_step, r.values->'stage'->>0, r.values->'stage'->>1
        FROM projects_importrow r WHERE r.batch_id = %s AND r.scope_step <> 0 ORDER BY r.id
        """,
        [batch.pk],
    )
    lines: dict[str, list[int]] = {}
    for key, action, step, before, after in rows:
        if action == ImportAction.CREATE:
            reason = ScopeReason.BASELINE
        elif step < 0:
            reason = ScopeReason(after)
        else:
            reason = ScopeReason.REINSTATED if before in EXITS else ScopeReason.ADDED
        lines.setdefault(reason, []).append(key)
    return list(lines.items())


def write_scope(batch: ImportBatch, today: date, approved_by: User | None) -> None:
    for reason, sites in scope_lines(batch):
        step = -1 if reason in (ScopeReason.MERGED, ScopeReason.ALREADY_GIGABIT) else 1
        write_scope_change(
            batch, today, approved_by, reason, [(sites, step)], f"From the file {batch.file_name}"
        )


def write_scope_change(
    batch: ImportBatch,
    today: date,
    approved_by: User | None,
    reason: str,
    lines: list[tuple[list[int], int]],
    note: str,
) -> None:
    change = ScopeChange.objects.create(
        project_id=batch.project_id,
        happened_on=today,
        reason=reason,
        note=note[:500],
        # Nobody is never: the table refuses a change that no one approved.
        approved_by=cast(User, approved_by),
        batch=batch,
    )
    for sites, step in lines:
        execute(
            """
            INSERT INTO projects_scopeentry (project_id, change_id, site_id, step)
            SELECT %s, %s, unnest(%s::bigint[]), %s
            """,
            [batch.project_id, change.pk, sites, step],
        )


CONTROLLED = (
    "This file changes which sites are in scope, and the project is under change control. Request "
    "the change on the project’s change control page, or remove those stages from the file"
)


def apply_sites(
    batch: ImportBatch, *, approved_by: User | None, progress: Callable[[float], None]
) -> None:
    """Write everything, or raise and write nothing; inside the caller's transaction."""
    if batch.summary.get("scope_in") or batch.summary.get("scope_out"):
        if approved_by is None:
            raise NotNow(APPROVER_NEEDED)
        if is_controlled(batch.project):
            raise NotNow(CONTROLLED)
    today = timezone.localdate()
    plan_afresh()
    columns = changed_columns(batch)
    check_still_true(batch, columns)
    progress(0.1)
    insert_sites(batch, today)
    progress(0.5)
    if changes_something(batch):
        write_changes(batch, columns, 1)
    progress(0.6)
    insert_entries(batch, today)
    tell_imported(batch.project)
    progress(0.9)
    write_scope(batch, today, approved_by)
    _remember_how_they_are(batch)


def _remember_how_they_are(batch: ImportBatch) -> None:
    """The version and the entry that each site has now, by which an undo sees that nobody touched
    it since."""
    if not changes_something(batch):
        return
    sql = f"""
        UPDATE projects_importrow r
        SET version = s.version, was_entry_id = CASE WHEN r.entry_id IS NULL
            THEN s.current_entry_id ELSE r.was_entry_id END
        FROM projects_site s
        WHERE r.batch_id = %s AND {CHANGES} AND s.id = r.record_id
    """  # noqa: S608  our own words
    execute(sql, [batch.pk])
