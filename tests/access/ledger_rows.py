"""Rows of the ledger, as many as a list is measured with."""

from datetime import timedelta
from typing import Any

from diz_portal.imports.models import ImportAction, ImportState
from projects.models import (
    LedgerDifference,
    LedgerImportBatch,
    LedgerImportMapping,
    LedgerImportRow,
    LedgerLine,
    LedgerMonth,
)
from projects.money import periods
from tests.factories.ledger import last_month
from tests.factories.projects import ProjectFactory


class LedgerRows:
    project: Any
    manager: Any

    def begin_ledger(self) -> None:
        self.ledger_month = LedgerMonth.objects.create(
            project=self.project, organisation=self.project.lead, month=last_month()
        )
        self.file_of_ledger = LedgerImportBatch.objects.create(**self._ledger_file("first.csv"))
        self.ledger_line = self._line("FIRST")
        self.ledger_line.save()

    def _ledger_file(self, name: str) -> dict[str, Any]:
        return {
            "organisation": self.project.lead,
            "project": self.project,
            "file_name": name,
            "file": f"ledgers/{name}",
            "size": 1,
            "sha256": "0" * 64,
            "state": ImportState.CHECKED,
            "headings": {"Ref": "transaction_reference"},
            "found": {"headings": ["Ref"]},
            "summary": {"create": 300, "change": 0, "unchanged": 0, "error": 0, "skipped": {}},
            "uploaded_by": self.manager,
        }

    def _line(self, reference: str, month=None, project=None) -> LedgerLine:
        month, project = month or last_month(), project or self.project
        return LedgerLine(
            project=project,
            organisation=project.lead,
            transaction_reference=reference,
            on=month,
            period=month,
            month=month,
            amount=5,
            supplier="A supplier",
            batch=self.file_of_ledger,
        )

    def ledger_lines(self, numbers) -> None:
        LedgerLine.objects.bulk_create(self._line(f"AP{n}") for n in numbers)

    def ledger_months(self, numbers) -> None:
        """Each with a line, and a return of its spend would stand beside it."""
        month = last_month()
        for n in numbers:
            earlier = periods.month_of(month - timedelta(days=31 * (n + 1)))
            self._line(f"OLD{n}", earlier).save()

    def ledgers(self, numbers) -> None:
        """Of other projects, each with a month to reconcile."""
        for n in numbers:
            self._line(f"OTHER{n}", project=ProjectFactory(lead=self.project.lead)).save()

    def differences(self, numbers) -> None:
        LedgerDifference.objects.bulk_create(
            LedgerDifference(
                ledger_month=self.ledger_month,
                kind="timing",
                says=f"Reason {n}",
                amount=n + 1,
                by=self.manager,
            )
            for n in numbers
        )

    def files_of_ledgers(self, numbers) -> None:
        LedgerImportBatch.objects.bulk_create(
            LedgerImportBatch(**self._ledger_file(f"file-{n}.csv")) for n in numbers
        )

    def rows_of_ledgers(self, numbers) -> None:
        LedgerImportRow.objects.bulk_create(
            LedgerImportRow(
                batch=self.file_of_ledger,
                number=n + 2,
                action=ImportAction.CREATE,
                label=f"AP{n}",
                values={"transaction_reference": f"AP{n}", "amount": f"{n}.00", "line": 1},
            )
            for n in numbers
        )

    def mappings_of_ledgers(self, numbers) -> None:
        LedgerImportMapping.objects.bulk_create(
            LedgerImportMapping(
                organisation=self.project.lead, kind="ledger", supplier=f"Ledger {n}"
            )
            for n in numbers
        )
