"""100,000 sites through the command, against a bare COPY of the same rows."""

import csv
import io
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.db import connection

from diz_portal import patience
from projects.models import Site
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory
from tests.projects.import_files import HEADER

ROOT = Path(__file__).resolve().parents[2]
SITES = 100_000
STAGES = [
    "candidate",
    "eligible",
    "in_scope",
    "ordered",
    "surveyed",
    "civils",
    "connected",
    "in_service",
]


def write_sites(path: Path) -> None:
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for at in range(SITES):
            writer.writerow(
                [
                    f"X{at:06}",
                    100_000_000_000 + at,
                    f"Surgery number {at}",
                    f"{at} High Street, Harlow",
                    f"CM{at % 20 + 1} {at % 10}AA",
                    "Harlow",
                    f"51.{770000 + at % 9999}",
                    f"0.0{at % 9999:04}",
                    "Fibre Ltd",
                    f"ORD{at:06}",
                    STAGES[at % len(STAGES)],
                    f"2025-{at % 12 + 1:02}-{at % 28 + 1:02}",
                    f"{at % 80}.5",
                    f"{at % 20}.1",
                    900,
                    900,
                    12_000 + at % 999,
                    "",
                    "Some notes, with a comma",
                ]
            )


def run(*arguments: str) -> tuple[float, float]:
    """Seconds from the start of the command to its end, and its peak memory in MB."""
    settings = connection.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    url = f"postgres://{settings['USER']}@/{settings['NAME']}?host={host}"
    command = [sys.executable, str(ROOT / "manage.py"), "import_sites", *arguments]
    start = time.perf_counter()
    process = psutil.Popen(
        command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, text=True
    )
    peak = 0.0
    while process.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss / 1_000_000)
        except psutil.Error:
            break
        time.sleep(0.05)
    said = process.communicate()[0]
    seconds = time.perf_counter() - start
    assert process.returncode == 0, said
    return seconds, peak


def bare_copies(rows: bytes, times: int) -> list[float]:
    """Seconds of a COPY into an empty table with the columns and indexes of the real one."""
    seconds = []
    with connection.cursor() as cursor:
        for _ in range(times):
            cursor.execute(
                "CREATE TABLE bare (LIKE projects_site INCLUDING DEFAULTS INCLUDING INDEXES)"
            )
            start = time.perf_counter()
            with patience.without_callback():
                cursor.copy_expert("COPY bare FROM STDIN", io.BytesIO(rows))
            seconds.append(time.perf_counter() - start)
            cursor.execute("DROP TABLE bare")
    return seconds


@pytest.mark.django_db(transaction=True)
def test_import_of_a_hundred_thousand_sites(report, tmp_path):
    DistrictFactory(code="E07000073", name="Harlow")
    project = ProjectFactory()
    manager()
    path = tmp_path / "sites.csv"
    write_sites(path)

    seconds, peak = run(project.slug, str(path))

    assert Site.objects.filter(project=project).count() == SITES
    out = io.BytesIO()
    with connection.cursor() as cursor, patience.without_callback():
        cursor.copy_expert("COPY projects_site TO STDOUT", out)
    floor = statistics.median(bare_copies(out.getvalue(), 5))
    again, peak_again = run(project.slug, str(path))
    ratio = seconds / floor
    report(
        "Importing sites",
        "`import_sites` of 100,000 sites in a CSV file, from starting the command to its end: "
        "read, check every field, store a preview that can be looked at and undone, write the "
        "sites, their first stage entries, the scope ledger and the audit trail. Against a bare "
        "`COPY` of the same rows into a table with the columns and indexes of `projects_site`, "
        "and nothing else (median of five).",
        [
            ("time, as a multiple of the bare COPY", "≤ 10", f"{ratio:.1f}"),
            ("seconds, and those of the bare COPY", "–", f"{seconds:.1f} and {floor:.2f}"),
            ("peak memory of the command", "≤ 400 MB", f"{peak:.0f} MB"),
            (
                "the same file again, nothing changed: multiple, memory",
                "–",
                f"{again / floor:.1f}, {peak_again:.0f} MB",
            ),
        ],
    )
    assert peak < 400
