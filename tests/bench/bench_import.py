"""100,000 sites through the command, against a bare COPY of the same rows."""

import contextlib
import csv
import io
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from django.db import connection

from diz_portal import patience
from projects.models import Project, Site
from tests.bench.spending import Spending, load, spread
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory
from tests.programs import environment
from tests.projects.import_files import HEADER

ROOT = Path(__file__).resolve().parents[2]
SITES, RUNS = 100_000, 3
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


class Run(Spending):
    """The command from its start to its end, with its peak memory in MB."""

    def __init__(self, *arguments: str):
        super().__init__()
        self.peak = 0.0
        command = [sys.executable, "-m", "manage", "import_sites", *arguments]
        with self:
            process = psutil.Popen(
                command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, text=True
            )
            while process.poll() is None:
                with contextlib.suppress(psutil.Error):
                    self.peak = max(self.peak, process.memory_info().rss / 1_000_000)
                time.sleep(0.05)
            said = process.communicate()[0]
        assert process.returncode == 0, said


class BareCopy(Spending):
    """A COPY of the project's sites into an empty table with the columns and indexes of theirs."""

    def __init__(self, project: Project):
        super().__init__()
        rows = io.BytesIO()
        with connection.cursor() as cursor, patience.without_callback():
            cursor.copy_expert(
                f"COPY (SELECT * FROM projects_site WHERE project_id = {project.pk}) TO STDOUT",
                rows,
            )
            rows.seek(0)
            cursor.execute(
                "CREATE TABLE bare (LIKE projects_site INCLUDING DEFAULTS INCLUDING INDEXES)"
            )
            with self:
                cursor.copy_expert("COPY bare FROM STDIN", rows)
            cursor.execute("DROP TABLE bare")


@pytest.mark.django_db(transaction=True)
def test_import_of_a_hundred_thousand_sites(report, tmp_path):
    DistrictFactory(code="E07000073", name="Harlow")
    manager()
    path = tmp_path / "sites.csv"
    write_sites(path)

    runs = []
    for project in ProjectFactory.create_batch(RUNS):
        runs.append((Run(project.slug, str(path)), BareCopy(project), Run(project.slug, str(path))))
        assert Site.objects.filter(project=project).count() == SITES

    new, copies, again = zip(*runs, strict=True)
    report(
        "Importing sites",
        f"`import_sites` of {SITES:,} sites in a CSV file, from the start of the command to its "
        "end: read the file, check every field, store the preview, and write the sites, their "
        "first stage entries, the scope change log and the audit trail. Compared with a bare "
        "`COPY` of the same rows into a table with only the columns and indexes of "
        f"`projects_site`. In turns, the median of {RUNS} with the lowest and the highest. The "
        f"multiples are of processor seconds, with those of the database. {load()}",
        [
            (
                "time, as a multiple of the bare COPY",
                "≤ 8",
                spread(one.busy / copy.busy for one, copy in zip(new, copies, strict=True)),
            ),
            (
                "the same file again, nothing changed",
                "≤ 6",
                spread(one.busy / copy.busy for one, copy in zip(again, copies, strict=True)),
            ),
            *(
                (f"processor seconds: {name}", "–", spread(one.busy for one in these))
                for name, these in (("new", new), ("again", again), ("the bare COPY", copies))
            ),
            (
                "seconds by the clock: new, again",
                "–",
                " and ".join(spread(one.seconds for one in these) for these in (new, again)),
            ),
            (
                "peak memory of the command",
                "≤ 400 MB",
                spread((one.peak for one in (*new, *again)), ".0f"),
            ),
        ],
    )
    assert max(one.peak for one in (*new, *again)) < 400
