"""A query that each database connection plans once.

For the few that answer on every visit: to plan one takes longer than to run it, and to build it
from a queryset longer still.

    HELD = Prepared("seminars_held", "SELECT sum(seats) FROM … WHERE seminar_id = %s", "bigint")
    rows = HELD.rows(seminar.pk)
"""

from typing import Any
from weakref import WeakSet

from django.db import connection
from pghistory import runtime

# So begin the names of statements that only read.
READS = "reads_"
# Besides what pghistory leaves alone: to anything else it adds a statement that says who asks, and
# where, for the history of what is changed. These change nothing.
_CHANGE_NOTHING = (f"execute {READS}", "prepare", "savepoint", "release savepoint", "rollback to")


def install() -> None:
    """Send what is read on every visit by itself."""
    known: tuple[str, ...] = runtime.IGNORED_SQL_PREFIXES
    # Past its type, which is a tuple of just as many as it has.
    vars(runtime)["IGNORED_SQL_PREFIXES"] = (*known, *_CHANGE_NOTHING)


class Prepared:
    """`types` are PostgreSQL's names for the kinds of the values, in order."""

    def __init__(self, name: str, sql: str, *types: str):
        reads = sql.lstrip().upper().startswith("SELECT")
        self.name = f"{READS}{name}" if reads else name
        self.sql, self.types = sql, types
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
