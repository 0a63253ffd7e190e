"""What long reports cost: a CSV of a million rows beside the database's own COPY, a workbook of
100,000, and the memory of each.

The rows are like those of a project's sites: ten columns of text, days, numbers and yes or no, read
through a server-side cursor as reports read them.
"""

import gc
import os
import threading
import time

import psutil
import pytest
from django.db import connection

from diz_portal.disclosure import crosstab
from diz_portal.patience import without_callback
from diz_portal.reports.declaring import Column, Kind, NoQuestion, Paper, Report, Section, Table
from diz_portal.reports.making import made
from diz_portal.reports.question import Question
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG, WORKBOOK = 1_000_000, 100_000
TIMES, MEGABYTES = 8, 200
# How much more a CSV of a million rows may hold than one of 10,000.
GROWTH = 40
SELECT = "SELECT * FROM bench_rows ORDER BY number LIMIT {}"
MAKE = """
    CREATE UNLOGGED TABLE bench_rows AS
    SELECT n AS number, 'Elmfield Surgery ' || n AS name, 'ref' || n AS reference,
           'Y' || lpad(n::text, 6, '0') AS ods_code, 'East Hertfordshire' AS district,
           'In service' AS stage, DATE '2026-01-01' + n % 365 AS stage_on, n % 3 = 0 AS in_scope,
           n % 40 AS days_late, 'Stort Valley Fibre' AS supplier
    FROM generate_series(1, {}) AS n
"""
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


def copy(folder):
    started = time.perf_counter()
    sql = f"COPY ({SELECT.format(LONG)}) TO STDOUT WITH (FORMAT csv, HEADER)"
    with (
        (folder / "copied.csv").open("wb") as file,
        connection.cursor() as cursor,
        without_callback(),
    ):
        cursor.copy_expert(sql, file)
    return time.perf_counter() - started


@pytest.fixture
def rows():
    PartnershipFactory()
    with connection.cursor() as cursor:
        cursor.execute(MAKE.format(LONG))
        cursor.execute("CREATE INDEX ON bench_rows (number)")
        cursor.execute("ANALYZE bench_rows")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE bench_rows")


def test_long_reports(report, rows, tmp_path):
    # First, before the process has held more: what it has once held it may use again.
    _, workbook = write(WORKBOOK, "xlsx")
    write(10_000, "csv")
    copied = min(copy(tmp_path) for _ in range(2))
    _, few = write(10_000, "csv")
    took, many = write(LONG, "csv")
    cells = {(row, column): (row * row + column) % 41 for row in range(1000) for column in range(5)}
    started = time.process_time()
    crosstab(cells)
    hidden = time.process_time() - started

    report(
        "Long reports",
        f"A CSV of {LONG:,} rows of ten columns beside `COPY … TO` of the same query, and a "
        f"workbook of {WORKBOOK:,}; memory is what the process held beyond what it held before. "
        "Small numbers are hidden in a table of 1,000 rows and 5 columns.",
        [
            ("CSV, times COPY", f"at most {TIMES}", f"{took / copied:.1f}"),
            ("CSV, memory beyond that of 10,000 rows", f"{GROWTH} MB", f"{many - few:.0f} MB"),
            ("Excel, memory", f"under {MEGABYTES} MB", f"{workbook:.0f} MB"),
            ("small numbers, seconds of a processor", "at most 5", f"{hidden:.1f}"),
        ],
    )
    assert took <= TIMES * copied
    assert many - few <= GROWTH
    assert workbook < MEGABYTES
    assert hidden <= 5
