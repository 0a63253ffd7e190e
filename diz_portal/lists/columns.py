"""What a list can show of each row."""

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, QuerySet

from diz_portal.reports import paper
from diz_portal.reports.paper import Kind

# How an order is called: upwards, and downwards.
WAYS = {
    Kind.TEXT: ("A to Z", "Z to A"),
    Kind.DAY: ("earliest first", "latest first"),
    Kind.MOMENT: ("earliest first", "latest first"),
}
NUMBERS = ("lowest first", "highest first")


@dataclass(frozen=True)
class Column:
    """`key` is its name in addresses, in views and for programs, and is never changed.

    `value` reads it from a row (by default the attribute of that name); `cell` is a template that
    shows it on a page, where the value alone says too little. `order` is what the rows are sorted
    by. `prepare` adds to the query what only this column needs.
    """

    key: str
    title: str
    value: Callable[[Any], Any] | None = None
    kind: Kind = Kind.TEXT
    cell: str = ""
    order: tuple[Any, ...] = ()
    prepare: Callable[[QuerySet], QuerySet] | None = None
    # Shown unless somebody chooses otherwise; of a `Listing` where that differs from page to page.
    at_first: bool | Callable[[Any], bool] = True
    # Who a resident is: on the page only, so that no file is left with it.
    on_page_only: bool = False

    def of(self, row: Any) -> Any:
        return self.value(row) if self.value else attrgetter(self.key)(row)

    def said(self, row: Any) -> str:
        return paper.said(self.of(row), self.kind)

    def orders(self) -> list[tuple[str, str]]:
        """Word of the address and label, upwards and downwards."""
        if not self.order:
            return []
        up, down = WAYS.get(self.kind, NUMBERS)
        return [(self.key, f"{self.title}, {up}"), (f"-{self.key}", f"{self.title}, {down}")]

    def sorted(self, *, backwards: bool) -> list[Any]:
        """The rows that have nothing there come last, whichever way."""
        by, *ties = self.order
        by = F(by) if isinstance(by, str) else by
        first = by.desc(nulls_last=True) if backwards else by.asc(nulls_last=True)
        return [first, *ties]

    def for_reports(self) -> paper.Column:
        return paper.Column(self.key, self.title, self.kind)
