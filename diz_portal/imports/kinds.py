"""What a file may hold. Each app names its kinds in `import_kinds.py`; the engine asks them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol

from diz_portal.accounts.models import User
from diz_portal.tables import Limits, Row

from .columns import Columns
from .fields import Field
from .models import Batch
from .preview import Preview

Progress = Callable[[int], None]
Share = Callable[[float], None]


class Check(Protocol):
    """Judges rows one after another, and puts them into the preview."""

    def run(self, rows: Iterator[Row], progress: Progress) -> None: ...


class Kind:
    """One kind of file. What is not said here is the same for all."""

    name: str
    # One of them and several, as in “12 sites”.
    noun: str
    nouns: str
    fields: list[Field]
    # What a file must have before it can be checked: one of each group.
    needed: list[tuple[str, ...]] = []
    # The field of a new record that its row is called by.
    titled = "name"
    # Whether a column that nobody knows is asked about, or left out and said to be.
    asks_about_columns = True
    # Whether any words make a record: then a total may be read as one, and is asked about.
    knows_by_a_name = True
    limits = Limits()
    # A list without a heading row, as it is published or sent; "" where there is none.
    list_source = ""
    list_label = ""
    # The field whose words are matched to ours when nobody knows them, and what they can mean.
    worded = ""
    # What a person calls one of them, and several.
    worded_as = ("", "")
    word_choices: Iterable[tuple[str, str]] = ()
    no_word = ""
    # Columns of the database that are not fields of a file under the same name.
    labels: dict[str, str] = {}
    # Columns that say nothing to a person.
    hidden: frozenset[str] = frozenset()
    # What undoing does, in sentences for whoever is asked whether they are sure.
    undone_new = "removed"
    undone_more = ""

    def is_list(self, rows: list[list[Any]]) -> bool:
        """Whether a file that begins so has no heading row."""
        return False

    def check(self, batch: Any, columns: Columns, preview: Preview) -> Check:
        raise NotImplementedError

    def hold(self, batch: Any) -> None:
        """Make imports into the same place wait for each other; inside a transaction."""

    def apply(self, batch: Any, *, by: User | None, progress: Share) -> None:
        """Write everything that is not left out, or raise and write nothing."""
        raise NotImplementedError

    def undo(self, batch: Any, *, by: User | None, progress: Share) -> None:
        """Take everything back, or raise because somebody has worked on it since."""
        raise NotImplementedError

    def why_not(self, batch: Any, by: User) -> str:
        """Why this person may not apply or undo this one; "" when they may."""
        return ""

    def names(self, rows: list[Any]) -> dict[str, dict[Any, str]]:
        """Column → value → how a person reads it; looked up once for all rows of a page."""
        return {}

    def facts(self, batch: Any) -> list[str]:
        """Sentences above the preview, about the whole."""
        return []

    def looked_at(self, batch: Any) -> tuple[str, str]:
        """Where what came in can be seen: the words of the link, and its address."""
        raise NotImplementedError


_kinds: dict[str, dict[str, Kind]] = {}


def register(model: type[Batch], *kinds: Kind) -> None:
    _kinds.setdefault(model._meta.label, {}).update({kind.name: kind for kind in kinds})


def models() -> list[str]:
    """The tables of batches that there are, by their labels."""
    return list(_kinds)


def of(batch: Batch) -> Kind:
    return _kinds[batch._meta.label][batch.kind]
