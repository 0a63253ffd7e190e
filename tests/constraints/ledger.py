"""The constraints and triggers of the ledger and its months, each with the row that breaks it."""

from typing import Any

from projects.models import (
    BudgetFigure,
    FundingSource,
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportMapping,
    LedgerLine,
    LedgerMatch,
    LedgerMonth,
    Posting,
)
from projects.money import periods

from .breaking import Case, Rows, another, changed
from .shell import DAY
from .triggers import Broken

SPENT = {
    "flow": "spent",
    "kind": "spend",
    "expenditure": "revenue",
    "net": 5,
    "amount": 5,
    "description": "Work",
}


def stand(rows: Rows) -> None:
    whose = {"organisation": rows.organisation, "project": rows.project}
    rows.file_of_ledger = LedgerImportBatch.objects.create(**whose)
    rows.mapping_of_ledger = LedgerImportMapping.objects.create(
        organisation=rows.organisation, kind="ledger"
    )
    rows.ledger_line = LedgerLine.objects.create(
        **whose,
        transaction_reference="AP1",
        on=rows.month_of_ledger,
        period=rows.month_of_ledger,
        month=rows.month_of_ledger,
        amount=7,
        batch=rows.file_of_ledger,
    )
    rows.ledger_match = LedgerMatch.objects.create(
        line=rows.ledger_line, posting=rows.spend, how="reference"
    )
    rows.ledger_month = LedgerMonth.objects.create(**whose, month=rows.month_of_ledger)
    rows.ledger_difference = LedgerDifference.objects.create(
        ledger_month=rows.ledger_month, kind="timing", says="Paid later", amount=7, attempt="once"
    )


def _signature(rows: Rows) -> dict[str, Any]:
    return {
        "state": "signed",
        "signed_at": rows.now,
        "signed_on": rows.today,
        "ledger_total": 7,
        "portal_total": 0,
    }


def _signed(rows: Rows, **values):
    return changed(rows.ledger_month, **{**_signature(rows), "signed_by": rows.ada, **values})


CASES: dict[str, Case] = {
    "projects_one_mapping_of_ledgers": lambda rows: another(rows.mapping_of_ledger),
    "projects_ledger_import_state_known": lambda rows: changed(rows.file_of_ledger, state="?"),
    "projects_ledger_import_examples_go_with_file": lambda rows: changed(
        rows.file_of_ledger, found={"words": ["Ada"]}
    ),
    "projects_ledger_line_once": lambda rows: another(rows.ledger_line),
    "projects_ledger_line_is_named": lambda rows: changed(rows.ledger_line, line=0),
    "projects_ledger_names_months": lambda rows: changed(
        rows.ledger_line, period=rows.month_of_ledger + 40 * DAY
    ),
    "projects_ledger_taken_back_is_nothing": lambda rows: changed(
        rows.ledger_line, is_withdrawn=True
    ),
    "projects_posting_matched_once": lambda rows: another(rows.ledger_match),
    "projects_ledger_month_once": lambda rows: another(rows.ledger_month),
    "projects_ledger_month_state_known": lambda rows: _signed(rows, state="?"),
    "projects_ledger_month_is_one": lambda rows: changed(
        rows.ledger_month, month=rows.month_of_ledger + DAY
    ),
    "projects_signed_month_says_who": lambda rows: _signed(rows, signed_by=None),
    "projects_month_is_signed_after_it": lambda rows: _signed(rows, signed_on=rows.month_of_ledger),
    "projects_locked_month_says_who": lambda rows: _signed(
        rows, state="locked", locked_at=rows.now
    ),
    "projects_month_has_four_eyes": lambda rows: _signed(
        rows, state="locked", locked_by=rows.ada, locked_at=rows.now
    ),
    "projects_ledger_difference_sent_once": lambda rows: another(
        rows.ledger_difference, attempt="once"
    ),
    "projects_ledger_difference_says_why": lambda rows: changed(rows.ledger_difference, says=""),
}


def _line(rows: Rows, **values: object) -> LedgerLine:
    return LedgerLine.objects.create(
        **{
            "organisation": rows.organisation,
            "project": rows.project,
            "transaction_reference": "AP2",
            "on": rows.month_of_ledger,
            "period": rows.month_of_ledger,
            "month": rows.month_of_ledger,
            "amount": 1,
            "batch": rows.file_of_ledger,
            **values,
        }
    )


def _post(rows: Rows, **values: object) -> Posting:
    return Posting.objects.create(
        **{
            "source": rows.source,
            "organisation": rows.organisation,
            "on": rows.month_of_ledger,
            "month": rows.month_of_ledger,
            **SPENT,
            **values,
        }
    )


def _move(rows: Rows, **values: object) -> None:
    LedgerMonth.objects.filter(pk=rows.ledger_month.pk).update(**values)


def _sign(rows: Rows) -> None:
    _move(rows, **_signature(rows), signed_by=rows.ada)


def _lock(rows: Rows) -> None:
    _sign(rows)
    _move(rows, state="locked", locked_by=rows.ben, locked_at=rows.now)


def _move_the_difference(rows: Rows) -> None:
    other = another(rows.ledger_month, month=periods.next_month(rows.month_of_ledger))
    other.save()
    LedgerDifference.objects.filter(pk=rows.ledger_difference.pk).update(ledger_month=other)


def _move_the_source(rows: Rows) -> None:
    made = _post(rows)
    _post(rows, kind="reversal", net=-5, amount=-5, reason="A slip", reverses=made)
    _lock(rows)
    FundingSource.objects.filter(pk=rows.source.pk).update(project=rows.other_project)


TRIGGERS = [
    Broken(
        "projects_fundingsource.stays_in_its_project",
        "funding with postings of a locked month stays in its project",
        _move_the_source,
    ),
    Broken(
        "projects_ledgerline.ledger_lines_fit",
        "the ledger of a locked month stays as it is",
        lambda rows: (_lock(rows), _line(rows)),
    ),
    Broken(
        "projects_ledgerline.ledger_lines_fit",
        "a line is changed by a row of the same transaction and line",
        lambda rows: _line(rows, supersedes=rows.ledger_line),
    ),
    Broken(
        "projects_ledgermatch.match_fits",
        "a line is matched with postings of its own project and body",
        lambda rows: LedgerMatch.objects.create(
            line=rows.ledger_line,
            posting=_post(rows, organisation=rows.other_organisation),
            how="confirmed",
        ),
    ),
    Broken(
        "projects_ledgermonth.month_reconciles",
        "a locked month stays as it is",
        lambda rows: (_lock(rows), _move(rows, state="signed")),
    ),
    Broken(
        "projects_ledgermonth.month_reconciles",
        "a month is of the accountable body of its project",
        lambda rows: _move(rows, organisation=rows.other_organisation),
    ),
    Broken(
        "projects_ledgermonth.month_reconciles",
        "a month is signed before it is locked",
        lambda rows: _move(
            rows, **{**_signature(rows), "state": "locked"}, signed_by=rows.ada, locked_by=rows.ben
        ),
    ),
    Broken(
        "projects_ledgermonth.month_reconciles",
        "a month is signed and locked with the figures that it has",
        lambda rows: (_sign(rows), _post(rows), _move(rows, state="locked", locked_by=rows.ben)),
    ),
    Broken(
        "projects_ledgermonth.month_reconciles",
        "every penny of the difference is explained",
        lambda rows: (
            _line(rows, amount="0.01"),
            _move(rows, **{**_signature(rows), "ledger_total": "7.01"}),
        ),
    ),
    Broken(
        "projects_ledgerdifference.signed_differences_stay",
        "what was signed keeps its differences",
        lambda rows: (_sign(rows), rows.ledger_difference.delete()),
    ),
    Broken(
        "projects_ledgerdifference.signed_differences_stay",
        "what was signed keeps its differences",
        lambda rows: (_sign(rows), _move_the_difference(rows)),
    ),
    Broken(
        "projects_ledgermatch.match_is_undone_once",
        "a match is undone once, and stays on record",
        lambda rows: rows.ledger_match.delete(),
    ),
    Broken(
        "projects_ledgermatch.match_is_undone_once",
        "a match is undone once, and stays on record",
        lambda rows: LedgerMatch.objects.filter(pk=rows.ledger_match.pk).update(how="made"),
    ),
    Broken(
        "projects_posting.month_is_open",
        "a locked month takes no posting",
        lambda rows: (_lock(rows), _post(rows)),
    ),
    Broken(
        "projects_budgetfigure.forecast_of_its_return",
        "a return revises what its own organisation spends, while it is owed",
        lambda rows: BudgetFigure.objects.create(
            line=rows.line, quarter=rows.quarter, kind="forecast", amount=5, record=rows.sent_return
        ),
    ),
    Broken(
        "projects_budgetfigure.forecast_says_why",
        "a forecast far from its budget says why",
        lambda rows: BudgetFigure.objects.create(
            line=rows.line, quarter=rows.quarter, kind="forecast", amount=2000
        ),
    ),
]
