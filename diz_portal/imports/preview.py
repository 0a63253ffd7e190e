"""The preview in the making: rows of the file as they are judged, and the counts of each kind."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from diz_portal.tables import Broken, Row, text_of

from .columns import Columns, Errors
from .copying import Copy
from .models import Batch, ImportAction

# Error rows kept for the page and the download; the others are only counted.
MAX_ERRORS_KEPT = 5_000
COLUMNS = ["batch_id", "sheet", "number", "action", "label", "values", "errors", "record_id"]
_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode
CREATE, CHANGE, CORRECT, DOUBLE, ERROR, OUT = (action.value for action in ImportAction)
COUNTED = [CREATE, CHANGE, CORRECT, DOUBLE, "taken", "unchanged", ERROR, OUT]


def place_of(row: Row) -> tuple[str, int]:
    """What names a row from one check to the next, as `choosing` writes it down."""
    return row.sheet[:60], row.number


def said_of(batch: Batch, name: str) -> set[tuple[str, int]]:
    """The rows of which somebody has said this: to leave out, to keep, ticked."""
    return {(sheet, number) for sheet, number in batch.choices.get(name, [])}


class Preview:
    """`more` are columns that only this app's rows have, by name."""

    def __init__(self, batch: Batch):
        self.batch = batch
        self.columns = Columns()
        # What a row looks like that is no record of the table, or nothing.
        self.aside: Callable[[Row], str] = lambda row: ""
        # Whether that is asked also of a row in which nothing is wrong.
        self.judges_asides = False
        self.counts: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        # Words nobody has matched yet, with the number of rows that use each.
        self.unknown_words: Counter[str] = Counter()
        self.notes: list[str] = []
        self.rows_read = 0
        table = batch.rows.model  # type: ignore[attr-defined]
        self._more: dict[str, Any] = dict(table.MORE)
        self._copy = Copy(table._meta.db_table, [*COLUMNS, "taken", *self._more])
        self._ticked = said_of(batch, "ticked")
        self._kept = said_of(batch, "kept")
        self._all_ticked = batch.choices.get("all", [])

    def create(
        self, row: Row, label: str, values: dict[str, Any], *, key: int | None = None, **more: Any
    ) -> None:
        if self.judges_asides and not self.is_kept(row) and self.aside(row):
            self.error(row, label, [])
            return
        self._add(CREATE, row, label, values, key, more)

    def change(
        self, row: Row, label: str, values: dict[str, list], *, key: int, **more: Any
    ) -> None:
        self._add(CHANGE, row, label, values, key, more)

    def correct(
        self, row: Row, label: str, values: dict[str, list], *, key: int, **more: Any
    ) -> None:
        """It would rewrite what happened: nothing of it is done until somebody ticks it."""
        self._add(CORRECT, row, label, values, key, more, taken=self._is_ticked(CORRECT, row))

    def double(self, row: Row, label: str, values: dict[str, Any], **more: Any) -> None:
        """New, or here already: nothing in the row tells, so somebody is asked."""
        self._add(DOUBLE, row, label, values, None, more, taken=self._is_ticked(DOUBLE, row))

    def unchanged(self) -> None:
        self.counts["unchanged"] += 1

    def skip(self, reason: str) -> None:
        self.skipped[reason] += 1

    def leave_out(self, row: Row) -> None:
        self._add(OUT, row, first_words(row), {}, None, {})

    def error(self, row: Row, label: str, errors: Errors, *, propose: bool = False) -> None:
        """`propose`: it does not look like a row of the table, and had better be left out; of a
        total, a title between the rows and their like that is known without it."""
        if self.counts[ERROR] >= MAX_ERRORS_KEPT:
            self.counts[ERROR] += 1
            return
        if not self.is_kept(row) and (said := self.aside(row)):
            errors, propose, label = [*errors, ("", said)], True, first_words(row)
        told = self.columns.told(row, errors)
        self._add(ERROR, row, label or first_words(row), {}, None, {}, told, taken=not propose)
        if propose:
            self.counts["proposed"] += 1

    def unknown(self, row: Row, word: str) -> None:
        """A word that nobody has matched yet; of a total or a title none is asked about."""
        if self.is_kept(row) or not self.aside(row):
            self.unknown_words[word] += 1

    def is_kept(self, row: Row) -> bool:
        """Whether somebody said that it is a row of the table, whatever it looks like."""
        return bool(self._kept) and place_of(row) in self._kept

    def _is_ticked(self, action: str, row: Row) -> bool:
        ticked = action in self._all_ticked or place_of(row) in self._ticked
        self.counts["taken"] += ticked
        return ticked

    def _add(
        self,
        action: str,
        row: Row,
        label: str,
        values: dict[str, Any],
        key: int | None,
        more: dict[str, Any],
        errors: list[dict[str, str]] | None = None,
        *,
        taken: bool = True,
    ) -> None:
        self.counts[action] += 1
        self._copy.add(
            (
                self.batch.pk,
                row.sheet[:60],
                row.number,
                action,
                label[:200],
                _dumps(values),
                _dumps(errors) if errors else "[]",
                key,
                "t" if taken else "f",
                *({**self._more, **more}.values() if more else self._more.values()),
            )
        )

    def summary(self) -> dict[str, Any]:
        return {
            **dict.fromkeys(COUNTED, 0),
            **self.counts,
            "skipped": dict(self.skipped.most_common()),
            "notes": self.notes,
        }

    def load(self) -> None:
        """Store the rows; inside the caller's transaction."""
        self._copy.load()

    def close(self) -> None:
        self._copy.close()


def first_words(row: Row) -> str:
    """What stands first in a row that nothing else is known of."""
    cells = (text_of(cell) for cell in row.cells if type(cell) is not Broken)
    return " · ".join([cell.replace("\0", "") for cell in cells if cell][:4])[:200]
