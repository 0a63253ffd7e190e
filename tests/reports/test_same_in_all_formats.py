"""One figure is one figure: on the page, in the web page, the PDF, the workbook, the CSV and the
ZIP. And every PDF is one that a screen reader can read."""

import csv
import html
import io
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from diz_portal.lists.models import SavedView
from diz_portal.reports import registry
from diz_portal.reports.making import made
from diz_portal.reports.paper import FIGURE_COLUMNS, for_programs, plain
from diz_portal.reports.reading import read
from diz_portal.reports.registry import Format
from diz_portal.spreadsheets import cell
from projects.models import Project
from tests import example_partnership
from tests.pdf.reading import Read

from .every_report import EACH, answers_of
from .packages import Package, problems_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SHOWN_FORMATS = (Format.HTML, Format.PDF, Format.XLSX, Format.CSV, Format.ZIP)


@dataclass
class Files:
    """The formats of one report, made of one paper."""

    report: object
    question: object
    octets: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def shown(self):
        return json.loads(self.octets["json"])

    @cached_property
    def tables(self):
        """Of the paper itself: each table with its rows."""
        paper = self.report.paper(self.question)
        return {one.key: (one, list(one.rows())) for one in paper.tables()}

    @property
    def parts(self):
        for section in self.shown["sections"]:
            for part in section["parts"]:
                yield part.get("table", part) if part["type"] == "drawing" else part


@pytest.fixture(scope="module")
def example(django_db_setup, django_db_blocker):
    """The example partnership, once for all: nothing here changes it."""
    with django_db_blocker.unblock(), transaction.atomic():
        example_partnership.loaded()
        project = Project.objects.get(slug="local-full-fibre-network")
        yield {
            "project": project.slug,
            "organisation": project.partners.order_by("pk").first().slug,
            "list": "sites",
            "by": get_user_model().objects.filter(is_staff=True, is_active=True).first(),
        }
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def files_of(example, django_db_blocker):
    """Made once for each report."""
    known = {}

    def make(name, edition):
        if (name, edition) not in known:
            report = registry.named(name)
            answers = answers_of(report, edition, example, timezone.localdate())
            found = Files(report, read(report, answers, user=example["by"]))
            with made(report, found.question, wanted_of(report)) as (_, files):
                found.octets = {one.format: one.path.read_bytes() for one in files}
            known[name, edition] = found
        return known[name, edition]

    return make


@pytest.fixture(params=EACH, ids=" ".join)
def files(request, files_of):
    return files_of(*request.param)


def wanted_of(report):
    """Of a report that people read on paper all formats, those that it is not offered in too."""
    return SHOWN_FORMATS if Format.PDF in report.formats else report.formats


def made_in(kind):
    """For the reports that are made in this format."""
    there = [one for one in EACH if kind in wanted_of(registry.named(one[0]))]
    return pytest.mark.parametrize("files", there, indirect=True, ids=" ".join)


def squeezed(text):
    """Without the spaces and the places where a long word may break: lines end where they like."""
    return re.sub(r"[\s\u200b\u00ad]", "", text)


def words_of(page):
    """What a page says, without its markup."""
    page = re.sub(r"(?s)<(style|script|svg)\b.*?</\1>", "", page)
    return squeezed(html.unescape(re.sub(r"<[^>]+>", " ", page)))


def rows_said(files, *, on_paper=False):
    """Each figure beside its name, and each row of a table, as people read them."""
    for part in files.parts:
        if part["type"] == "figures":
            for one in part["figures"]:
                yield part["key"], one["label"] + one["said"]
        elif part["type"] == "table":
            keep = [not on_paper or column["on_paper"] for column in part["columns"]]
            for row in part["rows"]:
                said = [one["said"] for one, kept in zip(row, keep, strict=True) if kept]
                yield part["key"], "".join(said)


def missing_from(text, rows):
    """Each must stand there, in this order."""
    at, lost = 0, []
    for key, row in rows:
        found = text.find(squeezed(row), at)
        if found < 0:
            lost.append((key, row))
        else:
            at = found
    return lost


def test_the_page_and_the_web_page_say_what_was_read(files):
    page = render_to_string("reports/_paper.html", {"paper": files.shown, "site": ""})

    pages = [page]
    if "html" in files.octets:
        pages.append(files.octets["html"].decode())

    for text in pages:
        assert missing_from(words_of(text), rows_said(files)) == []


def test_the_snapshot_has_the_values_of_the_paper(files):
    for part in files.parts:
        if part["type"] == "table":
            _, rows = files.tables[part["key"]]
            shown = [[one["value"] for one in row] for row in part["rows"]]
            assert shown == [list(map(as_json, row)) for row in rows[: len(shown)]], part["key"]
            assert part["count"] == len(rows), f"{part['key']} counts other rows than it has"


def as_json(value):
    value = for_programs(value) if hasattr(plain(value), "short") else plain(value)
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


@made_in(Format.PDF)
def test_the_pdf_says_the_same(files):
    pdf = Read(PdfReader(io.BytesIO(files.octets["pdf"])))
    text = squeezed(pdf.text)

    lost = [row for row in rows_said(files, on_paper=True) if squeezed(row[1]) not in text]
    # A row that a page ends in the middle of is told in its cells.
    torn = [row for row in lost if not all_cells_in(text, files, row)]
    assert torn == []
    of_figures = {part["key"] for part in files.parts if part["type"] == "figures"}
    assert len([row for row in lost if row[0] not in of_figures]) <= len(pdf.reader.pages)


def all_cells_in(text, files, lost):
    key, said = lost
    for part in files.parts:
        if part.get("key") == key and part["type"] == "figures":
            # Some papers set the number above its name.
            for one in part["figures"]:
                if one["label"] + one["said"] == said:
                    return squeezed(one["label"]) in text and squeezed(one["said"]) in text
        if part.get("key") == key and part["type"] == "table":
            for row in part["rows"]:
                kept = [c for c, col in zip(row, part["columns"], strict=True) if col["on_paper"]]
                if "".join(one["said"] for one in kept) == said:
                    return all(
                        squeezed(word) in text for one in kept for word in one["said"].split()
                    )
    return False


@made_in(Format.XLSX)
def test_the_workbook_has_the_same_values_with_their_types(files):
    book = openpyxl.load_workbook(io.BytesIO(files.octets["xlsx"]))
    sheets = [one for one in book if one.title not in {"Cover", "Contents", "Notes", "Commentary"}]

    for (table, rows), sheet in zip(files.tables.values(), sheets, strict=True):
        found = [list(row) for row in sheet.iter_rows(min_row=2, values_only=True)]
        if not rows:
            assert found[0][0] == table.empty
            continue
        wanted = [list(map(in_a_cell, row)) for row in rows]
        assert found == wanted, table.key


def in_a_cell(value):
    value = plain(value)
    if value is None or value == "":
        return None
    if hasattr(value, "short"):
        return value.short
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        local = timezone.make_naive(value) if timezone.is_aware(value) else value
        # A workbook keeps days as numbers: to the millisecond.
        return openpyxl.utils.datetime.from_excel(openpyxl.utils.datetime.to_excel(local))
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


def in_a_file(value):
    return str(cell(for_programs(value)))


@made_in(Format.ZIP)
def test_the_zip_has_the_same_and_is_what_it_says_of_itself(files):
    package = Package(files.octets["zip"])

    assert problems_of(package) == []
    for key, (_, rows) in files.tables.items():
        found = [list(row.values()) for row in package.rows(f"{key}.csv")]
        assert found == [list(map(in_a_file, row)) for row in rows], key


@made_in(Format.CSV)
def test_the_csv_has_the_same(files):
    found = list(csv.reader(io.StringIO(files.octets["csv"].decode("utf-8-sig"))))[1:]

    if files.report.csv_table:
        _, rows = files.tables[files.report.csv_table]
        assert found == [list(map(in_a_file, row)) for row in rows]
        return
    assert found == [
        [key, str(number), in_a_file(row[0]), column.key, in_a_file(value)]
        for key, (table, rows) in files.tables.items()
        for number, row in enumerate(rows, start=1)
        for column, value in zip(table.columns[1:], row[1:], strict=True)
    ]


@made_in(Format.PDF)
def test_the_pdf_can_be_read_by_somebody_who_cannot_see(files):
    pdf = Read(PdfReader(io.BytesIO(files.octets["pdf"])))
    root = pdf.reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"]
    assert pdf.says_ua_1
    assert root["/Lang"] == "en-GB"
    assert pdf.title == files.shown["title"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.fonts
    assert all(map(is_embedded, fonts_of(pdf.reader)))
    # Headings go down a step at a time, and the sections are bookmarks.
    levels = [int(tag[1:]) for tag in pdf.headings]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    marks = squeezed(str(pdf.reader.outline))
    for section in files.shown["sections"]:
        assert squeezed(section["title"]) in marks, section["title"]
    # Every table has its headings, every drawing says in words what it shows.
    for table in pdf.nodes("/Table"):
        assert pdf.nodes("/TH", within=table)
    assert all(one.get("/Alt") for one in pdf.nodes("/Figure"))


def fonts_of(reader):
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            yield font.get_object()


def is_embedded(font):
    below = font.get("/DescendantFonts", [font])[0].get_object()
    described = below["/FontDescriptor"].get_object()
    return any(name in described for name in ("/FontFile", "/FontFile2", "/FontFile3"))


# Beside the API ---------------------------------------------------------------------------


def test_the_api_of_a_view_has_the_rows_and_the_figures_of_the_reports(files_of, example):
    """A program reads the sites of a project that the report counts, and those of its workbook."""
    by = example["by"]
    view = SavedView.objects.create(
        of_list="sites",
        name="In scope",
        owner=by,
        filters={"project": example["project"], "show": "in_scope"},
        columns=["stage"],
    )
    client = Client()
    client.force_login(by)
    items, page = [], 1
    while True:
        answer = client.get(f"/api/v1/views/{view.reference}", {"page": page}).json()
        items += answer["items"]
        if page == answer["pages"]:
            break
        page += 1
    report = registry.named("saved-view")
    question = read(report, {"view": view.reference}, user=by)
    with made(report, question, [Format.CSV]) as (_, found):
        written = list(csv.DictReader(io.StringIO(found[0].path.read_bytes().decode("utf-8-sig"))))

    assert (answer["left_out"], answer["count"]) == ([], len(items))
    assert [(one["name"], one["stage"]) for one in items] == [
        (one["name"], one["stage"]) for one in written
    ]
    _, stages = files_of("rollout-status", "").tables["stages"]
    counted = {stage: number for stage, number, _ in stages}
    assert counted == Counter(one["stage"] for one in items)


# Beside the dataset -------------------------------------------------------------------


def figures(files, key):
    table, rows = files.tables[key]
    assert table.columns == FIGURE_COLUMNS
    return {row[0]: row[2] for row in rows}


def test_the_dataset_counts_what_the_reports_count(files_of):
    package = Package(files_of("dataset", "").octets["zip"])
    rollout = files_of("rollout-status", "")
    of_project = [
        row
        for row in package.typed("dim_site")
        if row["project_code"] == "local-full-fibre-network" and row["in_scope"]
    ]
    labels = {row["stage_code"]: row["stage"] for row in package.typed("dim_stage")}
    live = {row["stage_code"] for row in package.typed("dim_stage") if row["is_live"]}

    assert figures(rollout, "rollout")["in_scope"] == len(of_project)
    assert figures(rollout, "rollout")["live"] == sum(r["stage_code"] in live for r in of_project)
    for stage, number, _ in rollout.tables["stages"][1]:
        assert number == sum(labels[row["stage_code"]] == stage for row in of_project), stage


def test_the_dataset_moves_what_the_stores_move(files_of):
    package = Package(files_of("dataset", "").octets["zip"])
    stores = files_of("stores-statement", "")
    asked = stores.question.answers
    said = figures(stores, "stores")

    def during(name):
        return [
            row
            for row in package.typed(name)
            if asked["starts"] <= row["moved_on"] <= asked["ends"]
        ]

    devices, data = during("fact_device_movements"), during("fact_data_movements")
    assert said["devices_received"] == sum(r["devices"] for r in devices if not r["from_code"])
    assert said["devices_issued"] == sum(r["devices"] for r in devices if r["to_code"] == "issued")
    assert said["mb_issued"] == sum(r["mb"] for r in data if r["to_code"] == "issued")


def test_the_dataset_counts_who_came_to_seminars(files_of):
    package = Package(files_of("dataset", "").octets["zip"])
    seminars = files_of("seminar-attendance", "exempt")
    asked = seminars.question.answers
    during = [
        row
        for row in package.typed("fact_seminar_attendance")
        if asked["starts"] <= row["held_on"] <= asked["ends"]
    ]

    for outcome, number in figures(seminars, "totals").items():
        if any(row["outcome_code"] == outcome for row in during):
            assert number == sum(r["people"] for r in during if r["outcome_code"] == outcome)
