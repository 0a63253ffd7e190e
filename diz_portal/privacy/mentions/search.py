"""Looking for people in all words at once."""

import contextlib
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.db import connection, models
from django.db.models import BooleanField, Case, Q, Value, When

from diz_portal import secrecy
from diz_portal.privacy import registry
from diz_portal.privacy.kinds import Bearer

from . import people, places
from .people import EMAIL, NUMBER, Pattern, Span

# Of a sentence, on each side of what was found.
AROUND = 90
# Of the certain and of the doubtful, on one page; and of the doubtful in one table, however common
# the surname is.
MOST_OFFERED = 150
MOST_DOUBTFUL = 500
# Rows that are read together.
AT_ONCE = 2000
OF_ANOTHER = "it is in someone else’s record"


@dataclass(frozen=True)
class Somebody:
    """Whom to look for. `doubts` says of a kind of find why it may be somebody else's, as where
    two people have one name or a couple one address. `own` are the columns of rows that go with
    the record itself."""

    called: tuple[Bearer, ...]
    doubts: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[tuple[type[models.Model], str], frozenset[Any]] = field(default_factory=dict)
    # The rows of the record: whose they are is no question.
    rows: Mapping[type[models.Model], frozenset[Any]] = field(default_factory=dict)
    # On request, and not because the time is up.
    asked: bool = True

    @property
    def patterns(self) -> list[Pattern]:
        return people.patterns_of(self.called)


@dataclass(frozen=True)
class Piece:
    text: str
    marked: bool = False


@dataclass(frozen=True)
class Find:
    """What was found in one cell, either the certain or the doubtful of it."""

    model: type[models.Model]
    pk: Any
    column: str
    certain: bool
    count: int
    what: tuple[str, ...]
    why: str
    room: str
    record: str
    readable: bool
    link: str
    pieces: tuple[Piece, ...]
    key: str
    # Why nothing in the whole cell is certain; empty where it may be.
    doubt: str = ""


def find(somebody: Somebody, *, user: Any = None) -> list[Find]:
    """Every mention of a person, room by room, as somebody may read it."""
    patterns = somebody.patterns
    if not patterns:
        return []
    found = sealed(somebody, patterns)
    doubtful: Counter[type[models.Model]] = Counter()
    for row in rows_with(people.anchor_of(patterns), user):
        if row.pk in somebody.own.get((row.model, row.column), ()):
            continue
        for one in finds_in(row, somebody, patterns):
            doubtful[row.model] += not one.certain
            if one.certain or doubtful[row.model] <= MOST_DOUBTFUL:
                found.append(one)
    return sorted(found, key=lambda one: (one.room, one.record, not one.certain))


def offered(finds: Iterable[Find]) -> list[Find]:
    """Those of which somebody may decide: what they may read, and no more than one reads."""
    readable = [one for one in finds if one.readable]
    return [
        *[one for one in readable if one.certain][:MOST_OFFERED],
        *[one for one in readable if not one.certain][:MOST_OFFERED],
    ]


# Reading --------------------------------------------------------------------------


@dataclass(frozen=True)
class _Row:
    model: type[models.Model]
    pk: Any
    column: str
    value: Any
    others: bool
    readable: bool
    link: str
    reached: tuple[str, ...] = ()


def rows_with(anchor: str, user: Any) -> Iterator[_Row]:
    """The cells that may name somebody: one statement looks through all tables, and only of
    those in which it found something the rows are read."""
    searched = list(places.searched().items())
    for found in _portions(_keys_with(searched, anchor)):
        together: dict[int, list[str]] = {}
        for table, key in found:
            together.setdefault(table, []).append(key)
        for table, keys in together.items():
            yield from _rows(*searched[table], keys, user)


def _keys_with(
    searched: Sequence[tuple[type[models.Model], list[models.Field]]], anchor: str
) -> Iterator[tuple[int, str]]:
    """The number of a table and the primary key of a row in it, table by table. They are read as
    they come: of a common name there are many."""
    quoted = connection.ops.quote_name
    parts = []
    for number, (model, columns) in enumerate(searched):
        table = quoted(model._meta.db_table)
        key = f"{table}.{quoted(str(model._meta.pk.column))}"
        named = " OR ".join(f"{quoted(str(one.column))}::text ~ %(anchor)s" for one in columns)
        parts.append(
            f"(SELECT {number}, {key}::text FROM {table} WHERE {named} ORDER BY {key})"  # noqa: S608
        )
    with connection.chunked_cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), {"anchor": anchor})
        while found := cursor.fetchmany(AT_ONCE):
            yield from found


def _portions(found: Iterator[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    while some := list(islice(found, AT_ONCE)):
        yield some


def _rows(
    model: type[models.Model], columns: list[models.Field], keys: list[str], user: Any
) -> Iterator[_Row]:
    room = places.room_of(model)
    names = [one.name for one in columns]
    is_history = registry.tracked_model(model) is not None
    others = None if is_history else room.others
    path = room.link[0] if room.link and not is_history else "pk"
    rows = (
        model._base_manager.filter(pk__in=keys)
        .annotate(_others=_whether(others), _readable=_whether(places.may_read(model, user)))
        .order_by("pk")
        .values_list("pk", "_others", "_readable", path, *names, *room.reached_by)
    )
    for pk, is_others, is_readable, key, *values in rows:
        reached = tuple(values[len(columns) :])
        if is_readable and room.link and path != "pk":
            link = room.link[1](key) if key else ""
        else:
            link = places.admin_page(model, pk, user) if is_readable else ""
        for column, value in zip(columns, values, strict=False):
            if value:
                yield _Row(model, pk, column.name, value, is_others, is_readable, link, reached)


def _whether(which: Q | None) -> Any:
    if which is None:
        return Value(False, output_field=BooleanField())
    return Case(When(which, then=Value(True)), default=Value(False), output_field=BooleanField())


def finds_in(row: _Row, somebody: Somebody, patterns: list[Pattern]) -> Iterator[Find]:
    if any(one.certain for text in row.reached for one in people.spans(text, patterns)):
        return
    texts = list(_texts(row.value))
    hits = [(text, span) for text in texts for span in people.spans(text, patterns)]
    doubt = places.why_needed(row.model, row.column)
    mine = row.pk in somebody.rows.get(row.model, ())
    if row.others and not mine and not _is_proved(row, hits, somebody):
        doubt = OF_ANOTHER
    hits = [(text, span) for text, span in hits if not says_nothing(span, doubt)]
    for certain in (True, False):
        some = [(text, one) for text, one in hits if is_certain(one, doubt, somebody) == certain]
        if some:
            yield _find(row, doubt, some, certain, somebody)


def _is_proved(row: _Row, hits: list[tuple[str, Span]], somebody: Somebody) -> bool:
    """Whether words in somebody else's record give the person's own number or email address: it
    is no namesake, where somebody has asked and reads it. By night the number of a daughter stays
    in her mother's case."""
    return (
        somebody.asked
        and row.readable
        and any(one.what in {NUMBER, EMAIL} and is_certain(one, "", somebody) for _, one in hits)
    )


def says_nothing(span: Span, doubt: str) -> bool:
    """A surname alone in what is published: a street, a firm, somebody else's."""
    return span.weak and doubt == places.PUBLIC


def is_certain(span: Span, doubt: str, somebody: Somebody) -> bool:
    return span.certain and not doubt and span.what not in somebody.doubts


def _find(
    row: _Row, doubt: str, hits: list[tuple[str, Span]], certain: bool, somebody: Somebody
) -> Find:
    first_text, first = hits[0]
    named = [text[span.start : span.end].casefold() for text, span in hits]
    # Of what is certain only what was found counts; of the rest, also what stands around it.
    seen = named if certain else [*named, *(text for text, _ in hits)]
    marks = "\x1f".join([row.model._meta.label, str(row.pk), row.column, str(certain), *seen])
    return Find(
        model=row.model,
        pk=row.pk,
        column=row.column,
        certain=certain,
        count=len(hits),
        what=tuple(dict.fromkeys(span.what for _, span in hits)),
        why="" if certain else doubt or somebody.doubts.get(first.what) or first.why,
        doubt=doubt,
        room=places.room_of(row.model).name,
        record=places.called(row.model),
        readable=row.readable,
        link=row.link,
        pieces=_pieces(first_text, [one for text, one in hits if text is first_text]),
        key=hashlib.sha256(marks.encode()).hexdigest()[:16],
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str | int | float) and not isinstance(value, bool):
        yield str(value)


def _pieces(text: str, spans: list[Span]) -> tuple[Piece, ...]:
    """The words around what was found, with the finds marked."""
    start = max(0, spans[0].start - AROUND)
    end = min(len(text), spans[0].end + AROUND)
    found, at = [], start
    if start:
        found.append(Piece("…"))
    for one in spans:
        if one.end > end:
            break
        found += [Piece(text[at : one.start]), Piece(text[one.start : one.end], marked=True)]
        at = one.end
    found.append(Piece(text[at:end] + ("…" if end < len(text) else "")))
    return tuple(one for one in found if one.text)


def sealed(somebody: Somebody, patterns: list[Pattern]) -> list[Find]:
    """In words that the database does not tell: few, since they go once they are sent."""
    found: list[Find] = []
    for (model, column), one in places.opened().items():
        for row in one.rows():
            if row.pk in somebody.own.get((model, column), ()):
                continue
            with contextlib.suppress(secrecy.Unreadable):
                reached = tuple(getattr(row, name) for name in places.room_of(model).reached_by)
                cell = _Row(model, row.pk, column, one.read(row), False, False, "", reached)
                found += finds_in(cell, somebody, patterns)
    return found
