"""A query that each database connection plans once.

For the few that answer on every visit: to plan one takes longer than to run it, and to build it
from a queryset longer still.

    HELD = Prepared("seminars_held", "SELECT sum(seats) FROM … WHERE seminar_id = %s", "bigint")
    rows = HELD.rows(seminar.pk)
"""

from typing import Any
from weakref import WeakSet

from django.db import connection


class Prepared:
    """`types` are PostgreSQL's names for the kinds of the values, in order."""

    def __init__(self, name: str, sql: str, *types: str):
        self.name, self.sql, self.types = name, sql, types
        self._known_to: WeakSet = WeakSet()

    def rows(self, *values: Any) -> list[tuple]:
        with connection.cursor() as cursor:
            if connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS"):
                # Django's word for a pooler that hands each transaction another session.
                cursor.execute(self.sql, values)
            else:
                # The cursor first: it makes the connection when there is none.
                if connection.connection not in self._known_to:
                    cursor.execute(self._statement())
                    self._known_to.add(connection.connection)
                blanks = ", ".join(["%s"] * len(values))
                cursor.execute(f"EXECUTE {self.name} ({blanks})", values)
            return cursor.fetchall()

    def _statement(self) -> str:
        numbered = self.sql
        for number in range(1, len(self.types) + 1):
            numbered = numbered.replace("%s", f"${number}", 1)
        return f"PREPARE {self.name} ({', '.join(self.types)}) AS {numbered}"
