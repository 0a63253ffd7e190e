"""The ledger of A: a line in the portal and one that is not, a month with an explanation, and files
on their way in."""

from types import SimpleNamespace

from diz_portal.imports.models import ImportAction, ImportState
from projects.models import (
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportMapping,
    LedgerImportRow,
    LedgerLine,
    LedgerMatch,
    LedgerMonth,
)
from projects.money.services import postings
from tests.factories.ledger import last_month


def build(t: SimpleNamespace, by) -> None:
    month = last_month()
    whose = {"organisation": t.ours, "project": t.public}
    t.ledger_batch = _file(t, by, ImportState.CHECKED)
    t.ledger_applied = _file(t, by, ImportState.APPLIED)
    t.ledger_mapping = LedgerImportMapping.objects.create(organisation=t.ours, kind="ledger")
    facts = {**whose, "on": month, "period": month, "month": month, "batch": t.ledger_applied}
    t.ledger_line = LedgerLine.objects.create(
        **facts, transaction_reference="AP1", amount=500, supplier="Marker-grant supplier"
    )
    t.matched_line = LedgerLine.objects.create(
        **facts, transaction_reference="AP2", amount=40, description="Marker-grant matched"
    )
    spend = {"by": by, "source": t.grant, "on": month, "expenditure": "revenue"}
    t.booked = postings.spend(**spend, net=500, description="Marker-grant booked")
    matched = postings.spend(**spend, net=40, description="Marker-grant matched")
    LedgerMatch.objects.create(line=t.matched_line, posting=matched, how="confirmed", by=by)
    t.ledger_month = LedgerMonth.objects.create(**whose, month=month)
    t.ledger_difference = LedgerDifference.objects.create(
        ledger_month=t.ledger_month, kind="timing", says="Marker-grant timing", amount=1, by=by
    )


def _file(t: SimpleNamespace, by, state: str) -> LedgerImportBatch:
    batch = LedgerImportBatch.objects.create(
        organisation=t.ours,
        project=t.public,
        file_name="Marker-grant.csv",
        sha256="0" * 64,
        state=state,
        found={"headings": ["Ref", "Date", "Amount"]},
        headings={"Ref": "transaction_reference", "Date": "on", "Amount": "amount"},
        done=1,
        total=1,
        summary={"create": 1, "change": 0, "unchanged": 0, "error": 0, "skipped": {}},
        uploaded_by=by,
    )
    month = last_month().isoformat()
    LedgerImportRow.objects.create(
        batch=batch,
        number=2,
        action=ImportAction.CREATE,
        label="Marker-grant line",
        values={
            "transaction_reference": f"AP9-{state}",
            "line": 1,
            "on": month,
            "period": month,
            "month": month,
            "is_outturn": False,
            "amount": "5.00",
        },
    )
    return batch
