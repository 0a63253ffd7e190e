"""One list as one person reads it: which rows, what of each, and what to say beside them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from diz_portal.references import new_reference

from .columns import Column
from .filters import Choice, Filter
from .registry import A_PAGE, Asking, List
from .state import COLUMN, ORDER, VIEW, State


@dataclass(frozen=True)
class Chip:
    """A filter that narrows the list, and the address without it."""

    key: str
    label: str
    words: str
    without: str


@dataclass(frozen=True)
class Heading:
    column: Column
    address: str
    now: str  # the value of aria-sort


@dataclass(frozen=True)
class Cell:
    column: Column
    words: str
    url: str = ""
    # Read out with a link that looks like others.
    more: str = ""


@dataclass(frozen=True)
class Row:
    record: Any
    first: Cell
    others: list[Cell]


class Listing:
    """`fixed` is what the page is of (a project), and wins over what was chosen.

    Every part of a choice that nobody can choose any more (a filter, a column, a value) leaves the
    rest as it is: `problems` says so.
    """

    def __init__(
        self,
        kind: List,
        user: Any,
        state: State,
        *,
        fixed: Mapping[str, str] | None = None,
        view: Any = None,
    ):
        self.kind, self.user, self.view = kind, user, view
        # The views above it: on a page only.
        self.offered: Any = None
        self.asking = Asking(user, dict(fixed or {}))
        self.asked = state
        self.problems: list[str] = []
        self.state = self._mended(state)

    def _mended(self, state: State) -> State:
        """The choice without what is gone."""
        fixed = self.asking.fixed
        filters = {}
        for key, value in state.filters.items():
            one = self.kind.filter(key)
            if one is None:
                self.problems.append("A filter is no longer available, so it has been left out.")
            elif key in fixed:
                continue
            elif one.words(value, self.asking):
                filters[key] = value
            else:
                self.problems.append(
                    f"{one.label}: the choice no longer exists, or you cannot see it, so this "
                    "filter has been left out."
                )
        known = {one.key for one in self.kind.columns}
        columns = tuple(one for one in state.columns if one in known)
        if len(columns) < len(state.columns):
            self.problems.append("A column is no longer available, so it has been left out.")
        order = state.order
        if order and self._by(order) is None:
            self.problems.append(
                f"The order is no longer available, so the list is in its usual order: "
                f"{self.kind.order_said}."
            )
            order = ""
        return State(filters, columns, order)

    # Rows ---

    @cached_property
    def chosen(self) -> dict[str, str]:
        """What each filter is set to, with what the page fixes."""
        defaults = {one.key: one.default for one in self.kind.filters if isinstance(one, Choice)}
        found = {**defaults, **self.state.filters, **self.asking.fixed}
        return {key: value for key, value in found.items() if value}

    @cached_property
    def found(self) -> QuerySet:
        """The rows in their order, ready to be shown."""
        rows = self.narrowed.order_by(*(self._by(self.state.order) or self.kind.order))
        for one in self.columns:
            rows = one.prepare(rows) if one.prepare else rows
        return rows

    @cached_property
    def narrowed(self) -> QuerySet:
        rows = self.kind.at_first(self.kind.rows(self.asking), self.chosen)
        for one in self.kind.filters:
            if value := self.chosen.get(one.key):
                rows = one.found(rows, value, self.asking)
        return rows

    def _by(self, order: str) -> list[Any] | None:
        column = self.kind.column(order.removeprefix("-")) if order else None
        if column is None or not column.order:
            return None
        return column.sorted(backwards=order.startswith("-"))

    def page(self, number: Any, size: int = A_PAGE) -> Page:
        paginator = Counted(self.found, size, self.kind.counted)
        return paginator.get_page(number)

    def rows(self, page: Any) -> Iterator[Row]:
        """Of these records, what the page shows."""
        first, *others = self.columns
        for record in page:
            yield Row(
                record,
                Cell(
                    first,
                    first.said(record),
                    self.kind.url(record, self.asking),
                    self.kind.told_apart(record),
                ),
                [Cell(one, "" if one.cell else one.said(record)) for one in others],
            )

    # Columns ---

    @cached_property
    def columns(self) -> list[Column]:
        first, *others = self.kind.columns
        wanted = self.state.columns
        return [first, *(one for one in others if self._is_shown(one, wanted))]

    @property
    def columns_of_files(self) -> list[Column]:
        """Without who a resident is: a row is then called by its reference."""
        kept = [one for one in self.columns if not one.on_page_only]
        reference = self.kind.column("reference")
        if self.columns[0].on_page_only and reference and reference not in kept:
            return [reference, *kept]
        return kept

    def _is_shown(self, column: Column, wanted: tuple[str, ...]) -> bool:
        # On the page of one project, each row need not name it.
        if column.key in self.asking.fixed:
            return False
        if wanted:
            return column.key in wanted
        return column.at_first(self) if callable(column.at_first) else column.at_first

    @property
    def headings(self) -> list[Heading]:
        return [self._heading(one) for one in self.columns]

    def _heading(self, column: Column) -> Heading:
        if not column.order:
            return Heading(column, "", "")
        order = self.state.order
        now = {column.key: "ascending", f"-{column.key}": "descending"}.get(order, "")
        turned = f"-{column.key}" if now == "ascending" else column.key
        return Heading(column, self._address(self.state.with_order(turned)), now)

    # What stands above the rows ---

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chips)

    @cached_property
    def chips(self) -> list[Chip]:
        return [
            Chip(
                key,
                one.label,
                one.words(value, self.asking),
                self._address(self.state.with_filter(key, "")),
            )
            for key, value in self.state.filters.items()
            if (one := self.kind.filter(key)) and value != getattr(one, "default", "")
        ]

    @property
    def said(self) -> str:
        """What narrows it, in one line: for titles of what is exported."""
        return ", ".join(f"{one.label}: {one.words}" for one in self.chips)

    @cached_property
    def form(self) -> forms.Form:
        """The filters, as a form that is sent by its address."""
        return self._form(one for one in self.filters_offered if not one.is_more)

    @cached_property
    def more(self) -> forms.Form:
        """Those that are asked for less often."""
        return self._form(one for one in self.filters_offered if one.is_more)

    @property
    def uses_more(self) -> bool:
        return any(one.key in self.state.filters for one in self.filters_offered if one.is_more)

    def _form(self, filters: Iterable[Filter]) -> forms.Form:
        made = forms.Form(initial={**self.chosen})
        for one in filters:
            made.fields[one.key] = one.field(self.asking)
        return made

    @property
    def filters_offered(self) -> list[Filter]:
        return [one for one in self.kind.filters if one.key not in self.asking.fixed]

    @cached_property
    def layout(self) -> forms.Form:
        """Which columns, in which order."""
        _, *others = self.kind.columns
        offered = [one for one in others if one.key not in self.asking.fixed]
        orders = [pair for one in self.kind.columns for pair in one.orders()]
        shown = [one.key for one in self.columns]
        made = forms.Form(initial={COLUMN: shown, ORDER: self.state.order})
        made.fields[COLUMN] = forms.MultipleChoiceField(
            label="Columns",
            required=False,
            choices=[(one.key, one.title) for one in offered],
            widget=forms.CheckboxSelectMultiple,
        )
        made.fields[ORDER] = forms.ChoiceField(
            label="Order", required=False, choices=[("", self.kind.order_said), *orders]
        )
        return made

    @property
    def is_changed(self) -> bool:
        """Whether the page shows something else than the view it came from."""
        if self.view is None:
            return False
        kept = self.view.filters
        fixed = {key: value for key, value in self.asking.fixed.items() if key in kept}
        # As it was asked for: what is gone from a view is no change that anyone made here.
        words = {one.key for one in self.kind.filters if not one.is_kept}
        filters = {key: value for key, value in self.asked.filters.items() if key not in words}
        now = State({**filters, **fixed}, self.asked.columns, self.asked.order)
        return now != State.of(self.view)

    @property
    def whole(self) -> State:
        """The choice with what the page fixes: what a view keeps."""
        state = self.state
        return State({**state.filters, **self.asking.fixed}, state.columns, state.order)

    @property
    def was(self) -> str:
        """What its view kept when the page was opened."""
        return State.of(self.view).query()

    @property
    def may_keep(self) -> bool:
        return self.user.has_perm("lists.keep_view", self.view)

    @property
    def attempt(self) -> str:
        """The mark of an export: sent twice, it is made once."""
        return new_reference()

    @property
    def kept_chips(self) -> list[Chip]:
        kept = self.state.kept(self.kind).filters
        return [chip for chip in self.chips if chip.key in kept]

    @property
    def query(self) -> str:
        return self.whole.query()

    @property
    def here(self) -> str:
        """This page's choice, with the view it came from."""
        return self._address(self.state)

    @property
    def clear(self) -> str:
        return self._address(State({}, self.state.columns, self.state.order))

    def _address(self, state: State) -> str:
        more = {VIEW: self.view.reference} if self.view else {}
        return "?" + state.query(**more)


class Counted(Paginator):
    """Counts no further than a reader counts, where the list asks for that."""

    def __init__(self, rows: Any, size: int, most: int):
        super().__init__(rows, size)
        self.most = most

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        if not self.most:
            return rows.order_by().count()
        return rows.order_by()[: self.most].count()
