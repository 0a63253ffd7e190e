"""One report in the making, as each format gets it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from diz_portal.reports.paper import Paper, Table

TELL_EVERY = 500  # rows


@dataclass(frozen=True)
class Production:
    """The paper, what is shown of it (`snapshot`), and what stands on its cover.

    `told` hears how many rows were written since it last heard; it ends the work, by an exception,
    where nobody wants it any more.
    """

    name: str
    paper: Paper
    shown: dict[str, Any]
    csv_table: str
    as_at: date
    read_at: datetime
    told: Callable[[int], None] = field(default=lambda rows: None)

    def rows(self, table: Table) -> Iterator[Any]:
        """Every row of a table, telling as it goes."""
        number = 0
        for number, row in enumerate(table.rows(), start=1):
            yield row
            if number % TELL_EVERY == 0:
                self.told(TELL_EVERY)
        self.told(number % TELL_EVERY)
