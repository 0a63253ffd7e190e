"""Visitors who ask for one page again and again, in processes of their own, which load nothing of
the portal. Each keeps its line, as a browser does."""

import http.client
import json
import multiprocessing
import threading
import time

CROWDS, EACH = 2, 4


def visit(host: str, path: str, begin: float, end: float, took: list[float]) -> None:
    line = http.client.HTTPConnection(host, timeout=30)
    time.sleep(max(0.0, begin - time.time()))
    while time.time() < end:
        began = time.perf_counter()
        line.request("GET", path)
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
        took.append(time.perf_counter() - began)
    line.close()


def crowd(host: str, path: str, begin: float, end: float, told) -> None:
    took: list[list[float]] = [[] for _ in range(EACH)]
    threads = [threading.Thread(target=visit, args=(host, path, begin, end, one)) for one in took]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    told.put(json.dumps([answer for one in took for answer in one]))


def ask(host: str, path: str, seconds: float) -> list[float]:
    """The seconds of each answer, the quickest first."""
    # Not forked: the test's own connections are nothing to them.
    context = multiprocessing.get_context("spawn")
    told = context.Queue()
    # When all of them are there.
    begin = time.time() + 5
    end = begin + seconds
    crowds = [
        context.Process(target=crowd, args=(host, path, begin, end, told)) for _ in range(CROWDS)
    ]
    for one in crowds:
        one.start()
    took = sorted(answer for _ in crowds for answer in json.loads(told.get()))
    for one in crowds:
        one.join()
    return took
