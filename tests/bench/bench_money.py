"""Money: a ledger of 100,000 lines through the command, and pages in a portal full of projects."""

import csv
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest
import xlsxwriter
from django.db import connection, models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from diz_portal import patience
from diz_portal.accounts.models import User
from partners.models import Organisation
from projects.models import (
    BudgetFigure,
    BudgetLine,
    Claim,
    ClaimEvent,
    ClaimLine,
    FundingLetter,
    FundingSource,
    LedgerLine,
    Posting,
    Project,
    SourceEvent,
)
from projects.money import periods
from projects.money.claim_states import ClaimState, ClaimStep
from projects.money.enums import (
    Expenditure,
    FigureKind,
    Flow,
    LetterKind,
    PostingKind,
    SourceKind,
    SourceState,
)
from tests.bench.bench_cases import queries_of
from tests.factories.money import days_ago
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory

ROOT = Path(__file__).resolve().parents[2]
LINES, COPIES = 100_000, 5
HEADER = (
    *("Transaction reference", "Line", "Date", "Period", "Cost centre", "Amount", "VAT"),
    *("Supplier", "Description"),
)
NUMBERS = {HEADER.index("Amount"), HEADER.index("VAT")}
MOST_MEMORY = 300

PROJECTS, PARTNERS = 200, 50
GIVEN_BY = 5  # partners that give to a project, beside its grant
QUARTERS, MONTHS = 8, 24
CLAIMS, LINES_OF_CLAIM = 2_000, 3
ROUNDS = 15
# Of ten claims of a project, in the order of years: what has been paid, and what waits.
STANDING = (
    *[ClaimState.PAID] * 6,
    *[state for state in ClaimState if state != ClaimState.PAID][:4],
)
STEPS = {
    ClaimState.DRAFT: [ClaimStep.STARTED],
    ClaimState.SUBMITTED: [ClaimStep.STARTED, ClaimStep.SUBMITTED],
    ClaimState.SENT_BACK: [ClaimStep.STARTED, ClaimStep.SUBMITTED, ClaimStep.SENT_BACK],
    ClaimState.APPROVED: [ClaimStep.STARTED, ClaimStep.SUBMITTED, ClaimStep.APPROVED],
    ClaimState.PAID: [ClaimStep.STARTED, ClaimStep.SUBMITTED, ClaimStep.APPROVED, ClaimStep.PAID],
}


# A ledger ----------------------------------------------------------------------------------------


def ledger_rows() -> Iterator[tuple]:
    for at in range(LINES):
        month, day = at % 12 + 1, at % 28 + 1
        yield (
            f"AP{at // 2:07}",
            at % 2 + 1,
            f"2025-{month:02}-{day:02}",
            f"2025-{month:02}",
            f"CC{at % 40:04}",
            f"{at % 9000 + 1}.{at % 100:02}",
            f"{at % 900}.00",
            f"Supplier number {at % 300}",
            f"Civils and connections, stage {at}",
        )


def write_csv(path: Path) -> None:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([HEADER, *ledger_rows()])


def write_xlsx(path: Path) -> None:
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for at, cells in enumerate(ledger_rows(), start=1):
            sheet.write_row(
                at, 0, [float(one) if place in NUMBERS else one for place, one in enumerate(cells)]
            )


def run(*arguments: str) -> tuple[float, float, float]:
    """Seconds from the start of the command to its end, those of its processor, and its peak
    memory in MB."""
    settings = connection.settings_dict
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    url = f"postgres://{settings['USER']}@/{settings['NAME']}?host={host}"
    command = [sys.executable, str(ROOT / "manage.py"), "import_ledger", *arguments]
    start = time.perf_counter()
    process = psutil.Popen(
        command, env={**os.environ, "DATABASE_URL": url}, stdout=subprocess.PIPE, text=True
    )
    peak = busy = 0.0
    while process.poll() is None:
        try:
            peak = max(peak, process.memory_info().rss / 1_000_000)
            busy = sum(process.cpu_times()[:2])
        except psutil.Error:
            break
        time.sleep(0.05)
    said = process.communicate()[0]
    seconds = time.perf_counter() - start
    assert process.returncode == 0, said
    return seconds, busy, peak


def bare_copies(rows: bytes) -> float:
    """Seconds of a COPY into an empty table with the columns and indexes of the real one."""
    seconds = []
    with connection.cursor() as cursor:
        for _ in range(COPIES):
            cursor.execute(
                "CREATE TABLE bare (LIKE projects_ledgerline INCLUDING DEFAULTS INCLUDING INDEXES)"
            )
            start = time.perf_counter()
            with patience.without_callback():
                cursor.copy_expert("COPY bare FROM STDIN", io.BytesIO(rows))
            seconds.append(time.perf_counter() - start)
            cursor.execute("DROP TABLE bare")
    return statistics.median(seconds)


@pytest.mark.django_db(transaction=True)
def test_a_ledger_of_a_hundred_thousand_lines(report, tmp_path):
    plain, workbook = tmp_path / "ledger.csv", tmp_path / "ledger.xlsx"
    write_csv(plain)
    write_xlsx(workbook)
    project, other = ProjectFactory(), ProjectFactory()

    of_plain, busy, peak = run(project.slug, str(plain))
    of_workbook, busy_with_it, its_peak = run(other.slug, str(workbook))

    written = LedgerLine.objects.order_by().values_list("project").annotate(models.Count("pk"))
    assert dict(written) == {project.pk: LINES, other.pk: LINES}
    out = io.BytesIO()
    with connection.cursor() as cursor, patience.without_callback():
        cursor.copy_expert(
            f"COPY (SELECT * FROM projects_ledgerline WHERE project_id = {project.pk}) TO STDOUT",
            out,
        )
    floor = bare_copies(out.getvalue())
    again, _, _ = run(project.slug, str(plain))
    report(
        "The ledger of an accountable body",
        f"`import_ledger` of {LINES:,} lines, from the start of the command to its end: read the "
        "file, check every field, store a preview, write the lines, and match them with postings. "
        "Compared with a bare `COPY` of the same rows into a table with only the columns and "
        f"indexes of `projects_ledgerline` (median of {COPIES}).",
        [
            ("CSV: time, as a multiple of the bare COPY", "≤ 12", f"{of_plain / floor:.1f}"),
            ("CSV: seconds, and those of the bare COPY", "–", f"{of_plain:.1f} and {floor:.2f}"),
            ("CSV: the same file again, nothing changed", "–", f"{again:.1f} s"),
            ("XLSX: seconds", "≤ 40", f"{of_workbook:.1f}"),
            ("of these the command’s own, CSV and XLSX", "–", f"{busy:.1f} and {busy_with_it:.1f}"),
            (
                "peak memory of the command, CSV and XLSX",
                f"< {MOST_MEMORY} MB",
                f"{peak:.0f} and {its_peak:.0f} MB",
            ),
        ],
    )

    assert of_plain / floor <= 12
    assert of_workbook <= 40
    assert max(peak, its_peak) < MOST_MEMORY


# Pages -------------------------------------------------------------------------------------------


def write(model: type[models.Model], rows: list) -> list:
    """What the rows are checked for is written to hold; a trigger for each would take minutes."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        made = model._default_manager.bulk_create(rows, batch_size=5_000)
        cursor.execute("SET session_replication_role = DEFAULT")
    return made


def fund(projects: list[Project], partners: list[Organisation]) -> list[FundingSource]:
    """Of each project a grant and five contributions; of each of these an award, a budget by
    quarter, and receipts and spend by month."""
    sources = [
        FundingSource(
            project=project,
            kind=SourceKind.PARTNER if step else SourceKind.GRANT,
            title=f"Fund {step}",
            organisation=partners[(number + step) % len(partners)] if step else None,
            funder="" if step else "Ministry of Funds",
            state=SourceState.SECURED,
            secured_on=days_ago(700),
            evidence="Agreement",
            awarded_revenue=90_000,
        )
        for number, project in enumerate(projects)
        for step in range(GIVEN_BY + 1)
    ]
    sources = write(FundingSource, sources)
    write(
        SourceEvent,
        [SourceEvent(source=source, state=source.state, on=days_ago(700)) for source in sources],
    )
    write(
        FundingLetter,
        [
            FundingLetter(
                source=source, kind=LetterKind.AWARD, dated_on=days_ago(710), revenue=90_000
            )
            for source in sources
        ],
    )
    lines = [
        BudgetLine(
            source=source,
            organisation=source.project.lead,
            heading="Works",
            expenditure=Expenditure.REVENUE,
        )
        for source in sources
    ]
    lines = write(BudgetLine, lines)
    quarters = [periods.quarter_of(days_ago(90 * back)) for back in range(QUARTERS)]
    write(
        BudgetFigure,
        [
            BudgetFigure(line=line, quarter=quarter, kind=FigureKind.BUDGET, amount=5_000)
            for line in lines
            for quarter in quarters
        ],
    )
    days = [days_ago(30 * back) for back in range(MONTHS)]
    write(Posting, [one for line in lines for one in postings(line, days)])
    return sources


def postings(line: BudgetLine, days: list[date]) -> Iterator[Posting]:
    for on in days:
        for flow, kind, its_line in (
            (Flow.RECEIVED, PostingKind.RECEIPT, None),
            (Flow.SPENT, PostingKind.SPEND, line),
        ):
            yield Posting(
                source=line.source,
                organisation=line.organisation,
                flow=flow,
                kind=kind,
                on=on,
                month=periods.month_of(on),
                expenditure=Expenditure.REVENUE,
                net=1_000,
                amount=1_000,
                description="Works",
                budget_line=its_line,
            )


def claim(sources: list[FundingSource], number: int, by: User) -> None:
    """So many claims of these sources, ten of each as far as they go: six paid, four waiting."""
    spent: dict[int, list[Posting]] = {}
    for one in Posting.objects.filter(flow=Flow.SPENT, source__in=sources):
        spent.setdefault(one.source_id, []).append(one)
    claims = [
        Claim(
            source=source,
            organisation=source.project.lead,
            period_from=days_ago(720),
            period_to=days_ago(30),
            state=state,
            paid_on=days_ago(10) if state == ClaimState.PAID else None,
        )
        for source in sources
        for state in STANDING
    ]
    claims = write(Claim, claims[:number])
    write(
        ClaimLine,
        [
            ClaimLine(claim=one, posting=posting, percent=10, net=100, amount=100)
            for one in claims
            for posting in spent[one.source_id][:LINES_OF_CLAIM]
        ],
    )
    write(
        ClaimEvent,
        [
            ClaimEvent(
                claim=one,
                step=step,
                on=days_ago(60 - 10 * at),
                reason="A step of it",
                revenue=300,
                by=by,
            )
            for one in claims
            for at, step in enumerate(STEPS[ClaimState(one.state)])
        ],
    )


class Cost(NamedTuple):
    """Of a page: milliseconds of the processors, here and in the database, and on the clock, which
    a busy machine prolongs; and its queries."""

    busy: float
    taken: float
    queries: int


class Pages:
    def __init__(self, by: User, project: Project) -> None:
        self.client = Client()
        self.client.force_login(by)
        self.of_project = {
            "statement of a project": reverse("money:project", args=[project.slug]),
            "budget of a project": reverse("money:budget", args=[project.slug]),
        }
        self.of_all = {
            "money of all projects": reverse("money:list"),
            "claims that need action": reverse("money:claim_queue"),
        }

    def measured(self, pages: dict[str, str]) -> dict[str, Cost]:
        return {name: self._measured(url) for name, url in pages.items()}

    def _measured(self, url: str) -> Cost:
        def ask() -> None:
            status = self.client.get(url).status_code
            if status != 200:
                raise RuntimeError(f"answered {status}")

        queries = queries_of(ask)
        server = psutil.Process(connection.connection.info.backend_pid)
        taken = []
        before = time.process_time() + sum(server.cpu_times()[:2])
        for _ in range(ROUNDS):
            start = time.perf_counter()
            ask()
            taken.append(time.perf_counter() - start)
        busy = time.process_time() + sum(server.cpu_times()[:2]) - before
        return Cost(1000 * busy / ROUNDS, 1000 * statistics.median(taken), queries)


@pytest.mark.django_db(transaction=True)
def test_money_in_a_portal_full_of_projects(report, settings, settle, tmp_path):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    PartnershipFactory()
    by, lead = manager(), OrganisationFactory()
    partners = OrganisationFactory.create_batch(PARTNERS)
    times = {"starts_on": days_ago(720), "ends_on": timezone.localdate()}
    project = ProjectFactory(lead=lead, **times)
    pages = Pages(by, project)
    each = CLAIMS // PROJECTS
    claim(fund([project], partners), each, by)
    settle()
    alone = pages.measured(pages.of_project)

    others = ProjectFactory.create_batch(PROJECTS - 1, lead=lead, **times)
    sources = fund(others, partners)
    claim(sources[:: GIVEN_BY + 1], CLAIMS - each, by)
    settle()
    among = pages.measured(pages.of_project)
    of_all = pages.measured(pages.of_all)

    rows = []
    for name, one in alone.items():
        many = among[name]
        rows += [
            (f"{name}: among {PROJECTS} / alone", "≤ 1.5 ×", f"{many.busy / one.busy:.2f} ×"),
            (f"{name}: alone and among", "–", f"{one.busy:.0f} and {many.busy:.0f} ms"),
            (f"{name}: queries", "the same", f"{one.queries} and {many.queries}"),
        ]
    rows += [
        (
            f"{name}: processors, and by the clock",
            "≤ 500 ms",
            f"{one.busy:.0f} and {one.taken:.0f} ms",
        )
        for name, one in of_all.items()
    ]
    report(
        "Money in a full portal",
        f"Pages in a portal of {PROJECTS} projects and {PARTNERS} partners. Each project has "
        f"{GIVEN_BY + 1} funding sources, each with {2 * MONTHS} postings and a budget of "
        f"{QUARTERS} quarters. There are {CLAIMS:,} claims: 4 in 10 need action. Through every "
        f"middleware, {ROUNDS} times. Processor time, with that of the database.",
        rows,
    )

    for name, one in alone.items():
        assert one.queries == among[name].queries, rows
        assert among[name].busy / one.busy <= 1.5, rows
    assert all(one.busy <= 500 for one in of_all.values()), rows
