"""Web, worker, beat and mail go on by themselves when a line is back: to the database, to the
broker, to the mail server.

Real programs, and lines that hang, are cut, become long, or let everything vanish; then the disk of
the uploads goes. In small in `make test`, with every fault on every line, three at a time; `make
faults` (`DIZ_FAULTS=full`) tries each alone, keeps it away for longer than any process is patient,
and lets packets vanish in a network of its own, which needs root.

Negative control, tried: without the wait callback (`patience.install`) the web process, the worker
and the clock stand still after a line that hung, until somebody kills them.
"""

import shutil
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from seminars.models import Registration
from tests import programs
from tests.factories.seminars import SeminarFactory
from tests.faults.portal import IN_FULL, Network, Portal, is_well, lines_to, portal_of
from tests.faults.sink import Sink
from tests.places_for_files import files_in

AWAY = 25 if IN_FULL else 2
BACK_WITHIN = 15

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sink() -> Iterator[Sink]:
    sink = Sink(is_well_behaved=True)
    sink.controller.start()
    yield sink
    sink.controller.stop()


def measure(
    portal: Portal, spoil: Callable[[], None], mend: Callable[[], None]
) -> dict[str, float]:
    """After how many seconds each part works again once all is whole again."""
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
        print(f"\n{what} for {AWAY} s: {words}")  # noqa: T201  the figure


FAULTS = ("hang", "cut", "slow", "vanish")
LINES = ("database", "broker", "mail")


def rounds() -> Iterator[dict[str, str]]:
    """Which fault is tried on which line: in full each alone, in small each once on each line, with
    others on the others."""
    if IN_FULL:
        yield from ({line: fault} for line in LINES for fault in FAULTS)
        return
    for first in range(len(FAULTS)):
        yield {line: FAULTS[(first + at) % len(FAULTS)] for at, line in enumerate(LINES)}


def test_in_small_each_fault_is_tried_on_each_line():
    tried = Counter((line, fault) for one in rounds() for line, fault in one.items())

    assert tried == Counter((line, fault) for line in LINES for fault in FAULTS)


def test_everything_goes_on_after_what_was_away_is_back(broker, sink, tmp_path, capsys):
    with lines_to(broker, sink.controller.port) as lines, portal_of(lines, tmp_path) as portal:
        for faults in rounds():
            back = measure(portal, partial(lines.spoil, faults), lines.mend)
            say(capsys, ", ".join(f"{line}: {fault}" for line, fault in faults.items()), back)

            assert max(back.values()) <= BACK_WITHIN, faults

        lose_the_folder(portal)

        # It was seen to ignore SIGTERM for half a minute.
        lines.spoil({"database": "hang", "broker": "hang"})
        time.sleep(1)
        portal.beat.send_signal(signal.SIGTERM)
        portal.beat.wait(timeout=BACK_WITHIN)


def lose_the_folder(portal: Portal) -> None:
    """The disk of the uploads goes away under a portal that serves. Nothing is written below it,
    the host goes out of service, and all is well once it is back."""
    files = Path(default_storage.location)
    before = files_in(files)
    kept = files.rename(files.with_name("away"))
    files.mkdir()  # what is left is the empty folder that a disk is mounted on
    try:
        programs.wait_until(lambda: portal.ask("GET", "/readyz")[0] == 503, BACK_WITHIN)
        assert portal.upload() == 422
        assert portal.visit() == 200, "pages are served all the same"
        assert list(files.iterdir()) == []
    finally:
        shutil.rmtree(files)
        kept.rename(files)
    programs.wait_until(lambda: portal.ask("GET", "/readyz")[0] == 200, BACK_WITHIN)
    assert portal.upload() == 302
    assert len(files_in(files)) == len(before) + 1


if IN_FULL:

    def test_short_silences_of_the_broker_leave_no_worker_deaf(broker, sink, tmp_path, capsys):
        """Too short for a line to count as dead, and long enough for one answer to be lost."""
        took = []
        with lines_to(broker, sink.controller.port) as lines, portal_of(lines, tmp_path) as portal:
            for away in (1, 2, 3, 4) * 4:
                time.sleep(1)
                lines.broker.hang()
                time.sleep(away)
                lines.broker.mend()
                since, began = timezone.now(), time.monotonic()
                programs.wait_until(is_well(portal, since)["worker"], BACK_WITHIN)
                took.append(time.monotonic() - began)
        with capsys.disabled():
            print(f"\n{len(took)} silences of 1 to 4 s: back after {max(took):.1f} s")  # noqa: T201

    def test_everything_goes_on_after_packets_have_vanished(broker, sink, tmp_path, capsys):
        """All three lines go through one cable."""
        with (
            Network() as network,
            lines_to(broker, sink.controller.port, network.HERE) as lines,
            portal_of(
                lines, tmp_path, network.HERE, ("ip", "netns", "exec", network.NAME)
            ) as portal,
        ):
            back = measure(portal, network.vanish, network.mend)
            say(capsys, "the network out of reach", back)

            assert max(back.values()) <= BACK_WITHIN

    @pytest.mark.parametrize(
        ("each_way", "page_within", "registered_within"), [(0.05, 1, 3), (0.3, 10, 30)]
    )
    def test_a_long_line_loses_and_refuses_nothing(
        broker, sink, tmp_path, capsys, each_way, page_within, registered_within
    ):
        SeminarFactory(slug="getting-online")
        with lines_to(broker, sink.controller.port) as lines, portal_of(lines, tmp_path) as portal:
            portal.register("getting-online", "Warm Up")
            lines.database.slow(each_way)
            took = [portal.register("getting-online", name) for name in ("Ann One", "Bob Two")]
            with capsys.disabled():
                said = ", ".join(f"{form:.1f} s and {sent:.1f} s" for _, form, sent in took)
                print(f"\nform and registration at {each_way} s each way: {said}")  # noqa: T201
            lines.database.mend()

        assert [status for status, _, _ in took] == [302, 302]
        assert Registration.objects.count() == 3
        assert max(form for _, form, _ in took) <= page_within
        assert max(sent for _, _, sent in took) <= registered_within
