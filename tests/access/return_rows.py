"""Files of returns, of which the lists grow."""

from typing import Any

from diz_portal.imports.models import ImportAction, ImportState
from projects.models import ReturnImportBatch, ReturnImportMapping, ReturnImportRow


class ReturnRows:
    ours: Any
    round: Any
    contributor: Any

    def begin_returns(self) -> None:
        self.file_of_returns = ReturnImportBatch.objects.create(**self._file("first.csv"))

    def _file(self, name: str) -> dict[str, Any]:
        return {
            "organisation": self.ours,
            "round": self.round,
            "file_name": name,
            "file": f"returns/{name}",
            "size": 1,
            "sha256": "0" * 64,
            "state": ImportState.CHECKED,
            "headings": {"Project": "project"},
            "found": {"headings": ["Project"]},
            "summary": {"create": 0, "change": 300, "unchanged": 0, "error": 0, "skipped": {}},
            "uploaded_by": self.contributor,
        }

    def files_of_returns(self, numbers) -> None:
        ReturnImportBatch.objects.bulk_create(
            ReturnImportBatch(**self._file(f"file-{n}.csv")) for n in numbers
        )

    def rows_of_returns(self, numbers) -> None:
        ReturnImportRow.objects.bulk_create(
            ReturnImportRow(
                batch=self.file_of_returns,
                number=n + 2,
                action=ImportAction.CHANGE,
                label=f"Project {n}",
                values={"narrative": ["", f"Done {n}"], "spend_to_date": [None, f"{n}.00"]},
            )
            for n in numbers
        )

    def mappings_of_returns(self, numbers) -> None:
        ReturnImportMapping.objects.bulk_create(
            ReturnImportMapping(organisation=self.ours, kind="returns", supplier=f"Supplier {n}")
            for n in numbers
        )
