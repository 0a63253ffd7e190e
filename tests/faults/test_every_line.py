"""Web, worker, beat and mail go on by themselves when a line is back: to the database, to the
broker, to the mail server.

Real programs, and lines that hang, are cut, become long, or let everything vanish. In small in
`make test`; `make faults` (`DIZ_FAULTS=full`) tries every fault on every line, keeps each away for
longer than any process is patient, and lets packets vanish in a network of its own, which needs
root.

Negative control, tried: without the wait callback (`patience.install`) the web process, the worker
and the clock stand still after a line that hung, until somebody kills them.
"""

import signal
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from seminars.models import Registration
from tests import programs
from tests.factories.seminars import SeminarFactory
from tests.faults.portal import IN_FULL, Network, Portal, is_well, lines_to, portal_of
from tests.faults.sink import Sink

AWAY = 25 if IN_FULL else 3
BACK_WITHIN = 15
LINES = ("database", "broker", "mail")

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
        print(f"\nthe {what} for {AWAY} s: {words}")  # noqa: T201  the figure


FAULTS = {"hang": "hung", "cut": "was cut off", "slow": "was slow"}
# In small: what the broker and the mail server make of a cut, their libraries have seen to.
TRIED = {
    "database": ("hang", "cut", "slow") if IN_FULL else ("hang", "cut"),
    "broker": ("hang", "cut", "slow") if IN_FULL else ("hang",),
    "mail": ("hang", "cut", "slow") if IN_FULL else ("hang",),
}


def test_everything_goes_on_after_a_line_was_away(broker, sink, tmp_path, capsys):
    with lines_to(broker, sink.controller.port) as lines, portal_of(lines, tmp_path) as portal:
        for name in LINES:
            line = getattr(lines, name)
            for fault in TRIED[name]:
                back = measure(portal, getattr(line, fault), line.mend)
                say(capsys, f"{name} {FAULTS[fault]}", back)

                assert max(back.values()) <= BACK_WITHIN, (name, fault)

        # It was seen to ignore SIGTERM for half a minute.
        lines.database.hang()
        lines.broker.hang()
        time.sleep(3)
        portal.beat.send_signal(signal.SIGTERM)
        portal.beat.wait(timeout=BACK_WITHIN)


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
            say(capsys, "network was out of reach", back)

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
