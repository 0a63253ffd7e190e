"""What was chosen of a list: filters, columns and order. It is what an address says, what a view
keeps and what an export asks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from .filters import LONGEST
from .registry import List

ORDER, COLUMN, VIEW = "sort", "column", "view"


@dataclass(frozen=True)
class State:
    filters: Mapping[str, str] = field(default_factory=dict)
    # None while nobody chooses.
    columns: tuple[str, ...] = ()
    order: str = ""

    @classmethod
    def asked(cls, kind: List, data: QueryDict) -> "State":
        """What an address asks for; of words only a tidy line."""
        filters = {one.key: _tidy(data.get(one.key, "")) for one in kind.filters}
        columns = tuple(dict.fromkeys(_tidy(one) for one in data.getlist(COLUMN)[:LONGEST]))
        order = _tidy(data.get(ORDER, ""))
        return cls(_given(filters), columns, kind.once_called.get(order, order))

    @classmethod
    def of(cls, view: Any) -> "State":
        return cls(view.filters, tuple(view.columns), view.order)

    @classmethod
    def read(cls, kind: List, query: str) -> "State":
        return cls.asked(kind, QueryDict(query[:4000]))

    def kept(self, kind: List) -> "State":
        """What a view may keep of it: nothing that somebody typed to look for."""
        may = {one.key for one in kind.filters if one.is_kept}
        filters = {key: value for key, value in self.filters.items() if key in may}
        return State(filters, self.columns, self.order)

    def with_filter(self, key: str, value: str) -> "State":
        filters = {**self.filters, key: value}
        return State(_given(filters), self.columns, self.order)

    def with_order(self, order: str) -> "State":
        return State(self.filters, self.columns, order)

    def query(self, **more: str) -> str:
        """As an address says it. The order stands there always: an address without any choice is
        that of the list as somebody likes it best."""
        pairs = [*sorted(self.filters.items()), *((COLUMN, one) for one in self.columns)]
        return urlencode([*pairs, (ORDER, self.order), *more.items()])


def is_asked(kind: List, data: QueryDict) -> bool:
    """Whether an address makes any choice of its own."""
    return any(key in data for key in (ORDER, COLUMN, *(one.key for one in kind.filters)))


def _tidy(text: str) -> str:
    return text.replace("\x00", "").strip()[:LONGEST]


def _given(filters: Mapping[str, str]) -> dict[str, str]:
    return {key: value for key, value in filters.items() if value}
