"""Taking out of all words what was found of people and chosen: a mark comes in its place."""

import contextlib
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from psycopg2.errors import UniqueViolation

from diz_portal import secrecy
from diz_portal.privacy import registry

from . import people, places
from .people import ADDRESS, BORN, EMAIL, NAME, NUMBER, Pattern, Span
from .search import Find, Somebody, finds_in, is_certain, rows_with, says_nothing, sealed

MARKS = {
    NAME: "[name removed]",
    NUMBER: "[number removed]",
    EMAIL: "[email removed]",
    ADDRESS: "[address removed]",
    BORN: "[date removed]",
}
# Where a column has no room for the whole mark; the last is shorter than any find.
SHORTER = ("[removed]", "[…]", "…")
# Marks that meet in a column where each stands once: the numbers that are tried in their order,
# before others are drawn.
IN_A_ROW = 21


def certain_of(those: Iterable[Somebody]) -> int:
    """Take out what is certain of several people, found in one search: for the night. In how
    many places."""
    everybody = [(one, [each for each in one.patterns if each.certain]) for one in those]
    everybody = [(one, patterns) for one, patterns in everybody if patterns]
    if not everybody:
        return 0
    anchor = people.anchor_of(pattern for _, patterns in everybody for pattern in patterns)
    chosen: list[list[Find]] = [[one for one in sealed(*each) if one.certain] for each in everybody]
    for row in rows_with(anchor, None):
        for mine, each in zip(chosen, everybody, strict=True):
            mine += (one for one in finds_in(row, *each) if one.certain)
    return sum(
        take_out(somebody, mine) for mine, (somebody, _) in zip(chosen, everybody, strict=True)
    )


def take_out(somebody: Somebody, chosen: Iterable[Find]) -> int:
    """Put a mark in place of what was chosen; the rest of the sentence stays. In how many places.

    Each row is read again under its lock, so that what two people take out at once both goes.
    """
    patterns = somebody.patterns
    together: dict[type[models.Model], dict[Any, list[Find]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one in chosen:
        together[one.model][one.pk].append(one)
    return sum(
        _in_table(model, rows, somebody, patterns)
        for model, rows in sorted(together.items(), key=lambda one: one[0]._meta.label)
    )


def _in_table(
    model: type[models.Model],
    rows: Mapping[Any, list[Find]],
    somebody: Somebody,
    patterns: list[Pattern],
) -> int:
    changed = 0
    locked = model._base_manager.select_for_update(of=("self",), no_key=True).order_by("pk")
    once = unique_indexes(model)
    with places.as_for_erasure(model):
        for row in locked.filter(pk__in=list(rows)):
            typed = []
            for one in rows[row.pk]:
                if hidden := places.opened().get((model, one.column)):
                    with contextlib.suppress(secrecy.Unreadable):
                        hidden.write(row, _without(hidden.read(row), one, somebody, patterns, None))
                        changed += 1
                else:
                    typed.append(one)
            values = _new_values(row, typed, somebody, patterns)
            if values:
                _write(row, values, typed, somebody, patterns, once)
                changed += len(values)
    return changed


def _new_values(
    row: models.Model,
    finds: list[Find],
    somebody: Somebody,
    patterns: list[Pattern],
    numbered: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for one in finds:
        longest = registry.field_at(type(row), one.column).max_length
        old = values.get(one.column, getattr(row, one.column))
        number = (numbered or {}).get(one.column, 1)
        new = _without(old, one, somebody, patterns, longest, number)
        if new != old:
            values[one.column] = new
    return values


def _write(
    row: models.Model,
    values: dict[str, Any],
    finds: list[Find],
    somebody: Somebody,
    patterns: list[Pattern],
    once: list[str],
) -> None:
    """Two titles that only a name told apart stay apart: their marks get numbers. Which are free
    the database says, whatever it compares them by."""
    rows = type(row)._base_manager.filter(pk=row.pk)
    numbered = [
        name
        for name in values
        if any(
            re.search(rf"\b{registry.field_at(type(row), name).column}\b", each) for each in once
        )
    ]
    if not numbered:
        rows.update(**values)
        return
    # After the first few, any: hundreds of them are not tried one by one.
    further = (secrets.randbelow(10**digits) for digits in (2, 3, 4, 5, 6, 6, 6, 6))
    for number in (1, *range(2, IN_A_ROW), *(IN_A_ROW + one for one in further)):
        changed = _new_values(row, finds, somebody, patterns, dict.fromkeys(numbered, number))
        try:
            with transaction.atomic():
                rows.update(**changed)
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                raise
            last = error
        else:
            return
    raise last


@cache
def unique_indexes(model: type[models.Model]) -> list[str]:
    """How the database says what it keeps once in a table, the primary key aside."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND indisunique AND NOT indisprimary",
            [connection.ops.quote_name(model._meta.db_table)],
        )
        # What stands before the columns names the table.
        return [found.partition(" USING ")[2] for (found,) in cursor.fetchall()]


def _without(
    value: Any,
    one: Find,
    somebody: Somebody,
    patterns: list[Pattern],
    longest: int | None,
    number: int = 1,
) -> Any:
    """A value without what was chosen of it: a text, or texts within lists and objects."""
    if isinstance(value, dict):
        return {
            _without(name, one, somebody, patterns, None): _without(
                each, one, somebody, patterns, None
            )
            for name, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_without(each, one, somebody, patterns, longest) for each in value]
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return value
    text = str(value)
    for span in reversed(people.spans(text, patterns)):
        if (
            not says_nothing(span, one.doubt)
            and is_certain(span, one.doubt, somebody) == one.certain
        ):
            text = _marked(text, span, longest, number)
    return value if text == str(value) else text


def _marked(text: str, span: Span, longest: int | None, number: int = 1) -> str:
    """The longest mark for which the column has room."""
    slug = text.islower() and re.fullmatch(r"[a-z0-9-]+", text)
    marks = ["name-removed", "removed", "x"] if slug else [MARKS[span.what], *SHORTER]
    if number > 1:
        # “[name removed 2]”, and where there is no room the number alone.
        inner = (one.removesuffix("]") + ("-" if slug else " ") + f"{number}" for one in marks)
        ends = ("" if slug or not one.endswith("]") else "]" for one in marks)
        marks = [*map("".join, zip(inner, ends, strict=True)), f"{number}"]
    for mark in marks:
        new = f"{text[: span.start]}{mark}{text[span.end :]}"
        if longest is None or len(new) <= longest:
            break
    return new
