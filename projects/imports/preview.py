"""The preview in the making: rows of the file as they are judged, and the counts of each kind."""

import json
from collections import Counter
from typing import Any

from diz_portal.tables import Row
from projects.imports.copying import Copy
from projects.imports.models import ImportAction, ImportBatch, ImportRow

# Error rows kept for the page and the download; the others are only counted.
MAX_ERRORS_KEPT = 5_000
COLUMNS = [
    "batch_id",
    "sheet",
    "number",
    "action",
    "label",
    "values",
    "errors",
    "record_id",
    "entry_id",
    "was_entry_id",
    "version",
    "scope_step",
]
_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


class Preview:
    def __init__(self, batch: ImportBatch):
        self.batch = batch
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        # Stage words nobody has matched yet, with the number of rows that use each.
        self.unknown_words: Counter[str] = Counter()
        self.notes: list[str] = []
        self._copy = Copy(ImportRow._meta.db_table, COLUMNS)

    def create(
        self,
        row: Row,
        label: str,
        values: dict[str, Any],
        *,
        key: int | None = None,
        entry: int | None = None,
        scope: int = 0,
    ) -> None:
        self.counts["create"] += 1
        if scope:
            self.counts["scope_in"] += 1
        self._copy.add(
            (
                self.batch.pk,
                row.sheet[:60],
                row.number,
                ImportAction.CREATE.value,
                label[:200],
                _dumps(values),
                "[]",
                key,
                entry,
                None,
                None,
                scope,
            )
        )

    def change(
        self,
        row: Row,
        label: str,
        values: dict[str, list],
        *,
        key: int,
        entry: int | None = None,
        was_entry: int | None = None,
        version: int | None = None,
        scope: int = 0,
    ) -> None:
        self.counts["change"] += 1
        if scope:
            self.counts["scope_in" if scope > 0 else "scope_out"] += 1
        self._copy.add(
            (
                self.batch.pk,
                row.sheet[:60],
                row.number,
                ImportAction.CHANGE.value,
                label[:200],
                _dumps(values),
                "[]",
                key,
                entry,
                was_entry,
                version,
                scope,
            )
        )

    def unchanged(self) -> None:
        self.counts["unchanged"] += 1

    def skip(self, reason: str) -> None:
        self.skipped[reason] += 1

    def error(self, row: Row, label: str, errors: list[tuple[str, str]]) -> None:
        """`errors` are pairs of the file's own heading (or nothing) and a sentence."""
        self.counts["error"] += 1
        if self.counts["error"] > MAX_ERRORS_KEPT:
            return
        listed = [{"column": column, "message": message} for column, message in errors]
        self._copy.add(
            (
                self.batch.pk,
                row.sheet[:60],
                row.number,
                ImportAction.ERROR.value,
                label[:200],
                "{}",
                _dumps(listed),
                None,
                None,
                None,
                None,
                0,
            )
        )

    def summary(self) -> dict[str, Any]:
        names = ["create", "change", "unchanged", "error", "scope_in", "scope_out"]
        return {
            **{name: self.counts[name] for name in names},
            "skipped": dict(self.skipped.most_common()),
            "notes": self.notes,
        }

    def load(self) -> None:
        """Store the rows; inside the caller's transaction."""
        self._copy.load()

    def close(self) -> None:
        self._copy.close()
