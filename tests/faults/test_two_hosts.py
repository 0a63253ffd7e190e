"""Two hosts on one database, broker and mail server: one that hangs or dies takes nothing with it
that was acknowledged, and the other serves on.

Only in `make faults` (`DIZ_FAULTS=full`): six processes take a while to start.
"""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message, MessageState
from diz_portal.reports import registry
from diz_portal.reports.models import JobState, ReportJob
from seminars.models import Registration
from tests import programs
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory
from tests.faults.portal import IN_FULL, Portal, is_well, lines_to, portal_of
from tests.faults.sink import Sink

pytestmark = pytest.mark.django_db(transaction=True)
BACK_WITHIN = 15
AWAY = 10


@dataclass
class People:
    """They register at one host, one after the other, until it is over; what each was told."""

    portal: Portal
    name: str
    over: threading.Event = field(default_factory=threading.Event)
    told: dict[str, int] = field(default_factory=dict)

    def come(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            who = f"{self.name}{number} Resident"
            self.told[who] = self._register(who)

    def _register(self, who: str) -> int:
        with contextlib.suppress(KeyError):  # no form, so no cookie
            return self.portal.register("getting-online", who)[0]
        return 0

    @property
    def acknowledged(self) -> set[str]:
        return {who for who, status in self.told.items() if status == 302}


@contextlib.contextmanager
def coming(*people: People) -> Iterator[None]:
    threads = [threading.Thread(target=one.come) for one in people]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for one in people:
            one.over.set()
        for thread in threads:
            thread.join()


@pytest.fixture
def hosts(broker, tmp_path) -> Iterator[tuple]:
    sink = Sink(is_well_behaved=True)
    sink.controller.start()
    folders = [tmp_path / name for name in "ab"]
    for folder in folders:
        folder.mkdir()
    SeminarFactory(slug="getting-online", capacity_in_person=5_000)
    port = sink.controller.port
    with (
        lines_to(broker, port) as to_a,
        lines_to(broker, port) as to_b,
        portal_of(to_a, folders[0]) as a,
        portal_of(to_b, folders[1]) as b,
    ):
        yield a, to_a, b, sink
    sink.controller.stop()


def is_all_sent() -> bool:
    return not Message.objects.exclude(state=MessageState.SENT).exists()


def count(capsys, what: str, people: list[People], sink: Sink) -> None:
    """What was acknowledged is there, once; every message went, and each that went twice is told
    of."""
    there = list(Registration.objects.values_list("name", flat=True))
    acknowledged = set().union(*(one.acknowledged for one in people))
    doubles = 0
    for message in Message.objects.all():
        copies = sink.taken[message.message_id]
        assert 1 <= copies <= 1 + message.doubtful_attempts, message
        doubles += copies - 1
    with capsys.disabled():
        print(  # noqa: T201  the figure
            f"\n{what}: {len(acknowledged)} registrations acknowledged, "
            f"{len(acknowledged - set(there))} lost; {doubles} messages twice, all marked"
        )
    assert acknowledged <= set(there)
    assert len(there) == len(set(there))


if IN_FULL:

    def test_a_host_that_hears_nothing_takes_nothing_with_it(hosts, capsys):
        a, to_a, b, sink = hosts
        people = [People(a, "ann"), People(b, "bob")]
        with coming(*people):
            time.sleep(3)
            for line in (to_a.database, to_a.broker, to_a.mail):
                line.hang()
            before = len(people[1].acknowledged)
            time.sleep(AWAY)
            assert len(people[1].acknowledged) > before, "the other serves on"
            assert set(people[1].told.values()) == {302}
            for line in (to_a.database, to_a.broker, to_a.mail):
                line.mend()
            since = timezone.now()
            programs.wait_until(a.answers_all, BACK_WITHIN)
        for works in is_well(a, since).values():
            programs.wait_until(works, BACK_WITHIN)
        programs.wait_until(is_all_sent, 60)
        count(capsys, f"one of two hosts hung for {AWAY} s", people, sink)

    def test_a_host_that_dies_takes_nothing_with_it(hosts, capsys):
        a, _, b, sink = hosts
        people = [People(a, "ann"), People(b, "bob")]
        with coming(*people):
            time.sleep(4)
            a.stop()
            people[0].over.set()
            time.sleep(AWAY)
        assert set(people[1].told.values()) == {302}, "the other serves on"
        since = timezone.now()
        for works in is_well(b, since).values():
            programs.wait_until(works, BACK_WITHIN)
        programs.wait_until(is_all_sent, 60)
        count(capsys, "one of two hosts was killed", people, sink)

    def test_a_file_made_on_one_host_is_read_on_both(hosts):
        """They share the folder of files, as two hosts share a file system or a bucket."""
        a, _, b, _ = hosts
        boss = manager()
        client = Client()
        client.force_login(boss, "allauth.account.auth_backends.AuthenticationBackend")
        cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        report = registry.named("seminar-attendance")
        job = ReportJob.objects.create(
            report=report.name,
            title=report.title,
            answers={"starts": "2026-11-01", "ends": "2026-11-30", "edition": "exempt"},
            formats=["csv"],
            asked_by=boss,
        )
        programs.wait_until(lambda: is_ready(job), 60)
        path = reverse("reports:download", args=[job.reference, "csv"])

        answers = [portal.ask("GET", path, cookie=cookie) for portal in (a, b)]

        assert [status for status, _, _ in answers] == [200, 200]
        assert answers[0][2] == answers[1][2] != ""

    def is_ready(job: ReportJob) -> bool:
        job.refresh_from_db()
        assert job.state != JobState.FAILED, job.problem
        return job.state == JobState.READY
