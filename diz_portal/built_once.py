"""A queryset whose SQL is put together once, not each time it is read.

Django makes a statement anew from its parts. For a short question that is asked on every page this
takes longer than asking it. (`prepared.py` spares the planning too, for SQL written by hand.)

    CURRENT = BuiltOnce(lambda person: Membership.objects.filter(person=person))
    rows = CURRENT(user.pk)
"""

from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.transaction import TransactionManagementError


class BuiltOnce:
    """`question` makes the queryset of the values that differ from time to time, which go to the
    database as they are given. Each call asks, and answers as the queryset would. Rows that it
    locks it locks in a transaction only."""

    def __init__(self, question: Callable[..., models.QuerySet[Any, Any]]):
        self._question = question

    def __call__(self, *values: Any) -> list[Any]:
        # Of this connection, as its statements are; each thread has its own.
        known = vars(connections[DEFAULT_DB_ALIAS]).setdefault("_built_once", {})
        if self not in known:
            known[self] = _Statement(self._question, len(values))
        return known[self].rows(values)


class _Statement:
    def __init__(self, question: Callable[..., models.QuerySet[Any, Any]], count: int):
        self.queryset = question(*range(1, count + 1))
        compiler = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        self.locks = self.queryset.query.select_for_update
        others = question(*range(count + 1, 2 * count + 1)).query.sql_with_params()[1]
        self.params: list[Any] = list(params)
        # At which place which of the values stands; a column of text makes text of its number.
        self.places = [
            (at, int(one) - 1)
            for at, (one, other) in enumerate(zip(params, others, strict=True))
            if one != other
        ]
        # What a queryset asks of its compiler it finds done.
        compiler.as_sql = lambda *_, **__: (sql, tuple(self.params))
        query: Any = self.queryset.query
        query.get_compiler = lambda *_, **__: compiler

    def rows(self, values: tuple[Any, ...]) -> list[Any]:
        if self.locks and not connections[DEFAULT_DB_ALIAS].in_atomic_block:
            # Django says it when it makes the statement, which was done long ago.
            raise TransactionManagementError("A row is locked for a transaction, and there is none")
        for at, which in self.places:
            self.params[at] = values[which]
        found: Any = self.queryset._iterable_class(self.queryset)
        return list(found)
