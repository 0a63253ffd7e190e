"""A seminar's page over HTTP, eight visitors at once: how many a second, how late the latest, and
how much memory the web processes have afterwards.

The visitors sit on the same processors as the portal: a busy machine measures itself. Each keeps
its line, as a browser does. A median of three runs, after one to warm up.
"""

import http.client
import json
import multiprocessing
import os
import statistics
import threading
import time
from urllib.parse import urlsplit

import psutil
import pytest

from tests import programs
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db(transaction=True)

SECONDS = int(os.environ.get("BENCH_SECONDS", "20"))
CROWDS, EACH = 2, 4
RUNS = 3


def visit(host: str, path: str, begin: float, took: list[float]) -> None:
    line = http.client.HTTPConnection(host, timeout=30)
    time.sleep(max(0.0, begin - time.time()))
    while time.time() < begin + SECONDS:
        began = time.perf_counter()
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
        took.append(time.perf_counter() - began)
    line.close()


def crowd(host: str, path: str, begin: float, told) -> None:
    took: list[list[float]] = [[] for _ in range(EACH)]
    threads = [threading.Thread(target=visit, args=(host, path, begin, one)) for one in took]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    told.put(json.dumps([seconds for one in took for seconds in one]))


def run(host: str, path: str) -> tuple[float, float]:
    """Answers a second, and the 99th of a hundred in milliseconds."""
    # Not forked: the test's own connections are nothing to them.
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    # When all of them are there.
    begin = time.time() + 5
    crowds = [context.Process(target=crowd, args=(host, path, begin, told)) for _ in range(CROWDS)]
    for one in crowds:
        one.start()
    took = sorted(seconds for _ in crowds for seconds in json.loads(told.get()))
    for one in crowds:
        one.join()
    return len(took) / SECONDS, took[int(len(took) * 0.99)] * 1000


def test_a_seminars_page(report):
    PartnershipFactory()
    SeminarFactory(slug="getting-online")
    path = "/seminars/getting-online/"
    with programs.web(DIZ_LIMITS="off", LOG_LEVEL="ERROR") as address:
        host = urlsplit(address).netloc
        run(host, path)
        runs = [run(host, path) for _ in range(RUNS)]
        memory = max(
            one.memory_info().rss
            for one in psutil.Process().children(recursive=True)
            if "gunicorn" in " ".join(one.cmdline())
        )

    rates, latest = ([one[at] for one in runs] for at in (0, 1))
    report(
        "Web processes",
        f"A seminar's page over HTTP, 8 visitors at once on the same processors, {SECONDS} s, the "
        f"median of {RUNS} runs with the lowest and the highest.",
        [
            ("Answers a second", "1,800", said(rates)),
            ("The 99th of a hundred, in ms", "40", said(latest)),
            ("Memory of a web process, in MB", "150", f"{memory / 1_000_000:,.0f}"),
        ],
    )


def said(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f} ({min(values):,.0f} to {max(values):,.0f})"
