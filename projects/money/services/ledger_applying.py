"""The preview becomes lines of the ledger, and an import is undone: a statement each, in one
transaction. Nothing is rewritten: what changed, or was taken back, is superseded by a later row."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.imports.copying import execute, fetch
from diz_portal.imports.refusals import ChangedSincePreview, TouchedSince, listed
from projects.money.enums_ledger import How, MonthState
from projects.money.models import LedgerImportBatch, LedgerLine, LedgerMonth
from projects.money.services import ledger_matching

# Column → how its value in the preview is read. The order of a row of the ledger.
TYPES = {
    "on": "date",
    "period": "date",
    "month": "date",
    "is_outturn": "boolean",
    "amount": "numeric",
    "vat": "numeric",
    "cost_centre": "text",
    "supplier": "text",
    "description": "text",
}
TEXTS = {name for name, kind in TYPES.items() if kind == "text"}
COLUMNS = ", ".join(f'"{name}"' for name in TYPES)
# The rows that change a line, as the ledger changed it.
CHANGES = "(r.action = 'change' OR (r.action = 'correct' AND r.taken))"
MADE = f"(r.action = 'create' OR {CHANGES})"
# A random reference, of letters and figures like ours.
ANOTHER = "left(translate(replace(gen_random_uuid()::text, '-', ''), '01ae', 'wxyz'), 10)"
INTO = f"""
    INSERT INTO projects_ledgerline (
        id, reference, project_id, organisation_id, transaction_reference, line,
        {COLUMNS}, supersedes_id, is_withdrawn, batch_id, recorded_at
    )
"""


def apply(batch: LedgerImportBatch, *, progress: Callable[[float], None]) -> None:
    """Write everything that is not left out, or raise and write nothing."""
    now = timezone.now()
    _check_still_true(batch)
    progress(0.1)
    _insert_new(batch, now)
    progress(0.7)
    if batch.summary.get("change") or batch.summary.get("taken"):
        _insert_changed(batch, now)
        ledger_matching.carry_over(batch)
    progress(0.8)
    ledger_matching.match(project=batch.project)


def _check_still_true(batch: LedgerImportBatch) -> None:
    """What the file would change is still as the preview showed it."""
    if batch.project.lead_id != batch.organisation_id:
        raise ChangedSincePreview(
            "No changes were made, because the project has another accountable body now. Upload "
            "the file again"
        )
    sql = f"""
        SELECT o.transaction_reference FROM projects_ledgerimportrow r
        JOIN projects_ledgerline o ON o.id = r.was_id
        JOIN projects_ledgerline n ON n.supersedes_id = o.id
        WHERE r.batch_id = %s AND {MADE}
    """  # noqa: S608  our own words
    if names := [name for (name,) in fetch(sql, [batch.pk])]:
        raise ChangedSincePreview(
            f"No changes were made, because {listed(names)} changed after this preview. Check the "
            "file again"
        )


def _insert_new(batch: LedgerImportBatch, now) -> None:
    record = ", ".join(f'"{name}" {kind}' for name, kind in TYPES.items())
    picked = ", ".join(
        f"coalesce(v.{name}, '')" if name in TEXTS else f'v."{name}"' for name in TYPES
    )
    sql = f"""
        {INTO}
        SELECT r.record_id, v.reference, %s, %s, v.transaction_reference, v.line, {picked},
            r.was_id, false, %s, %s
        FROM projects_ledgerimportrow r
        CROSS JOIN LATERAL jsonb_to_record(r.values)
            AS v(reference text, transaction_reference text, line integer, {record})
        WHERE r.batch_id = %s AND r.action = 'create'
        ORDER BY r.id
    """  # noqa: S608  our own names of columns
    execute(sql, [batch.project_id, batch.organisation_id, batch.pk, now, batch.pk])


def _insert_changed(batch: LedgerImportBatch, now) -> None:
    picked = ", ".join(
        f"CASE WHEN r.values ? '{name}' THEN (r.values->'{name}'->>1)::{kind} ELSE o.\"{name}\" END"
        for name, kind in TYPES.items()
    )
    sql = f"""
        {INTO}
        SELECT r.record_id, {ANOTHER}, o.project_id, o.organisation_id,
            o.transaction_reference, o.line, {picked}, o.id, false, %s, %s
        FROM projects_ledgerimportrow r JOIN projects_ledgerline o ON o.id = r.was_id
        WHERE r.batch_id = %s AND {CHANGES}
        ORDER BY r.id
    """  # noqa: S608  our own names of columns
    execute(sql, [batch.pk, now, batch.pk])


def undo(batch: LedgerImportBatch, *, by: User | None) -> None:
    """Lines that the file brought count for nothing any more; those it changed are as before."""
    now = timezone.now()
    _check_untouched(batch)
    made = LedgerLine.objects.filter(batch=batch, superseded_by=None, is_withdrawn=False)
    ledger_matching.withdraw(by=by, lines=made.filter(supersedes=None))
    back = ", ".join(
        f"CASE WHEN r.action = 'create' THEN l.{name} ELSE o.{name} END"
        for name in (f'"{one}"' for one in TYPES)
    ).replace('THEN l."amount"', "THEN 0")
    sql = f"""
        {INTO}
        SELECT nextval(pg_get_serial_sequence('projects_ledgerline', 'id')),
            {ANOTHER}, l.project_id, l.organisation_id,
            l.transaction_reference, l.line, {back}, l.id, r.action = 'create', %s, %s
        FROM projects_ledgerimportrow r
        JOIN projects_ledgerline l ON l.id = r.record_id
        LEFT JOIN projects_ledgerline o ON o.id = r.was_id
        WHERE r.batch_id = %s AND {MADE}
        ORDER BY r.id
    """  # noqa: S608  our own names of columns
    execute(sql, [batch.pk, now, batch.pk])
    ledger_matching.carry_over(batch)


def _check_untouched(batch: LedgerImportBatch) -> None:
    """Nobody has worked on what it wrote: confirmed it, explained it, signed it, changed it."""
    lines = LedgerLine.objects.filter(batch=batch)
    signed = LedgerMonth.objects.filter(
        project=OuterRef("project"), month=OuterRef("month"), is_outturn=OuterRef("is_outturn")
    ).exclude(state=MonthState.OPEN)
    touched = {
        "changed by a later file": lines.filter(superseded_by__isnull=False),
        "signed or locked with its month": lines.filter(Exists(signed)),
        "explained": lines.filter(differences__isnull=False),
        "matched by an officer": lines.filter(
            matches__withdrawn_at=None, matches__how__in=[How.CONFIRMED, How.MADE]
        ),
    }
    for how, found in touched.items():
        named = found.order_by("transaction_reference").distinct()
        if names := list(named.values_list("transaction_reference", flat=True)[:6]):
            raise TouchedSince(
                f"The import cannot be undone, because {listed(names)} was {how} after it. Import "
                "a file with the correct values instead"
            )
