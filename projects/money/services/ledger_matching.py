"""Lines of the ledger and postings of the portal: what is the same by its transaction reference is
matched by itself, the rest by an officer who confirms it."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.imports.copying import execute
from diz_portal.locks import one_at_a_time
from projects.money.enums import PostingKind
from projects.money.enums_ledger import How
from projects.money.models import LedgerImportBatch, LedgerLine, LedgerMatch, Posting
from projects.portfolio.models import Project

# A reversal stands with the slip that it reverses: neither is in the ledger.
REVERSED = f"""(
    p.kind = '{PostingKind.REVERSAL.value}'
    OR EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = p.id)
)"""  # noqa: S608  our own words
SIGNED = "(CASE p.flow WHEN 'spent' THEN p.amount ELSE -p.amount END)"
# The postings that have no line yet, and the lines as they are now, of one transaction. Each
# posting goes to the line of its amount that comes as it does among equals; the postings of a
# transaction that is one line of the ledger all go to it, as when several sources pay an invoice.
BY_REFERENCE = f"""
    WITH postings AS (
        SELECT p.id, upper(p.transaction_reference) AS reference, {SIGNED} AS amount,
            row_number() OVER (
                PARTITION BY upper(p.transaction_reference), {SIGNED} ORDER BY p.id
            ) AS at
        FROM projects_posting p JOIN projects_fundingsource s ON s.id = p.source_id
        WHERE s.project_id = %(project)s AND p.organisation_id = %(body)s
            AND p.transaction_reference <> '' AND NOT {REVERSED}
            AND NOT EXISTS (
                SELECT 1 FROM projects_ledgermatch m
                WHERE m.posting_id = p.id AND m.withdrawn_at IS NULL
            )
    ), now AS (
        SELECT l.id, l.line, upper(l.transaction_reference) AS reference, l.amount,
            EXISTS (
                SELECT 1 FROM projects_ledgermatch m
                WHERE m.line_id = l.id AND m.withdrawn_at IS NULL
            ) AS is_matched
        FROM projects_ledgerline l
        WHERE l.project_id = %(project)s AND l.organisation_id = %(body)s
            AND NOT l.is_withdrawn
            AND NOT EXISTS (SELECT 1 FROM projects_ledgerline n WHERE n.supersedes_id = l.id)
            AND upper(l.transaction_reference) IN (SELECT reference FROM postings)
    ), lines AS (
        SELECT id, reference, amount, is_matched,
            row_number() OVER (
                PARTITION BY reference, amount, is_matched ORDER BY line
            ) AS at,
            count(*) OVER (PARTITION BY reference) AS of_it
        FROM now
    )
    INSERT INTO projects_ledgermatch (line_id, posting_id, how, by_id, at)
    SELECT l.id, p.id, '{How.REFERENCE.value}', NULL, %(now)s
    FROM postings p JOIN lines l ON l.reference = p.reference
        AND (l.of_it = 1 OR (l.amount = p.amount AND l.at = p.at AND NOT l.is_matched))
    ORDER BY p.id
"""  # noqa: S608  our own words


class NotTogether(Refusal):
    message = "Select a posting of this project that has no line of the ledger yet"


@transaction.atomic
def match(*, project: Project) -> int:
    """Match what has the same transaction reference; returns how many postings."""
    one_at_a_time(f"ledger matches:{project.pk}")
    # What has been reversed since is in the portal no more.
    slips = Posting.objects.filter(source__project=project, reversed_by__isnull=False)
    LedgerMatch.objects.standing().filter(posting__in=slips).update(withdrawn_at=timezone.now())
    return execute(
        BY_REFERENCE, {"project": project.pk, "body": project.lead_id, "now": timezone.now()}
    )


@transaction.atomic
def confirm(
    *, by: User, line: LedgerLine, posting: Posting, how: How = How.CONFIRMED
) -> LedgerMatch:
    """An officer says that a posting is what a line of the ledger says."""
    one_at_a_time(f"ledger matches:{line.project_id}")
    line = _as_it_is(line)
    source = posting.source
    if (source.project_id, posting.organisation_id) != (line.project_id, line.organisation_id):
        raise NotTogether
    if posting.ledger_matches.filter(withdrawn_at=None).exists():
        raise NotTogether
    return LedgerMatch.objects.create(line=line, posting=posting, how=how, by=by)


@transaction.atomic
def unmatch(*, by: User, line: LedgerLine) -> int:
    """They were not the same: the line and its postings stand alone again."""
    one_at_a_time(f"ledger matches:{line.project_id}")
    line = _as_it_is(line)
    found = withdraw(by=by, lines=LedgerLine.objects.filter(pk=line.pk))
    if not found:
        raise NotNow("This line is not matched. Reload the page to see it as it is now")
    return found


def withdraw(*, by: User | None, lines: QuerySet[LedgerLine]) -> int:
    return (
        LedgerMatch.objects.standing()
        .filter(line__in=lines)
        .update(withdrawn_at=timezone.now(), withdrawn_by=by)
    )


def carry_over(batch: LedgerImportBatch) -> None:
    """What a line was matched with, the line that supersedes it is matched with too."""
    now = timezone.now()
    moved = """
        FROM projects_ledgerline n
        WHERE n.batch_id = %(batch)s AND n.supersedes_id = m.line_id AND NOT n.is_withdrawn
            AND m.withdrawn_at IS NULL
    """
    values = {"batch": batch.pk, "now": now}
    sql = f"""
        WITH moved AS (
            UPDATE projects_ledgermatch m SET withdrawn_at = %(now)s {moved}
            RETURNING n.id AS line, m.posting_id, m.how, m.by_id
        )
        INSERT INTO projects_ledgermatch (line_id, posting_id, how, by_id, at)
        SELECT line, posting_id, how, by_id, %(now)s FROM moved
    """  # noqa: S608  our own words
    execute(sql, values)


def _as_it_is(line: LedgerLine) -> LedgerLine:
    """The line, where it is still what the ledger says."""
    found = LedgerLine.objects.current().select_related("project").filter(pk=line.pk).first()
    if found is None:
        raise NotNow("A later import has changed this line. Reload the page to see it")
    return found
