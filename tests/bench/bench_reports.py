"""What long reports cost: a CSV of a million rows beside the database's own COPY, a workbook of
100,000, and the memory of each.

The rows are like those of a project's sites: ten columns of text, days, numbers and yes or no, read
through a server-side cursor as reports read them.
"""

import json
import os
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.db import connection

from diz_portal.disclosure import crosstab
from diz_portal.patience import without_callback
from tests.bench.long_report import SELECT, write
from tests.bench.spending import Spending
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG, WORKBOOK = 1_000_000, 100_000
TIMES, MEGABYTES = 8, 200
# How much more a CSV of a million rows may hold than one of 10,000.
GROWTH = 40
MAKE = """
    CREATE UNLOGGED TABLE bench_rows AS
    SELECT n AS number, 'Elmfield Surgery ' || n AS name, 'ref' || n AS reference,
           'Y' || lpad(n::text, 6, '0') AS ods_code, 'East Hertfordshire' AS district,
           'In service' AS stage, DATE '2026-01-01' + n % 365 AS stage_on, n % 3 = 0 AS in_scope,
           n % 40 AS days_late, 'Stort Valley Fibre' AS supplier
    FROM generate_series(1, {}) AS n
"""


def copy(folder):
    sql = f"COPY ({SELECT.format(LONG)}) TO STDOUT WITH (FORMAT csv, HEADER)"
    with (
        (folder / "copied.csv").open("wb") as file,
        connection.cursor() as cursor,
        without_callback(),
    ):
        cursor.copy_expert(sql, file)


def alone(kind, number):
    """Seconds and MB of one file in a process of its own."""
    database = connection.settings_dict
    host = database["OPTIONS"].get("host") or database["HOST"]
    url = f"postgres://{database['USER']}@/{database['NAME']}?host={host}"
    does = f"from tests.bench.long_report import say; say({kind!r}, {number})"
    run = subprocess.run(
        [sys.executable, "manage.py", "shell", "-c", does],
        cwd=settings.BASE_DIR,
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=True,
    )
    told = json.loads(run.stdout.splitlines()[-1])
    return told["seconds"], told["megabytes"]


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
    filled, workbook = alone("xlsx", WORKBOOK)
    _, few = alone("csv", 10_000)
    _, many = alone("csv", LONG)
    # Here and in turn, so that both have the same machine.
    copies, writes = [], []
    for _ in range(2):
        with Spending() as work:
            copy(tmp_path)
        copies.append((work.busy, work.seconds))
        with Spending() as work:
            write(LONG, "csv")
        writes.append((work.busy, work.seconds))
    copied, took = min(copies), min(writes)
    cells = {(row, column): (row * row + column) % 41 for row in range(1000) for column in range(5)}
    started = time.process_time()
    crosstab(cells)
    hidden = time.process_time() - started

    report(
        "Long reports",
        f"A CSV of {LONG:,} rows of ten columns beside `COPY … TO` of the same query, in processor "
        "seconds of the portal and its database, and a "
        f"workbook of {WORKBOOK:,}; memory is what a process of its own held at most, beyond what "
        "it held before. "
        "Small numbers are hidden in a table of 1,000 rows and 5 columns.",
        [
            ("CSV, times COPY", f"at most {TIMES}", f"{took[0] / copied[0]:.1f}"),
            ("processor seconds of each", "", f"{took[0]:.1f} and {copied[0]:.1f}"),
            ("seconds by the clock", "", f"{took[1]:.1f} and {copied[1]:.1f}"),
            ("CSV, memory beyond that of 10,000 rows", f"{GROWTH} MB", f"{many - few:.0f} MB"),
            ("Excel, memory", f"under {MEGABYTES} MB", f"{workbook:.0f} MB"),
            ("Excel, seconds", "", f"{filled:.1f}"),
            ("small numbers, seconds of a processor", "at most 5", f"{hidden:.1f}"),
        ],
    )
    assert took[0] <= TIMES * copied[0]
    assert many - few <= GROWTH
    # Nothing at all would be no measurement.
    assert 0 < workbook < MEGABYTES
    assert hidden <= 5
