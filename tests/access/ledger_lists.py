"""The lists of the ledger, and what makes each longer."""

from collections.abc import Iterator
from typing import Any

PROJECT = ("project.slug",)
MONTH = ("project.slug", "ledger_month.slug")


def ledger_lists(listed: Any) -> Iterator[Any]:
    """`listed` makes one line of the table of lists."""
    yield listed("money:ledger", ("ledger_months",), args=PROJECT)
    yield listed("money:month", ("ledger_lines", "differences"), args=MONTH)
    yield listed("money:ledger_line", ("postings",), args=("project.slug", "ledger_line.reference"))
    yield listed("money:imports", ("files_of_ledgers",), args=PROJECT)
    yield listed(
        "money:import", ("rows_of_ledgers",), args=("project.slug", "file_of_ledger.reference")
    )
    yield listed("workspace:home", ("ledgers",))
