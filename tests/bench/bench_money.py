"""Money: a ledger of 100,000 lines through the command, and pages in a portal full of projects."""

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
import xlsxwriter
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diz_portal import patience
from projects.models import BudgetFigure, BudgetLine, LedgerLine, Posting
from projects.money import periods
from tests.factories.money import awarded, days_ago
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.projects import ProjectFactory

ROOT = Path(__file__).resolve().parents[2]
LINES = 100_000
PROJECTS, PARTNERS = 200, 50
HEADER = [
    *("Transaction reference", "Line", "Date", "Period", "Cost centre", "Amount", "VAT"),
    *("Supplier", "Description"),
]
TITLE = "The ledger of the accountable body"
WHAT = (
    "`import_ledger` of 100,000 lines, from starting the command to its end: read, check every "
    "field, store a preview that can be looked at and undone, write the lines and match them with "
    "postings. Against a bare `COPY` of the same rows into a table with the columns and indexes of "
    "`projects_ledgerline`, and nothing else (median of five)."
)


def ledger_rows():
    for at in range(LINES):
        month, day = at % 12 + 1, at % 28 + 1
        yield [
            f"AP{at // 2:07}",
            at % 2 + 1,
            f"2025-{month:02}-{day:02}",
            f"2025-{month:02}",
            f"CC{at % 40:04}",
            f"{at % 9000 + 1}.{at % 100:02}",
            f"{at % 900}.00",
            f"Supplier number {at % 300}",
            f"Civils and connections, stage {at}",
        ]


def write_csv(path: Path) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *ledger_rows()])


def write_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, cells in enumerate([HEADER, *ledger_rows()]):
            for column, cell in enumerate(cells):
                if at and column in (5, 6):
                    sheet.write_number(at, column, float(cell))
                else:
                    sheet.write(at, column, cell)


def run(*arguments: str) -> tuple[float, float]:
    """Seconds from the start of the command to its end, and its peak memory in MB."""
    settings = connection.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    url = f"postgres://{settings['USER']}@/{settings['NAME']}?host={host}"
    command = [sys.executable, str(ROOT / "manage.py"), "import_ledger", *arguments]
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
                "CREATE TABLE bare (LIKE projects_ledgerline INCLUDING DEFAULTS INCLUDING INDEXES)"
            )
            start = time.perf_counter()
            with patience.without_callback():
                cursor.copy_expert("COPY bare FROM STDIN", io.BytesIO(rows))
            seconds.append(time.perf_counter() - start)
            cursor.execute("DROP TABLE bare")
    return seconds


@pytest.mark.django_db(transaction=True)
def test_a_ledger_of_a_hundred_thousand_lines(report, tmp_path):
    plain, workbook = tmp_path / "ledger.csv", tmp_path / "ledger.xlsx"
    write_csv(plain)
    write_xlsx(workbook)
    project, other = ProjectFactory(), ProjectFactory()

    seconds, peak = run(project.slug, str(plain))
    of_workbook, peak_of_workbook = run(other.slug, str(workbook))

    assert LedgerLine.objects.filter(project=project).count() == LINES
    out = io.BytesIO()
    with connection.cursor() as cursor, patience.without_callback():
        cursor.copy_expert(
            f"COPY (SELECT * FROM projects_ledgerline WHERE project_id = {project.pk}) TO STDOUT",
            out,
        )
    floor = statistics.median(bare_copies(out.getvalue(), 5))
    again, _ = run(project.slug, str(plain))
    report(
        TITLE,
        WHAT,
        [
            ("CSV: time, as a multiple of the bare COPY", "≤ 12", f"{seconds / floor:.1f}"),
            ("CSV: seconds, and those of the bare COPY", "–", f"{seconds:.1f} and {floor:.2f}"),
            ("CSV: the same file again, nothing changed", "–", f"{again:.1f} s"),
            ("XLSX: seconds", "≤ 40", f"{of_workbook:.1f}"),
            (
                "peak memory of the command, CSV and XLSX",
                "< 300 MB",
                f"{peak:.0f} and {peak_of_workbook:.0f} MB",
            ),
        ],
    )


def _fund(project, partners, by) -> None:
    """A grant and five contributions, each with a budget by quarter, receipts and spend."""
    quarters = [periods.quarter_of(days_ago(90 * back)) for back in range(8)]
    for number, organisation in enumerate([None, *partners]):
        source = awarded(
            project=project,
            title=f"Fund {number}",
            organisation=organisation,
            kind="partner" if organisation else "grant",
            revenue="90000",
            by=by,
        )
        line = BudgetLine.objects.create(
            source=source, organisation=project.lead, heading="Works", expenditure="revenue"
        )
        BudgetFigure.objects.bulk_create(
            BudgetFigure(line=line, quarter=quarter, kind="budget", amount=5_000)
            for quarter in quarters
        )
        Posting.objects.bulk_create(
            Posting(
                source=source,
                organisation=project.lead,
                flow=flow,
                kind=kind,
                on=on,
                month=periods.month_of(on),
                expenditure="revenue",
                net=1_000,
                amount=1_000,
                description="Works",
                budget_line=line if flow == "spent" else None,
            )
            for on in (days_ago(30 * back) for back in range(24))
            for flow, kind in (("received", "receipt"), ("spent", "spend"))
        )


def _read(client, url: str) -> tuple[float, int]:
    """Milliseconds of a page, the median of 15, and its queries."""
    times = []
    client.get(url)
    for _ in range(15):
        start = time.perf_counter()
        assert client.get(url).status_code == 200
        times.append((time.perf_counter() - start) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(url)
    return statistics.median(times), len(asked)


@pytest.mark.django_db
def test_money_in_a_portal_full_of_projects(report, client):
    by = manager()
    lead = OrganisationFactory()
    partners = OrganisationFactory.create_batch(PARTNERS)
    project = ProjectFactory(lead=lead, starts_on=days_ago(720), ends_on=days_ago(-1))
    _fund(project, partners[:5], by)
    client.force_login(by)
    pages = {
        "statement of a project": reverse("money:project", args=[project.slug]),
        "budget of a project": reverse("money:budget", args=[project.slug]),
    }
    alone = {name: _read(client, url) for name, url in pages.items()}
    for number in range(PROJECTS - 1):
        other = ProjectFactory(lead=lead, starts_on=days_ago(720), ends_on=days_ago(-1))
        _fund(other, [partners[(number + step) % PARTNERS] for step in range(5)], by)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")

    among = {name: _read(client, url) for name, url in pages.items()}
    portfolio, queries = _read(client, reverse("money:list"))

    rows = []
    for name in pages:
        (one, asked), (many, asked_among) = alone[name], among[name]
        rows += [
            (f"{name}: among {PROJECTS} / alone", "≤ 1.5 ×", f"{many / one:.2f} ×"),
            (f"{name}: milliseconds, alone and among", "–", f"{one:.0f} and {many:.0f}"),
            (f"{name}: queries, alone and among", "the same", f"{asked} and {asked_among}"),
        ]
    report(
        "Money in a full portal",
        f"Pages of money in a portal of {PROJECTS} projects and {PARTNERS} partners: each project "
        "has 6 funding sources with 48 postings and 8 quarters of budget each. Through every "
        "middleware, the median of 15.",
        [
            *rows,
            (
                "money of all projects: milliseconds, queries",
                "≤ 500",
                f"{portfolio:.0f}, {queries}",
            ),
        ],
    )
