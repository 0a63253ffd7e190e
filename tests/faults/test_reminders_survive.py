"""Every reminder goes out, and goes once, whatever is killed, flushed, cut or refused meanwhile.

Real workers, two clocks, a broker of the test's own. In small in `make test`; `make faults`
runs it in full: 2,000 reminders and 20 kills (`DIZ_FAULTS=full`).

Negative controls, tried in small: with the message marked as sent before it is handed over,
reminders are missing; when a sweep also takes what another has claimed, 144 of 150 messages went
again, where the kills explain 4.
"""

import contextlib
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from diz_portal import embedded, servers
from diz_portal.outbox.models import Message, MessageState
from diz_portal.reminders.models import Reminder, ReminderState
from seminars.models import Registration, Seminar
from seminars.services import reminders
from tests import programs
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, multiply, registered

from .sink import HOLD, KEEP, LATER, LOSE, Sink

PEOPLE, KILLS = (2_000, 20) if os.environ.get("DIZ_FAULTS") == "full" else (150, 1)
CONCURRENCY = 2
PATIENCE = 900 if PEOPLE == 2_000 else 120

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink()
    sink.controller.start()
    yield sink
    sink.controller.stop()


class Background:
    """A worker and two beats, as `make run` has them."""

    def __init__(self, sink: Sink, broker: servers.Valkey):
        self.nursery = programs.start(
            "tests.faults.nursery",
            output=subprocess.PIPE,
            stdin=subprocess.PIPE,
            DJANGO_SETTINGS_MODULE="tests.faults.settings",
            EMAIL_URL=sink.url,
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            REDIS_URL=embedded.redis_url(broker.data_dir),
        )
        self.beats = [self._start("beat --pidfile=") for _ in range(2)]
        self.worker = 0
        self.gave_up = 0

    def _start(self, what: str) -> int:
        self.nursery.stdin.write(f"--quiet {what} --loglevel=ERROR\n".encode())
        self.nursery.stdin.flush()
        return int(self.nursery.stdout.readline())

    def start_worker(self) -> None:
        self.worker = self._start(
            f"worker --concurrency={CONCURRENCY} --without-gossip --without-mingle"
        )

    def kill_worker(self) -> None:
        """With every process of its pool, in the middle of whatever they do."""
        self._kill(self.worker)
        programs.wait_until(lambda: is_gone(self.worker), every=0.005)

    def replace_a_dead_worker(self) -> None:
        """As the supervisor of `make run` does: a worker may give up when its broker goes."""
        if is_gone(self.worker):
            self.gave_up += 1
            self._kill(self.worker)
            self.start_worker()

    def wait_until(self, what: Callable[[], bool], patience: float) -> None:
        def there() -> bool:
            self.replace_a_dead_worker()
            return what()

        programs.wait_until(there, patience)

    @staticmethod
    def _kill(group: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(group, signal.SIGKILL)

    def stop(self) -> None:
        for group in (self.worker, *self.beats):
            self._kill(group)
        self.nursery.kill()
        self.nursery.communicate()


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


@pytest.fixture
def background(sink, broker) -> Iterator[Background]:
    background = Background(sink, broker)
    yield background
    background.stop()


@pytest.fixture
def seminar() -> Seminar:
    """Tomorrow; everybody who comes has a reminder that is due now."""
    PartnershipFactory()
    seminar = SeminarFactory(
        capacity_in_person=PEOPLE, starts_at=timezone.now() + timedelta(hours=23)
    )
    first = registered(seminar)
    multiply(first, PEOPLE)
    Reminder.objects.all().delete()
    Message.objects.all().delete()
    people = list(seminar.registrations.select_related("seminar"))
    reminders.plan(people, now=seminar.starts_at - timedelta(days=30))
    return seminar


def flush(broker: servers.Valkey) -> None:
    import redis

    path = embedded.socket_dir(broker.data_dir) / "valkey.sock"
    with redis.Redis(unix_socket_path=str(path)) as client:
        client.flushall()


def restart(broker: servers.Valkey) -> None:
    broker.process.kill()
    broker.process.wait()
    broker.start()


def cut_connections(_: servers.Valkey) -> None:
    """Every connection to this database but our own."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


FAULTS = [flush, cut_connections, restart]


def is_all_sent() -> bool:
    waiting = Reminder.objects.filter(state=ReminderState.PLANNED, due_at__lte=timezone.now())
    return not (waiting.exists() or Message.objects.exclude(state=MessageState.SENT).exists())


def test_every_reminder_goes_once_whatever_happens(seminar, sink, broker, background, capsys):
    def wait_for(copies: int, patience: float = PATIENCE) -> None:
        """Or until the portal believes that there is nothing left to send."""
        background.wait_until(lambda: sink.taken.total() >= copies or is_all_sent(), patience)

    for kill in range(KILLS):
        goal = PEOPLE * (kill + 1) // (KILLS + 2)
        background.start_worker()
        wait_for(goal)
        for fault in FAULTS:
            fault(broker)
            # A worker that loses its broker may stay deaf: `make run` has a supervisor who notices.
            with contextlib.suppress(TimeoutError):
                wait_for(sink.taken.total() + 1, patience=5)
        background.kill_worker()
    background.start_worker()
    background.wait_until(is_all_sent, PATIENCE)

    messages = {one.message_id: one for one in Message.objects.all()}
    repeats = {name: copies - 1 for name, copies in sink.taken.items() if copies > 1}
    by_us = sum(repeats.values()) - sink.kept_unheard.total()
    with capsys.disabled():
        print(  # noqa: T201  what somebody who runs this wants to know
            f"\n{len(messages)} reminders, {KILLS} kills of {CONCURRENCY} processes and "
            f"{background.gave_up} workers that gave up without their broker: "
            f"{by_us} sent again for a kill, {sink.kept_unheard.total()} for a server that "
            f"kept a message and did not say so"
        )
    sent = Reminder.objects.filter(state=ReminderState.SENT).values_list("part", flat=True)
    assert sorted(sent) == sorted(Registration.objects.values_list("pk", flat=True)), "once each"
    assert set(sink.taken) == set(messages), "nothing lost, and nothing that nobody wrote"
    assert len(messages) == PEOPLE
    assert by_us <= (KILLS + background.gave_up) * CONCURRENCY
    for name, copies in repeats.items():
        assert messages[name].doubtful_attempts >= copies, "staff are told of each"
    assert set(sink.misbehaved) == {LATER, HOLD, LOSE, KEEP}
