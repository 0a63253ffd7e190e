"""The statement of a search. Its parts are built once for all people who may see the same.

To build dozens of querysets and make SQL of them takes longer than a small database takes to
answer. From one search to the next only what was typed differs: samples stand for it in the parts
that are kept. `reading` reads the hits by what the person may see, so a part that was kept shows
nobody else's record.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import CharField, F, IntegerField, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.db.models.lookups import Exact, StartsWith

from diz_portal.references import LENGTH

from .asked import Asked, matching
from .columns import Code, Ending
from .registry import Searchable, standing

MOST = 100
# How something was found.
IDENTIFIER, BEGINS, WORDS = range(3)
# Standings, each with the forms that were asked; then all are forgotten.
MOST_KEPT = 100
# What was typed may not stand in a part that is kept. Nothing in these is escaped.
CODE, QUERY = "<code>", "<query>"

Column = str | Code | Ending
Part = tuple[str, tuple[Any, ...]]

_kept: dict[Hashable, list[Part]] = {}


@dataclass(frozen=True)
class Form:
    """What may be looked for by what was typed: which parts a statement has follows from it."""

    by_post: bool
    has_words: bool
    has_code: bool
    # Of any other text a column of references is not asked.
    is_reference: bool
    begins_reference: bool

    @classmethod
    def of(cls, asked: Asked) -> "Form":
        plain = asked.code.isascii() and asked.code.isalnum()
        return cls(
            by_post=asked.by_post,
            has_words=bool(asked.words),
            has_code=bool(asked.code),
            is_reference=plain and len(asked.code) == LENGTH,
            begins_reference=plain and len(asked.code) < LENGTH,
        )


def statement(within: Sequence[Searchable], user: Any, asked: Asked) -> tuple[str, list[Any]]:
    """SQL and its values: of each record that is found its kind, key, how, and title. Empty where
    nothing can be found."""
    form, typed = Form.of(asked), _typed(asked)
    own = [one for one in within if one.is_ones_own]
    parts = [*_shared(within, user, form), *_built(_arms(own, user, form))]
    values: list[Any] = [
        typed.get(one, one) if isinstance(one, str) else one
        for _, params in parts
        for one in params
    ]
    for sql, params in _built(_more(within, user, asked)):
        parts.append((sql, params))
        values.extend(params)
    return " UNION ALL ".join(f"({sql})" for sql, _ in parts), values


def _shared(within: Sequence[Searchable], user: Any, form: Form) -> list[Part]:
    shared = [one for one in within if not one.is_ones_own]
    key = (tuple(one.kind for one in shared), standing(user), form)
    parts = _kept.get(key)
    if parts is None:
        parts = list(_built(_arms(shared, user, form)))
        if len(_kept) >= MOST_KEPT:
            _kept.clear()
        _kept[key] = parts
    return parts


def _typed(asked: Asked) -> dict[str, str]:
    """What stands for each sample."""
    begins, ends = (
        f"{connection.ops.prep_for_like_query(code)}%" for code in (asked.code, asked.code[::-1])
    )
    return {CODE: asked.code, f"{CODE}%": begins, f"{CODE[::-1]}%": ends, QUERY: asked.words}


def _built(arms: Iterable[QuerySet]) -> Iterator[Part]:
    for arm in arms:
        try:
            yield arm.query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        except EmptyResultSet:
            continue


def _arms(within: Iterable[Searchable], user: Any, form: Form) -> Iterator[QuerySet]:
    """What looks for records by their columns."""
    for one in within:
        rows = one.rows(user).order_by()
        codes = [*one.codes, *(one.private_codes if form.by_post else ())]
        if form.has_code:
            for lookup, how in ((Exact, IDENTIFIER), (StartsWith, BEGINS)):
                if found := _any(lookup, codes, form):
                    yield _arm(one, rows.filter(found), how)
        words = [one.words, one.private_words if form.by_post else None]
        for column in filter(None, words):
            if form.has_words:
                yield _arm(one, rows.filter(matching(column, QUERY)), WORDS)


def _more(within: Iterable[Searchable], user: Any, asked: Asked) -> Iterator[QuerySet]:
    """What is found by other means, which may ask the database first."""
    for one in within:
        found = [*one.also(user, asked), *(one.private_also(user, asked) if asked.by_post else ())]
        for rows in found:
            yield _arm(one, rows.order_by(), WORDS)


def _any(lookup: type, columns: Iterable[Column], form: Form) -> Q:
    found = Q()
    for column in columns:
        if isinstance(column, str):
            if form.is_reference if lookup is Exact else form.begins_reference:
                found |= Q(lookup(F(column), CODE))
        elif isinstance(column, Code):
            found |= Q(lookup(column, CODE))
        # Nobody knows a whole number by its end.
        elif lookup is StartsWith:
            found |= Q(lookup(column, CODE[::-1]))
    return found


def _arm(one: Searchable, rows: QuerySet, how: int) -> QuerySet:
    return (
        rows.select_related(None)
        .prefetch_related(None)
        .annotate(
            _kind=Value(one.kind, CharField()),
            _key=F("pk"),
            _how=Value(how, IntegerField()),
            _title=Cast(one.title, TextField()),
        )
        .values_list("_kind", "_key", "_how", "_title")[: MOST + 1]
    )
