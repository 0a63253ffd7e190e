"""How long each kind of process waits for the database, and how it notices a dead line.

psycopg2 has no timeout for reading: a line that swallows bytes without closing leaves whoever reads
from it waiting for ever, and from inside that looks like a long statement. So the portal waits
itself, with psycopg2's wait callback. After a few seconds of silence it asks the server over a
second, short connection whether it still works on what is waited for (`pg_stat_activity`). When
the server has nothing to do for us, or cannot be asked until the process's patience is over, the
connection is given up like any other that broke: the request answers 503, the task is taken up by
the next sweep.

What the server itself must end, a statement, a wait for a lock, a transaction that nobody carries
on, is set for the session right after connecting; not as start-up options, which poolers refuse.
"""

import contextlib
import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Any

import psycopg2
from psycopg2 import extensions

SECOND = 1000  # PostgreSQL counts in milliseconds

# For libpq: a host that answers nobody, and bytes that nobody acknowledges.
CONNECT_TIMEOUT = 5
OPTIONS = {
    "connect_timeout": CONNECT_TIMEOUT,
    "keepalives": 1,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 10 * SECOND,
}
# Of silence, before the server is asked what it does for us; and then between two questions.
ASK_EVERY = 3.0
# For the question and its answer: on a line of 300 ms each way, with a password, 2.4 seconds.
ANSWER_WITHIN = 4.0
# Behind a pooler the server does not know us by our number: then only time tells.
_pooled = threading.Event()


@dataclass(frozen=True)
class Patience:
    """Seconds, 0 for without end. `silence` is how long a server that cannot be asked is
    waited for; the others are what the server is told to end."""

    statement: int
    lock: int
    idle_in_transaction: int
    silence: int


PATIENCE = {
    # Somebody looks at a page that does not come.
    "web": Patience(statement=20, lock=10, idle_in_transaction=60, silence=10),
    # An import of 100,000 sites is one transaction of long statements.
    "worker": Patience(statement=600, lock=60, idle_in_transaction=300, silence=10),
    "beat": Patience(statement=20, lock=10, idle_in_transaction=30, silence=10),
    "supervisor": Patience(statement=5, lock=5, idle_in_transaction=5, silence=5),
    # Somebody watches, and can stop it: migrations and imports take as long as they take.
    "command": Patience(statement=0, lock=0, idle_in_transaction=0, silence=60),
}
ROLE = "DIZ_ROLE"


def role() -> str:
    """What kind of process this is, as gunicorn's and Celery's start-up say."""
    return os.environ.get(ROLE, "command")


def mine() -> Patience:
    return PATIENCE[role()]


class LineIsDead(psycopg2.OperationalError):
    """The server is not working on what we wait for, or cannot be asked."""


# For the server ----------------------------------------------------------------------


def limit_session(connection: Any, **_: object) -> None:
    """Tell the server what to end for us: one statement, right after Django has connected."""
    patience = mine()
    limits = {
        "statement_timeout": patience.statement * SECOND,
        "lock_timeout": patience.lock * SECOND,
        "idle_in_transaction_session_timeout": patience.idle_in_transaction * SECOND,
        # A session whose client has gone lets go of its locks, also in the middle of a statement.
        "client_connection_check_interval": 5 * SECOND,
        "tcp_keepalives_idle": 5,
        "tcp_keepalives_interval": 2,
        "tcp_keepalives_count": 3,
        "tcp_user_timeout": 10 * SECOND,
    }
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_backend_pid(), " + ", ".join("set_config(%s, %s, false)" for _ in limits),
            [word for name, value in limits.items() for word in (name, str(value))],
        )
        if cursor.fetchone()[0] != connection.connection.info.backend_pid:
            _pooled.set()


# For ourselves -----------------------------------------------------------------------


def install() -> None:
    """From now on every connection of this process waits by `wait`."""
    extensions.set_wait_callback(wait)


def wait(connection: Any) -> None:
    """psycopg2's wait callback: until the connection is ready, or its line is found dead.

    An exception makes psycopg2 close the connection, so nothing is ever read from it again.
    """
    if connection.status == extensions.STATUS_SETUP:
        # `connect_timeout` is libpq's, which does not wait here.
        _until_ready(connection, CONNECT_TIMEOUT)
        return
    server = None
    while not _is_ready(connection, ASK_EVERY):
        server = server or Server(connection)
        if not server.works_for_us() and not _is_ready(connection, 1):
            server.let_go()
            raise LineIsDead("The connection to the database is lost: the server does not respond")


def _is_ready(connection: Any, patience: float) -> bool:
    """Read and write what can be without waiting; False after so many seconds of silence."""
    while (state := connection.poll()) != extensions.POLL_OK:
        poll = select.poll()
        poll.register(
            connection.fileno(),
            select.POLLIN if state == extensions.POLL_READ else select.POLLOUT,
        )
        if not poll.poll(patience * 1000):
            return False
    return True


def _until_ready(connection: Any, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not _is_ready(connection, max(0.0, end - time.monotonic())):
        if time.monotonic() >= end:
            raise LineIsDead("The database did not answer in time")


class Server:
    """What the server says of one of our connections, when it can be asked.

    It is asked over a connection of its own, polled here, so that neither the callback nor
    anything else that waits is in the way.
    """

    def __init__(self, connection: Any):
        info = connection.info
        self.pid = info.backend_pid
        self.parameters = {**info.dsn_parameters, "password": info.password}
        self.asked_since = time.monotonic()
        self.patience = mine()

    def works_for_us(self) -> bool:
        """False when it does nothing for us, or could not be asked for as long as we wait."""
        if _pooled.is_set():
            limit = self.patience.statement or float("inf")
            return time.monotonic() - self.asked_since < limit
        try:
            # A server that waits for its client to read or write, while the client hears nothing,
            # is at the other end of a dead line.
            [(works,)] = self._ask(
                "SELECT count(*) FROM pg_stat_activity WHERE pid = %s AND "
                "state IN ('active', 'fastpath function call') AND "
                "wait_event_type IS DISTINCT FROM 'Client'"
            )
        except psycopg2.Error:
            return time.monotonic() - self.asked_since < self.patience.silence
        self.asked_since = time.monotonic()
        return bool(works)

    def let_go(self) -> None:
        """End the session that nobody will speak to again, and free what it has locked."""
        if not _pooled.is_set():
            with contextlib.suppress(psycopg2.Error):
                self._ask("SELECT pg_terminate_backend(%s)")

    def _ask(self, question: str) -> list[tuple]:
        end = time.monotonic() + ANSWER_WITHIN
        asking = psycopg2.connect(**self.parameters, async_=True)
        try:
            _until_ready(asking, ANSWER_WITHIN)
            with asking.cursor() as cursor:
                cursor.execute(question, [self.pid])
                _until_ready(asking, end - time.monotonic())
                return cursor.fetchall()
        finally:
            asking.close()


# COPY --------------------------------------------------------------------------------


class _Watched:
    """A file that remembers when it was last read from."""

    def __init__(self, file: IO):
        self.read_at = time.monotonic()
        self._file = file

    def read(self, size: int = -1) -> Any:
        self.read_at = time.monotonic()
        return self._file.read(size)

    def readline(self, size: int = -1) -> Any:
        self.read_at = time.monotonic()
        return self._file.readline(size)


@contextlib.contextmanager
def copying(connection: Any, file: IO) -> Iterator[Any]:
    """Around a COPY from `file`, which psycopg2 cannot do under a wait callback.

    Yields what to read from instead. While the file is not read the server is asked as above; on
    a dead line the process ends, since a thread that waits inside libpq cannot be woken. What was
    under way is a row, and whoever started the process starts it again. For processes with a
    single thread of work: workers and commands.
    """
    watched, done = _Watched(file), threading.Event()
    watcher = threading.Thread(target=_watch, args=(Server(connection), watched, done), daemon=True)
    watcher.start()
    try:
        with without_callback():
            yield watched
    finally:
        done.set()


@contextlib.contextmanager
def without_callback() -> Iterator[None]:
    """For a COPY that nobody watches."""
    callback = extensions.get_wait_callback()
    extensions.set_wait_callback(None)
    try:
        yield
    finally:
        extensions.set_wait_callback(callback)


def _watch(server: Server, watched: _Watched, done: threading.Event) -> None:
    while not done.wait(1):
        if time.monotonic() - watched.read_at < ASK_EVERY:
            server.asked_since = time.monotonic()
        elif not server.works_for_us() and not done.wait(1) and not server.works_for_us():
            server.let_go()
            end_this_process("The connection to the database was lost during a COPY.")


def end_this_process(why: str) -> None:
    """At once: whoever could tidy up is what is stuck. A supervisor starts it again."""
    sys.stderr.write(f"{why} This process will now end.\n")
    sys.stderr.flush()
    os._exit(os.EX_TEMPFAIL)
