"""A long report, and what it costs the process that writes it.

    manage.py shell -c "from tests.bench.long_report import say; say('xlsx', 100_000)"

does it in a process of its own, which has held nothing before: what a process once held it may use
again, and a measurement beside it would say 0.
"""

import ctypes
import gc
import json
import os
import sys
import threading
import time

import psutil
from django.db import connection

from diz_portal.reports.declaring import Column, Kind, NoQuestion, Paper, Report, Section, Table
from diz_portal.reports.making import made
from diz_portal.reports.question import Question

SELECT = "SELECT * FROM bench_rows ORDER BY number LIMIT {}"
COLUMNS = (
    Column("number", "Number", Kind.WHOLE),
    Column("name", "Site"),
    Column("reference", "Reference"),
    Column("ods_code", "ODS code"),
    Column("district", "District"),
    Column("stage", "Stage"),
    Column("stage_on", "Stage since", Kind.DAY),
    Column("in_scope", "In scope", Kind.YES_NO),
    Column("days_late", "Days late", Kind.WHOLE),
    Column("supplier", "Supplier"),
)


class LongReport(Report):
    name, title, about, csv_table = "long", "A long report", "For the bench.", "rows"
    asks = NoQuestion

    def __init__(self, number: int):
        self.number = number

    def paper(self, question: Question) -> Paper:
        def rows():
            with connection.chunked_cursor() as cursor:
                cursor.execute(SELECT.format(self.number))
                yield from cursor

        table = Table("rows", "Rows", COLUMNS, rows, self.number)
        return Paper(self.title, [Section("rows", "Rows", [table])])


class Peak:
    """The most that the process held inside the block, beyond what it held before, in MB."""

    def __enter__(self):
        gc.collect()
        if sys.platform == "linux":
            # What was freed goes back, so that it is not used again unseen.
            ctypes.CDLL("libc.so.6").malloc_trim(0)
        self._process = psutil.Process(os.getpid())
        self._before = self.most = self._process.memory_info().rss
        self._is_over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def _watch(self):
        while not self._is_over.wait(0.02):
            self.most = max(self.most, self._process.memory_info().rss)

    def __exit__(self, *error):
        self._is_over.set()
        self._watcher.join()

    @property
    def megabytes(self) -> float:
        return (self.most - self._before) / 1_000_000


def write(number, kind):
    """Seconds and MB of one file."""
    started = time.perf_counter()
    with Peak() as peak, made(LongReport(number), Question({}), [kind]) as (_, files):
        assert files[0].size > number
    return time.perf_counter() - started, peak.megabytes


def say(kind, number):
    """Once with little, as a worker that has been warm for long; then what the long one costs."""
    write(100, kind)
    seconds, megabytes = write(number, kind)
    sys.stdout.write(f"\n{json.dumps({'seconds': seconds, 'megabytes': megabytes})}\n")
