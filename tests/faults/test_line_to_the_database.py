"""Web, worker and clock go on by themselves when the line to the database is back.

Real programs, and a line between them and PostgreSQL that hangs, is cut, or lets everything
vanish. In small in `make test`; `make faults` (`DIZ_FAULTS=full`) keeps the line away for longer
than any process is patient, and lets packets vanish in a network of its own, which needs root.

Negative control, tried: without the wait callback (`patience.install`) the web process, the worker
and the clock stand still after a line that hung, until somebody kills them.
"""

import contextlib
import http.client
import os
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from diz_portal import embedded
from diz_portal.models import Heartbeat
from tests import programs
from tests.factories.places import PartnershipFactory
from tests.lines import Line

IN_FULL = os.environ.get("DIZ_FAULTS") == "full"
AWAY = 25 if IN_FULL else 5
BACK_WITHIN = 15
THREADS = 4

pytestmark = pytest.mark.django_db(transaction=True)


class Network:
    """A machine of its own, joined to this one by a cable; packets can be made to vanish."""

    NAME, HERE, THERE = "diz-faults", "10.201.77.1", "10.201.77.2"

    def __enter__(self) -> "Network":
        self._ip("netns add {NAME}")
        self._ip("link add diz-here type veth peer name diz-there netns {NAME}")
        self._ip("addr add {HERE}/30 dev diz-here")
        self._ip("link set diz-here up")
        self._ip("-n {NAME} addr add {THERE}/30 dev diz-there")
        self._ip("-n {NAME} link set diz-there up")
        self._ip("-n {NAME} link set lo up")
        return self

    def __exit__(self, *_: object) -> None:
        self._ip("netns del {NAME}")

    def vanish(self) -> None:
        """Whatever is sent goes to a card that nobody has."""
        self._ip("neigh replace {THERE} lladdr 02:00:00:00:00:99 dev diz-here nud permanent")
        self._ip(
            "-n {NAME} neigh replace {HERE} lladdr 02:00:00:00:00:99 dev diz-there nud permanent"
        )

    def mend(self) -> None:
        self._ip("neigh del {THERE} dev diz-here")
        self._ip("-n {NAME} neigh del {HERE} dev diz-there")

    def _ip(self, what: str) -> None:
        words = what.format(NAME=self.NAME, HERE=self.HERE, THERE=self.THERE).split()
        subprocess.run(["ip", *words], check=True, capture_output=True)


class Portal:
    """A web process of four threads, a worker and a clock, at the far end of a line."""

    def __init__(self, line: Line, broker, folder: Path, host: str, inside: tuple[str, ...]):
        database = connection.settings_dict
        user = database["USER"] or embedded.SUPERUSER
        settings = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": f"postgres://{user}@{host}:{line.port}/{database['NAME']}",
            "REDIS_URL": embedded.redis_url(broker.data_dir),
            "LOG_LEVEL": "CRITICAL",
            "WEB_WORKERS": "1",
            "WEB_THREADS": str(THREADS),
        }
        self.door = folder / "web.sock"
        self.parts = [
            programs.start(*command, inside=inside, **settings)
            for command in (
                ["gunicorn", "diz_portal.wsgi:application", f"--bind=unix:{self.door}"],
                ["celery", "--app=diz_portal", "--quiet", "beat", "--pidfile="],
                [
                    *["celery", "--app=diz_portal", "--quiet", "worker", "--concurrency=1"],
                    *["--without-gossip", "--without-mingle"],
                ],
            )
        ]

    def stop(self) -> None:
        for part in self.parts:
            part.kill()
        for part in self.parts:
            part.wait()

    def visit(self, patience: float = 3) -> int:
        """The status of the front page, or 0 for no answer."""
        visitor = http.client.HTTPConnection("localhost", timeout=patience)
        visitor.sock = socket.socket(socket.AF_UNIX)
        visitor.sock.settimeout(patience)
        with contextlib.closing(visitor), contextlib.suppress(OSError, http.client.HTTPException):
            visitor.sock.connect(str(self.door))
            visitor.request("GET", "/seminars/?topic=none")
            return visitor.getresponse().status
        return 0

    def answers_all(self) -> bool:
        """Whether each thread answers: as many visitors at once as there are."""
        answers: list[int] = []
        visitors = [
            threading.Thread(target=lambda: answers.append(self.visit())) for _ in range(THREADS)
        ]
        for one in visitors:
            one.start()
        for one in visitors:
            one.join()
        return answers == [200] * THREADS

    def crowd(self, is_over: threading.Event) -> list[threading.Thread]:
        """Visitors who come again and again, so that every thread is in the middle of something."""

        def keep_coming() -> None:
            while not is_over.is_set():
                self.visit()
                is_over.wait(0.05)

        crowd = [threading.Thread(target=keep_coming) for _ in range(2 * THREADS)]
        for one in crowd:
            one.start()
        return crowd


def was_seen(part: str, since: datetime) -> bool:
    return Heartbeat.objects.filter(name=part, seen_at__gt=since).exists()


def is_well(portal: Portal, since: datetime) -> dict[str, Callable[[], bool]]:
    return {
        "web": portal.answers_all,
        "worker": lambda: was_seen("worker", since),
        "beat": lambda: was_seen("beat", since),
    }


@contextlib.contextmanager
def portal_of(line: Line, broker, folder: Path, host="127.0.0.1", inside=()) -> Iterator[Portal]:
    PartnershipFactory()
    portal = Portal(line, broker, folder, host, inside)
    try:
        for answers in is_well(portal, timezone.now()).values():
            programs.wait_until(answers, 60)
        yield portal
    finally:
        portal.stop()


def measure(portal: Portal, spoil: Callable[[], None], mend: Callable[[], None]) -> dict:
    """After how many seconds each part works again once the line is back."""
    over = threading.Event()
    crowd = portal.crowd(over)
    time.sleep(0.5)
    spoil()
    time.sleep(AWAY)
    mend()
    since, began = timezone.now(), time.monotonic()
    over.set()
    for one in crowd:
        one.join()
    missing, back = is_well(portal, since), {}
    while missing and time.monotonic() - began < 3 * BACK_WITHIN:
        for part in [part for part, works in missing.items() if works()]:
            back[part] = round(time.monotonic() - began, 1)
            del missing[part]
        time.sleep(0.1)
    return back | dict.fromkeys(missing, float("inf"))


def say(capsys, what: str, back: dict) -> None:
    with capsys.disabled():
        words = ", ".join(f"{part} after {seconds} s" for part, seconds in sorted(back.items()))
        print(f"\nthe database {what} for {AWAY} s: {words}")  # noqa: T201  the figure


@pytest.fixture
def database_socket() -> str:
    return f"{connection.settings_dict['OPTIONS']['host']}/.s.PGSQL.5432"


def test_everything_goes_on_after_a_line_that_hung_or_was_cut(
    database_socket, broker, tmp_path, capsys
):
    with Line(database_socket) as line, portal_of(line, broker, tmp_path) as portal:
        for fault in ("hang", "cut"):
            back = measure(portal, getattr(line, fault), line.mend)
            say(capsys, {"hang": "hung", "cut": "was cut off"}[fault], back)

            assert max(back.values()) <= BACK_WITHIN


if IN_FULL:

    def test_everything_goes_on_after_packets_have_vanished(
        database_socket, broker, tmp_path, capsys
    ):
        with (
            Network() as network,
            Line(database_socket, network.HERE) as line,
            portal_of(
                line,
                broker,
                tmp_path,
                network.HERE,
                ("ip", "netns", "exec", network.NAME),
            ) as portal,
        ):
            back = measure(portal, network.vanish, network.mend)
            say(capsys, "was out of reach", back)

            assert max(back.values()) <= BACK_WITHIN
