"""Knocking at a door as somebody: what is answered, and what it wrote."""

import re
from dataclasses import dataclass

from django.core.cache import cache
from django.core.signals import request_finished
from django.db import close_old_connections, connection

from . import doors
from .doors import ADMIN_LOGIN, LOGIN, MOVED, Door
from .world import World


def answer_of(response) -> doors.Answer:
    if response.status_code == MOVED:
        for start, answer in (
            ("/accounts/login/?next=", LOGIN),
            ("/accounts/reauthenticate/?next=", doors.REAUTHENTICATE),
            ("/admin/login/?next=", ADMIN_LOGIN),
        ):
            if response.url.startswith(start):
                return answer
    return response.status_code


def written() -> dict[str, int]:
    """Rows inserted, changed and deleted so far in this transaction, table by table.

    Sessions are left out: signing in and looking about keep theirs.
    """
    with connection.cursor() as cursor:
        # Past the view of the same name, which reads every index too.
        cursor.execute(
            "SELECT relname, rows FROM pg_class, LATERAL (SELECT"
            " pg_stat_get_xact_tuples_inserted(oid) + pg_stat_get_xact_tuples_updated(oid)"
            " + pg_stat_get_xact_tuples_deleted(oid) AS rows) AS written "
            "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND rows > 0 AND relname NOT IN ('django_session', 'accounts_visit')"
        )
        return dict(cursor.fetchall())


# Of all that is sent to the database, what may write.
MAY_WRITE = re.compile(
    r"\b(INSERT|UPDATE|DELETE|MERGE|TRUNCATE|COPY|CALL|DO|EXECUTE|CREATE|ALTER|DROP)\b",
    re.IGNORECASE,
)


class Writing:
    """Around a request: what it wrote, table by table. Rows are counted only when something that
    may write is sent, right before; most that is asked at a door writes nothing."""

    def __init__(self) -> None:
        self.before: dict[str, int] | None = None

    def __call__(self, execute, sql, params, many, context):
        if self.before is None and MAY_WRITE.search(str(sql)):
            self.before = written()
        return execute(sql, params, many, context)

    def tables(self) -> set[str]:
        before = self.before
        if before is None:
            return set()
        return {name for name, rows in written().items() if rows != before.get(name)}


@dataclass
class Knock:
    """The answer, with its body, and the tables that changed."""

    status: doors.Answer
    headers: dict
    body: str
    changed: set[str]


def body_of(response) -> str:
    content = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace")


def knock(world: World, door: Door, role: str, method: str, **how) -> Knock:
    cache.clear()  # the limits on guessing count in it
    client, url, writing = world.client(role), door.url(world, **how), Writing()
    with connection.execute_wrapper(writing):
        response = getattr(client, method)(url)
        body = body_of(response)
    if response.streaming:
        # A file that nobody read to its end is closed by the server, as by the test's browser
        # otherwise: without the connection of the test.
        request_finished.disconnect(close_old_connections)
        response.close()
        request_finished.connect(close_old_connections)
    return Knock(answer_of(response), response.headers, body, writing.tables())
