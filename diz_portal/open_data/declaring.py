"""What a dataset is declared with: its fields, its rows, and what is left out of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter
from typing import Any

from django.db.models import Choices
from django.utils import timezone

from diz_portal import disclosure
from diz_portal.reports.paper import NOT_AVAILABLE, SUPPRESSED, Kind

__all__ = [
    "NOT_AVAILABLE",
    "SUPPRESSED",
    "Dataset",
    "Field",
    "Finding",
    "Kind",
    "Reading",
    "Standard",
    "coded",
    "dataset",
    "standard",
    "text",
    "typed",
]

Take = Callable[[Any], Any] | str


@dataclass(frozen=True)
class Field:
    """One column. `name` is for programs and is never changed; `codes` are its values, with what
    they mean. A code is text, also where it looks like a number."""

    name: str
    title: str
    kind: Kind
    take: Callable[[Any], Any]
    about: str = ""
    unit: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)


def text(name: str, title: str, take: Take = "", about: str = "") -> Field:
    """`take` leads from a row to the value, dotted, or is a function; the name where none is
    given."""
    return typed(Kind.TEXT, name, title, take, about)


def typed(
    kind: Kind, name: str, title: str, take: Take = "", about: str = "", *, unit: str = ""
) -> Field:
    return Field(name, title, kind, _taking(take or name), about, unit)


def coded(name: str, title: str, choices: type[Choices], take: Take = "") -> tuple[Field, Field]:
    """A code, and beside it its words: `stage_code` and `stage`."""
    get = _taking(take or name)
    codes = {str(one.value): str(one.label) for one in choices}
    return (
        Field(f"{name}_code", f"{title} code", Kind.TEXT, get, codes=codes),
        Field(name, title, Kind.TEXT, lambda row: codes.get(str(get(row)), "")),
    )


def _taking(take: Take) -> Callable[[Any], Any]:
    return attrgetter(take) if isinstance(take, str) else take


@dataclass
class Reading:
    """One going through the records: as at which day, and beside which edition that came before.

    Counts of people go through `counted`, so that what is hidden in one edition cannot be worked
    out from the next (`diz_portal.disclosure`).
    """

    as_at: date = field(default_factory=timezone.localdate)
    before: Mapping[str, disclosure.Edition] = field(default_factory=dict)
    counts: dict[str, disclosure.Edition] = field(default_factory=dict)

    def counted(self, key: str, numbers: Mapping[Any, int]) -> Callable[[Any], Any]:
        """What may be shown of the parts of a whole: the number, or `SUPPRESSED`."""
        if key not in self.counts:
            before = self.before.get(key)
            self.counts[key] = disclosure.breakdown(numbers, before=before, apart=True)
        edition = self.counts[key]

        def shown(name: Any) -> Any:
            number = edition.shown(name)
            return SUPPRESSED if number is None else number

        return shown


class Published:
    """What a dataset and data in a standard have in common."""

    # Stands in addresses: a slug, never changed.
    slug: str
    title: str
    # A sentence or two for people.
    about: str
    # Who and what is left out, and why.
    withheld: str
    keywords: Sequence[str] = ()
    # Where the records come from, if not from the partnership.
    source: str = ""
    source_url: str = ""
    order: int = 50


class Dataset(Published):
    """A table. There is one instance for all threads: it keeps nothing between readings."""

    fields: Sequence[Field]
    # The fields that name a row.
    key: Sequence[str] = ()
    # Whether it counts people. It is then published in editions alone: two readings on two days
    # would tell of one person more.
    counts_people: bool = False

    def rows(self, reading: Reading) -> Iterable[Any]:
        """The records, a few at a time; each field takes its value from one."""
        raise NotImplementedError

    def count(self) -> int:
        """How many there are now."""
        raise NotImplementedError

    def values(self, reading: Reading) -> Iterator[list[Any]]:
        takes = [one.take for one in self.fields]
        for row in self.rows(reading):
            yield [take(row) for take in takes]


@dataclass(frozen=True)
class Finding:
    """What a check has found, and the page of the record where it is corrected. `stops`: a program
    that reads the file would fail over it."""

    check: str
    words: str
    url: str = ""
    record: str = ""
    stops: bool = False


class Standard(Published):
    """Data in the shape that a standard asks for, as one JSON document."""

    # Such as “360Giving 1.4”, and where it is documented.
    name: str
    documented_at: str
    # The names of the files of its schema, in the folder of standards; the first is the package's.
    schemas: Sequence[str] = ()
    # Where it is a set of addresses and no file: the address of the first.
    url_name: str = ""

    def document(self, reading: Reading) -> dict[str, Any] | None:
        """The whole of it; None where there is nothing to publish."""
        raise NotImplementedError

    def count(self) -> int:
        """How many records it has now."""
        raise NotImplementedError

    def is_draft(self) -> bool:
        """Whether something is still missing before it may be announced."""
        return False

    def findings(self, document: dict[str, Any]) -> Iterable[Finding]:
        """What our own checks say of it."""
        return ()

    def judge(self, document: dict[str, Any], schemas: Mapping[str, Any]) -> Iterable[Finding]:
        """What the standard's own schema says of it."""
        return ()

    def flat(self, document: dict[str, Any]) -> tuple[list[str], Iterator[list[Any]]] | None:
        """The same as a table, where the standard knows one."""
        return None


_datasets: dict[str, Dataset] = {}
_standards: dict[str, Standard] = {}


def dataset(declared: type[Dataset]) -> type[Dataset]:
    _datasets[declared.slug] = declared()
    return declared


def standard(declared: type[Standard]) -> type[Standard]:
    _standards[declared.slug] = declared()
    return declared


def datasets() -> list[Dataset]:
    return sorted(_datasets.values(), key=lambda one: (one.order, one.title))


def standards() -> list[Standard]:
    return sorted(_standards.values(), key=lambda one: (one.order, one.title))


def dataset_named(slug: str) -> Dataset | None:
    return _datasets.get(slug)


def standard_named(slug: str) -> Standard | None:
    return _standards.get(slug)
