"""Finding: one statement for everything, then the records of the groups that are shown.

However many rows share what was typed, no more than `MOST` of each kind are taken from the index,
and only these are put into order. Each part of the statement begins with what the person may see.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import OperationalError, connection, transaction
from psycopg2.errors import QueryCanceled

from diz_portal import names
from diz_portal.access import Refusal

from .asked import Asked
from .registry import Hit, Searchable, searchables
from .statements import BEGINS, IDENTIFIER, MOST, statement

A_GROUP = 5
SECONDS = 5


class TooSlow(Refusal):
    message = "The search took too long. Enter more of the words"


@dataclass(frozen=True)
class Group:
    """Records of one kind that were found: the best of them, and how many there are."""

    kind: str
    label: str
    hits: tuple[Hit, ...]
    count: int
    is_exact: bool

    @property
    def is_cut(self) -> bool:
        return self.count > MOST

    @property
    def how_many(self) -> str:
        return f"more than {MOST}" if self.is_cut else f"{self.count}"

    @property
    def all_words(self) -> str:
        """What the button of the longer page says."""
        label = self.label[:1].lower() + self.label[1:] if self.label[1:2].islower() else self.label
        return f"Show all {label} ({self.how_many})"

    @property
    def has_more(self) -> bool:
        return self.count > len(self.hits)


def found(user: Any, asked: Asked, kind: str = "") -> list[Group]:
    """What the person may see of what was asked, the group of an exact identifier first.

    Raises `TooSlow`. `kind` narrows it to one group, which is then shown up to `MOST` hits.
    """
    within = [one for one in searchables() if not kind or one.kind == kind]
    within = [one for one in within if one.may_look(user)]
    rows = _candidates(*statement(within, user, asked))
    groups = []
    for one in within:
        ranked = _ranked([row for row in rows if row[0] == one.kind], asked)
        if not ranked:
            continue
        shown = [pk for pk, _ in ranked[: MOST if kind else A_GROUP]]
        hits = tuple(_hits(one, user, shown))
        is_exact = ranked[0][1] == IDENTIFIER
        groups.append(Group(one.kind, one.label, hits, len(ranked), is_exact))
    return sorted(groups, key=lambda group: not group.is_exact)


def _hits(one: Searchable, user: Any, keys: Sequence[int]) -> Iterator[Hit]:
    rows = one.rows(user)
    if one.related:  # none named would mean all
        rows = rows.select_related(*one.related)
    records = rows.in_bulk(keys)
    # What has gone meanwhile, or is theirs no more, is not shown.
    return (one.hit(records[pk], user) for pk in keys if pk in records)


def _candidates(sql: str, values: list[Any]) -> list[tuple[str, int, int, str]]:
    if not sql:
        return []
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                # Each part has its index. Reading the table instead looks cheap where much is found
                # soon, and is dear where somebody may see only the last of it. A server that
                # estimates many rows compiles the statement first: sixty parts of a hundred rows
                # each are read sooner than that.
                cursor.execute(
                    "SELECT set_config('enable_seqscan', 'off', true), "
                    "set_config('jit', 'off', true), "
                    "set_config('statement_timeout', %s, true)",
                    [str(SECONDS * 1000)],
                )
                cursor.execute(sql, values)
                rows = cursor.fetchall()
            # Nothing was written: what was set for this statement goes with it.
            transaction.set_rollback(True)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
    return rows


def _ranked(rows: list[tuple[str, int, int, str]], asked: Asked) -> list[tuple[int, int]]:
    """Key and how it was found: the identifier itself first, then what is called so, then what
    begins so, then by title."""
    best: dict[int, tuple[int, int, str]] = {}
    for _, key, how, title in rows:
        plain = names.looked_for(title or "")
        rank = how
        if how != IDENTIFIER and plain == asked.folded:
            rank = BEGINS
        nearness = 0 if plain == asked.folded else 1 if plain.startswith(asked.folded) else 2
        best[key] = min(best.get(key, (9, 9, "")), (rank, nearness, plain))
    order = sorted(best, key=lambda key: (best[key], key))
    return [(key, best[key][0]) for key in order]
