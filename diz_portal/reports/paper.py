"""What a report says, before anybody has chosen a format.

A cell holds a plain value (text, number, Decimal, date, datetime, None), `SUPPRESSED` or
`NOT_AVAILABLE`, or any of these in `Linked` with the page where it comes from. How it is written
is decided by the kind of its column, once for all formats (`said`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from diz_portal import words
from diz_portal.charts import SIZES, Size
from diz_portal.disclosure import Edition as Counted

# Of a table, on the page and on paper: the rest is in the spreadsheets.
SHOWN = 300


class Mark(Enum):
    """Why a cell has no value; the letters are those of the Government Analysis Function."""

    SUPPRESSED = ("[c]", "not shown")
    NOT_AVAILABLE = ("[x]", "not available")

    @property
    def short(self) -> str:
        return self.value[0]

    @property
    def words(self) -> str:
        return self.value[1]


SUPPRESSED = Mark.SUPPRESSED
NOT_AVAILABLE = Mark.NOT_AVAILABLE
MARKS = {
    SUPPRESSED: "hidden, so that no one can be recognised in a small number",
    NOT_AVAILABLE: "not known, or not measured",
}


class Kind(Enum):
    """What a column holds, and so how it is written and which type a program reads it as."""

    TEXT = "string"
    WHOLE = "integer"
    NUMBER = "number"
    POUNDS = "pounds"
    SHARE = "share"  # 0 to 1, written as a percentage
    DAY = "date"
    MOMENT = "datetime"
    YES_NO = "boolean"
    RAG = "rag"  # red, amber or green, as its word

    @property
    def is_number(self) -> bool:
        return self in (Kind.WHOLE, Kind.NUMBER, Kind.POUNDS, Kind.SHARE)


@dataclass(frozen=True)
class Linked:
    """A value, and the page of the portal where it comes from."""

    value: Any
    url: str


@dataclass(frozen=True)
class Column:
    """`key` is its name for programs and is never changed; `title` names the unit, if it has one:
    “Download speed (Mbit/s)”. One that nobody reads on paper (a reference, to look something up
    by) is left out there. `about` is for the dictionary of a ZIP: what the title does not say."""

    key: str
    title: str
    kind: Kind = Kind.TEXT
    on_paper: bool = True
    about: str = ""


@dataclass(frozen=True)
class Table:
    """`rows` is called anew by each format that needs them all, so that none is held in memory."""

    key: str
    title: str
    columns: Sequence[Column]
    rows: Callable[[], Iterable[Sequence[Any]]]
    count: int
    note: str = ""
    empty: str = "There is nothing to show."
    shown: int = SHOWN
    # For programs: the columns that name a row, and those that name a row of another table.
    unique_by: Sequence[str] = ()
    refers_to: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Figure:
    """One number that stands alone. `was` is what the last issued edition said, where that has been
    corrected since; `why` is the reason."""

    key: str
    label: str
    value: Any
    kind: Kind = Kind.WHOLE
    note: str = ""
    url: str = ""
    was: Any = None
    why: str = ""


@dataclass(frozen=True)
class Figures:
    key: str
    figures: Sequence[Figure]
    title: str = "Key figures"


@dataclass(frozen=True)
class Sentence:
    """`rows` are the records that it stands on, each a text in `Linked`: only the page has them."""

    text: str
    url: str = ""
    rows: Sequence[Linked] = ()


@dataclass(frozen=True)
class Text:
    """Paragraphs, or the points of a list; under a heading of their own where they have one."""

    sentences: Sequence[Sentence]
    is_list: bool = False
    title: str = ""


@dataclass(frozen=True)
class Drawing:
    """A chart, whose title is its finding, and always the table that says the same."""

    key: str
    title: str
    description: str
    spec: Callable[[Any], dict[str, Any]]
    table: Table
    sizes: Sequence[Size] = SIZES


Part = Figures | Table | Text | Drawing


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    parts: Sequence[Part]
    # Of the exempt edition: why the public one is without it.
    exempt: str = ""


@dataclass(frozen=True)
class Paper:
    """The whole report. `figures_for_programs` names the table that is the CSV, where one is."""

    title: str
    sections: Sequence[Section]
    subtitle: str = ""
    notes: Sequence[str] = field(default_factory=tuple)
    marking: str = ""  # printed on each page: of the exempt edition
    # Counts of people, by the key of their table, with what was hidden: kept for the next edition
    # (`editions`), and never shown.
    counts: Mapping[str, Counted] = field(default_factory=dict)
    # Under the title: (“Meeting”, “Partnership board”).
    facts: Sequence[tuple[str, str]] = ()

    def tables(self) -> Iterator[Table]:
        """Every table in order, with those of figures and drawings: what spreadsheets hold."""
        for section in self.sections:
            for part in section.parts:
                if isinstance(part, Table):
                    yield part
                elif isinstance(part, Drawing):
                    yield part.table
                elif isinstance(part, Figures):
                    yield as_table(part)


FIGURE_COLUMNS = (
    Column("key", "Field name"),
    Column("figure", "Figure"),
    Column("value", "Value"),
    Column("was", "Value in the previous edition"),
    Column("why", "Reason for the correction"),
    Column("note", "Note"),
)


def as_table(figures: Figures) -> Table:
    """Figures as the spreadsheets hold them: one in a row."""
    rows = [
        (one.key, one.label, one.value, "" if one.was is None else one.was, one.why, one.note)
        for one in figures.figures
    ]
    return Table(figures.key, figures.title, FIGURE_COLUMNS, lambda: rows, len(rows))


def plain(value: Any) -> Any:
    """The value without its link."""
    return value.value if isinstance(value, Linked) else value


def said(value: Any, kind: Kind = Kind.TEXT) -> str:
    """A value as people read it, on the page and on paper."""
    value = plain(value)
    if isinstance(value, Mark):
        return value.words
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return words.uk_datetime(value)
    if isinstance(value, date):
        return words.uk_date(value)
    if kind == Kind.POUNDS:
        return words.pounds(value)
    if kind == Kind.SHARE:
        return f"{Decimal(str(value)) * 100:.0f}%"
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    if isinstance(value, float | Decimal):
        number = f"{Decimal(str(value)):,f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        return number.replace("-", "−")
    return str(value)


def for_programs(value: Any) -> Any:
    """A value as a program reads it: days in ISO 8601, numbers plain, marks as their letters."""
    # Nearly every cell of a long file: told here, without a further look.
    if value.__class__ is str or value.__class__ is int:
        return value
    value = plain(value)
    if isinstance(value, Mark):
        return value.short
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
