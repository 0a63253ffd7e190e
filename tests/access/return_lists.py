"""The lists of returns that a file brings in, and what makes each longer."""

from collections.abc import Iterator
from typing import Any


def return_lists(listed: Any) -> Iterator[Any]:
    """`listed` makes one line of the table of lists."""
    yield listed("returns:imports", ("files_of_returns",), "contributor")
    yield listed(
        "returns:import", ("rows_of_returns",), "contributor", ("file_of_returns.reference",)
    )
    yield listed("returns:import_new", ("my_returns_owed", "mappings_of_returns"), "contributor")
    yield listed("returns:file", ("my_returns_owed",), "contributor", ("round.month", "ours.slug"))
