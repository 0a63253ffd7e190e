"""A seminar's page over HTTP, eight visitors at once: how many a second, how late the latest, what
each costs, and how much memory the web processes have afterwards.

The visitors sit on the same processors as the portal: a busy machine measures itself. What a page
costs in processor time says how many the machine has room for when it does nothing else.
"""

import os
import statistics
from typing import NamedTuple
from urllib.parse import urlsplit

import psutil
import pytest

from tests import programs
from tests.bench import visitors
from tests.bench.spending import load, spread
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = int(os.environ.get("BENCH_SECONDS", "20"))
RUNS = 3
PATH = "/seminars/getting-online/"


class Run(NamedTuple):
    """Processor time and the time of the latest are in milliseconds, memory in MB."""

    answers: int
    latest: float
    web: float
    database: float
    visitors: float
    memory: float


def run(address: str) -> Run:
    before = spent()
    took = visitors.ask(urlsplit(address).netloc, PATH, SECONDS)
    each = [1000 * (now - then) / len(took) for now, then in zip(spent(), before, strict=True)]
    # With its share of what they have in common.
    memory = max(one.memory_full_info().pss for one in web_processes())
    latest = 1000 * took[int(len(took) * 0.99)]
    return Run(len(took), latest, *each, memory / 1_000_000)


def spent() -> tuple[float, float, float]:
    """Processor seconds of the web processes, the database and the visitors so far."""
    me = psutil.Process()
    web = sum(sum(one.cpu_times()[:2]) for one in web_processes())
    database = sum(
        sum(one.cpu_times()[:4])
        for one in me.children(recursive=True)
        if "postgres" in " ".join(one.cmdline())
    )
    ended = me.cpu_times()
    return web, database, ended.children_user + ended.children_system


def web_processes() -> list[psutil.Process]:
    """Those that answer: gunicorn's first process only starts them."""
    return [
        one
        for one in psutil.Process().children(recursive=True)
        if "gunicorn" in " ".join(one.cmdline()) and "gunicorn" in " ".join(one.parent().cmdline())
    ]


def test_a_seminars_page(report, tmp_path):
    PartnershipFactory()
    SeminarFactory(slug=PATH.split("/")[2])
    # As `make run` starts it, with a line of the log for each answer.
    with (
        (tmp_path / "log").open("wb") as log,
        programs.web(DIZ_LIMITS="off", output=log) as address,
    ):
        run(address)
        runs = [run(address) for _ in range(RUNS)]

    each = [one.web + one.database + one.visitors for one in runs]
    room = 1000 * (os.cpu_count() or 1)
    report(
        "Web processes",
        f"A seminar’s page over HTTP, asked for by 8 visitors at once on the same processors for "
        f"{SECONDS} seconds, with the settings of `make run`. The median of {RUNS} runs, with the "
        f"lowest and the highest. {load()} What the processors have room for is worked out from "
        "the processor time of an answer.",
        [
            ("answers a second", "≥ 1,800", spread(one.answers / SECONDS for one in runs)),
            ("the 99th of a hundred, in ms", "≤ 40", spread(one.latest for one in runs)),
            (
                "answers a second that there is room for",
                "≥ 1,800",
                spread(room / ms for ms in each),
            ),
            *(
                (f"processor time of an answer, in ms: {name}", "", spread(times, ".2f"))
                for name, times in (
                    ("a web process", [one.web for one in runs]),
                    ("the database", [one.database for one in runs]),
                    ("the visitor", [one.visitors for one in runs]),
                )
            ),
            (
                f"memory of a web process after {sum(one.answers for one in runs) // 2:,} answers",
                "≤ 150 MB",
                f"{statistics.median(one.memory for one in runs):.0f} MB",
            ),
        ],
    )
