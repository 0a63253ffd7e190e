"""The export of a ledger: what each file would do, what it did, and what a refused one leaves."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from diz_portal.access import Refusal
from diz_portal.imports import choosing, jobs
from diz_portal.imports import selectors as previews
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.tables.values import Wrong
from projects.models import LedgerImportBatch, LedgerImportMapping, LedgerLine, LedgerMatch
from projects.money import periods
from projects.money.ledger_fields import period
from projects.money.selectors import ledger
from projects.money.services import ledger_matching, ledger_months, postings
from projects.rollout.standing import AsAt
from tests.factories.accounts import UserFactory
from tests.factories.ledger import HEADINGS, applied, booked, checked, last_month, ledger_file
from tests.factories.money import awarded, days_ago
from tests.factories.partners import OrganisationFactory, finance_of
from tests.factories.projects import ProjectFactory
from tests.tables.files import as_ods

pytestmark = pytest.mark.django_db


def on():
    return last_month() + timedelta(days=4)


def first_line():
    return ["AP100", on().isoformat(), "1,250.50", "Fibrewise Ltd", "Civils"]


@pytest.fixture
def body():
    return OrganisationFactory(name="Lead Council")


@pytest.fixture
def by(body):
    return finance_of(body)


@pytest.fixture
def project(body):
    return ProjectFactory(lead=body, slug="full-fibre")


def errors(batch):
    rows = batch.rows.filter(action=ImportAction.ERROR).order_by("pk")
    return [error["message"] for row in rows for error in row.errors]


def lines(project):
    found = ledger.lines_of(project).order_by("transaction_reference", "line")
    return list(found.values_list("transaction_reference", "line", "amount"))


def test_a_file_becomes_lines_once_it_was_looked_at(project, by):
    batch = checked(project, first_line(), ["AP101", on(), "(99.99)", "", "Refund"], by=by)

    assert batch.state == ImportState.CHECKED
    assert not LedgerLine.objects.exists()
    applied(batch, by)
    assert lines(project) == [
        ("AP100", 1, Decimal("1250.50")),
        ("AP101", 1, Decimal("-99.99")),
    ]
    line = LedgerLine.objects.get(transaction_reference="AP100")
    assert (line.month, line.period, line.supplier) == (last_month(), last_month(), "Fibrewise Ltd")


def test_amounts_of_a_preview_stand_to_the_right(project, by):
    batch = checked(project, first_line(), by=by)

    (line,) = previews.grid(batch, batch.rows.all()).lines

    assert [cell.label for cell in line.cells if cell.is_amount] == ["Amount (£)"]


def test_a_reference_in_other_letters_is_the_same_transaction(project, by):
    booked(project, first_line(), by=by)

    again = checked(
        project, ["ap100", *first_line()[1:]], ["zz1", on(), "1"], ["ZZ1", on(), "2"], by=by
    )

    assert (again.summary["unchanged"], again.summary["create"]) == (1, 2)
    applied(again, by)
    assert lines(project) == [
        ("AP100", 1, Decimal("1250.50")),
        ("zz1", 1, Decimal(1)),
        ("zz1", 2, Decimal(2)),
    ]


def test_the_same_file_again_does_nothing(project, by):
    booked(project, first_line(), first_line(), ["AP101", on(), "5", "", ""], by=by)

    again = checked(project, first_line(), first_line(), ["AP101", on(), "5", "", ""], by=by)

    assert (again.summary["unchanged"], again.changes) == (3, 0)


@pytest.mark.parametrize(
    ("amount", "says"),
    [
        ("12.505", "has a fraction of a penny"),
        ("1.234,50", "a decimal comma"),
        ("12,5", "a decimal comma"),
        ("", "Enter the amount"),
        ("1e5", "shortens a long number"),
        ("-", "can mean 0 or nothing"),
    ],
)
def test_an_amount_that_is_none_is_refused_by_its_row(project, by, amount, says):
    batch = checked(project, first_line(), ["AP101", on(), amount, "", ""], by=by)

    assert any(says in one for one in errors(batch))
    with pytest.raises(Refusal):
        imports.apply(batch=batch, by=by)
    assert not LedgerLine.objects.exists()


@pytest.mark.parametrize("amount", ["£1,250.50", "1250.5", "1 250.50", "1250.50-", "(1,250.50)"])
def test_an_amount_is_read_as_it_is_written(project, by, amount):
    booked(project, ["AP100", on(), amount, "", ""], by=by)

    negative = amount.endswith(("-", ")"))
    assert lines(project) == [("AP100", 1, Decimal("-1250.50" if negative else "1250.50"))]


def test_debits_and_credits_are_one_amount(project, by):
    headings = ["Journal", "GL date", "Dr", "Cr", "Payee"]
    booked(
        project,
        ["J1", on(), "10", "", "A"],
        ["J1", on(), "", "4.50", "A"],
        by=by,
        headings=headings,
    )

    assert lines(project) == [("J1", 1, 10), ("J1", 2, Decimal("-4.50"))]


@pytest.mark.parametrize(
    ("text", "month", "is_outturn"),
    [
        ("2026-09", date(2026, 9, 1), False),
        ("September 2026", date(2026, 9, 1), False),
        ("Sep-26", date(2026, 9, 1), False),
        ("2026-27 P6", date(2026, 9, 1), False),
        ("P12 2025/26", date(2026, 3, 1), False),
        ("2025-26 P13", date(2026, 3, 1), True),
    ],
)
def test_a_period_is_read_as_ledgers_write_it(text, month, is_outturn):
    assert period(text) == (month, is_outturn)


@pytest.mark.parametrize("text", ["13", "2026-28 P6", "Spring", "2026-13"])
def test_a_period_that_can_be_read_two_ways_is_refused(text):
    with pytest.raises(Wrong, match="Enter it like"):
        period(text)


@pytest.mark.parametrize("text", ["December 9999", "March 0001", "Dec 1899"])
def test_a_period_of_a_year_that_cannot_be_is_refused(project, by, text):
    batch = checked(project, ["AP1", "", "5", "", "", text], by=by, headings=[*HEADINGS, "Period"])

    (says,) = errors(batch)
    assert "cannot be right. Enter a year from 2000 to 2099" in says


def test_a_row_without_a_date_or_of_days_to_come_is_refused(project, by):
    ahead = (days_ago(-3)).isoformat()
    batch = checked(project, ["AP1", "", "5", "", ""], ["AP2", ahead, "5", "", ""], by=by)

    assert errors(batch) == [
        "Enter the date or the period",
        "Enter a date that is today or in the past",
    ]


def test_a_total_below_the_table_is_proposed_to_be_left_out(project, by):
    batch = checked(project, first_line(), ["Total", "", "1250.50", "", ""], by=by)

    assert batch.summary["proposed"] == 1
    choosing.leave_out_proposed(batch=batch, by=by)
    jobs.run("projects.LedgerImportBatch", batch.pk)
    batch.refresh_from_db()
    applied(batch, by)
    assert len(lines(project)) == 1


def workbook(fill) -> SimpleUploadedFile:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADINGS)
    sheet.append(["AP100", on(), 1250.5, "Fibrewise Ltd", "Civils"])
    fill(book, sheet)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("ledger.xlsx", out.getvalue())


def merged(book, sheet):
    sheet.append(["AP101", on(), 7, "", ""])
    sheet.merge_cells("C2:C3")


def formula(book, sheet):
    sheet.append(["AP101", on(), "=1+1", "", ""])


def pence(book, sheet):
    sheet.append(["AP101", on(), 0.005, "", ""])


@pytest.mark.parametrize("fill", [merged, formula, pence])
def test_a_workbook_that_says_nothing_certain_brings_nothing(project, by, fill):
    batch = checked(project, by=by, file=workbook(fill))

    assert batch.summary["error"] == 1
    assert not batch.can_be_applied


def hidden(book, sheet):
    other = book.create_sheet("Old")
    other.sheet_state = "hidden"
    other.append(HEADINGS)
    other.append(["AP900", on(), 999, "", ""])


def test_a_hidden_sheet_is_not_read_as_the_ledger(project, by):
    batch = booked(project, by=by, file=workbook(hidden))

    assert lines(project) == [("AP100", 1, Decimal("1250.50"))]
    assert batch.summary["notes"]


def test_an_opendocument_sheet_comes_in_like_the_others(project, by):
    file = SimpleUploadedFile("ledger.ods", as_ods([HEADINGS, first_line()]))
    booked(project, by=by, file=file)

    assert lines(project) == [("AP100", 1, Decimal("1250.50"))]


def test_headings_are_matched_once_for_a_body_and_remembered(project, by, body):
    headings = ["Our number", "When", "How much", "Fund"]
    row = ["AP1", on().isoformat(), "5", "X"]
    batch = checked(project, row, by=by, headings=headings)
    assert batch.state == ImportState.UPLOADED
    named = ["transaction_reference", "on", "amount", ""]
    imports.match(batch=batch, headings=dict(zip(headings, named, strict=True)), words={}, by=by)
    assert LedgerImportMapping.objects.get().organisation == body

    other = ProjectFactory(lead=body)
    assert checked(other, ["AP2", *row[1:]], by=by, headings=headings).state == ImportState.CHECKED


def test_what_the_ledger_changed_waits_until_somebody_says_why(project, by):
    booked(project, first_line(), by=by)
    batch = checked(project, [*first_line()[:2], "1,300", *first_line()[3:]], by=by)

    assert (batch.summary["correct"], batch.can_be_applied) == (1, False)
    choosing.tick(
        batch=batch, action=ImportAction.CORRECT, rows=(), reason="Invoice was corrected", by=by
    )
    batch.refresh_from_db()
    applied(batch, by)
    assert lines(project) == [("AP100", 1, 1300)]
    # And what it said before stays.
    assert LedgerLine.objects.count() == 2


def test_words_that_the_ledger_changed_come_in_as_changes(project, by):
    booked(project, first_line(), by=by)

    booked(project, [*first_line()[:4], "Civils, phase 1"], by=by)

    assert ledger.lines_of(project).get().description == "Civils, phase 1"


def test_the_ledger_is_asked_as_it_was_known_on_a_day(project, by):
    booked(project, first_line(), by=by)

    assert ledger.total_of_ledger(project) == Decimal("1250.50")
    assert ledger.total_of_ledger(project, AsAt.today()) == Decimal("1250.50")
    assert ledger.total_of_ledger(project, AsAt.on(days_ago(1))) == 0


def test_lines_of_another_project_are_left_where_they_are(project, by, body):
    booked(ProjectFactory(lead=body), first_line(), by=by)

    batch = checked(project, first_line(), by=by)

    assert errors(batch) == ["This line was imported for another project. Leave it out"]


def test_a_line_number_of_the_file_names_its_line_once(project, by):
    headings = ["Transaction reference", "Line", "Date", "Amount"]
    rows = (["J1", "2", on(), "5"], ["J1", "1", on(), "6"], ["J1", "2", on(), "7"])
    batch = checked(project, *rows, by=by, headings=headings)

    assert errors(batch) == ["Rows 2 and 4 are line 2 of J1. Leave one out"]


def test_undo_takes_lines_back_and_keeps_that_they_came(project, by):
    batch = booked(project, first_line(), by=by)

    imports.undo(batch=batch, by=by)
    jobs.run("projects.LedgerImportBatch", batch.pk)

    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (ImportState.UNDONE, "")
    assert lines(project) == []
    assert LedgerLine.objects.count() == 2
    booked(project, first_line(), by=by)
    assert lines(project) == [("AP100", 1, Decimal("1250.50"))]


def test_undo_puts_back_what_a_file_changed(project, by):
    booked(project, first_line(), by=by)
    batch = booked(project, [*first_line()[:4], "Ducts"], by=by)

    imports.undo(batch=batch, by=by)
    jobs.run("projects.LedgerImportBatch", batch.pk)

    assert ledger.lines_of(project).get().description == "Civils"


def posted(project, net="1250.50", **facts):
    facts = {"transaction_reference": "ap100", "counterparty": "Fibrewise Ltd", **facts}
    return postings.spend(
        by=None,
        source=facts.pop("source", None) or awarded(project=project, revenue="9000"),
        on=on(),
        net=Decimal(net),
        description="Civils",
        expenditure="revenue",
        **facts,
    )


def test_a_posting_is_matched_by_its_reference(project, by):
    made = posted(project)

    booked(project, first_line(), by=by)

    assert LedgerMatch.objects.get().posting == made


def test_an_invoice_that_two_sources_paid_is_one_line(project, by):
    made = [posted(project, "1000"), posted(project, "250.50")]

    booked(project, first_line(), by=by)

    matches = LedgerMatch.objects.order_by("posting_id")
    assert [one.posting for one in matches] == made
    month = ledger.month(project, last_month(), is_outturn=False)
    assert ledger.Reconciliation(project, month).agreed.count() == 1


def test_lines_of_one_transaction_go_to_the_postings_of_their_amount(project, by):
    other = posted(project, "5")
    booked(project, first_line(), ["AP100", on(), "5", "", ""], ["AP100", on(), "5", "", ""], by=by)

    match = LedgerMatch.objects.get()
    assert (match.posting, match.line.amount) == (other, 5)
    again = posted(project, "5")
    ledger_matching.match(project=project)
    assert LedgerMatch.objects.get(posting=again).line.line == 3


def test_a_reversed_slip_is_no_match_any_more(project, by):
    made = posted(project)
    booked(project, first_line(), by=by)
    postings.reverse(by=None, posting=made, reason="Paid by another project")

    ledger_matching.match(project=project)

    assert not LedgerMatch.objects.standing().exists()


def test_what_is_not_known_by_its_reference_is_proposed_and_confirmed(project, by):
    source = awarded(project=project, revenue="9000")
    other = posted(project, source=source, transaction_reference="", counterparty="Other")
    same = posted(project, source=source, transaction_reference="")
    booked(project, first_line(), by=by)

    line = ledger.lines_of(project).get()
    found = ledger.with_proposals(project, [line])
    assert found[0].postings == [same, other]
    ledger_matching.confirm(by=by, line=line, posting=same)
    with pytest.raises(ledger_matching.NotTogether):
        ledger_matching.confirm(by=by, line=line, posting=same)


def test_undo_is_refused_once_an_officer_matched(project, by):
    made = posted(project, transaction_reference="")
    batch = booked(project, first_line(), by=by)
    ledger_matching.confirm(by=by, line=ledger.lines_of(project).get(), posting=made)

    imports.undo(batch=batch, by=by)
    jobs.run("projects.LedgerImportBatch", batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert "AP100 was matched by an officer after it" in batch.problem


def test_a_changed_line_keeps_its_posting(project, by):
    made = posted(project)
    booked(project, first_line(), by=by)

    booked(project, [*first_line()[:4], "Ducts"], by=by)

    assert LedgerMatch.objects.standing().get().line.description == "Ducts"
    assert LedgerMatch.objects.standing().get().posting == made


def test_import_ledger_imports_and_says_what_stands_alone(project, tmp_path, capsys):
    posted(project, transaction_reference="AP777")
    path = tmp_path / "ledger.csv"
    path.write_bytes(ledger_file(first_line()).read())

    call_command("import_ledger", "full-fibre", str(path), "--dry-run")
    assert not LedgerLine.objects.exists()
    assert not LedgerImportBatch.objects.exists()
    call_command("import_ledger", "full-fibre", str(path))

    said = capsys.readouterr().out
    assert "New: 1" in said
    assert "Lines without a posting: 1" in said
    assert "Postings without a line: 1" in said
    assert len(lines(project)) == 1


def test_import_ledger_leaves_nothing_of_a_refused_file(project, tmp_path, capsys):
    path = tmp_path / "ledger.csv"
    path.write_bytes(ledger_file(first_line(), ["AP101", on(), "1.005", "", ""]).read())

    with pytest.raises(CommandError, match="No changes were made"):
        call_command("import_ledger", "full-fibre", str(path))

    assert "row 3, Amount" in capsys.readouterr().err
    assert not LedgerLine.objects.exists()
    assert not LedgerImportBatch.objects.exists()


def test_months_of_periods_are_those_of_the_ledger(project, by):
    """A payment of the first day, booked in the period before."""
    headings = [*HEADINGS, "Period"]
    first = periods.next_month(last_month())
    booked(
        project,
        ["AP1", first, "5", "", "", periods.slug_of(last_month())],
        by=by,
        headings=headings,
    )

    assert ledger.lines_of(project).get().month == last_month()


def lock(project, by, month=None, *, is_outturn=False):
    facts = {"project": project, "month": month or last_month(), "is_outturn": is_outturn}
    if rest := ledger.month(project, facts["month"], is_outturn=is_outturn).unexplained:
        ledger_months.explain(by=by, kind="timing", says="Not entered", amount=rest, **facts)
    signed = ledger_months.sign(by=by, **facts)
    ledger_months.lock(by=UserFactory(password=None), month=signed)


def four_rows():
    return [
        ["J1", on(), "10", "Alpha", ""],
        ["J1", on(), "20", "Beta", ""],
        ["J1", on(), "20", "Gamma", ""],
        ["J1", days_ago(0), "30", "Delta", "New"],
    ]


@pytest.mark.parametrize("order", [(3, 0, 1, 2), (0, 1, 2, 3), (2, 1, 3, 0), (1, 3, 2, 0)])
def test_after_a_month_is_locked_the_order_of_rows_does_not_matter(project, by, order):
    booked(project, *four_rows()[:3], by=by)
    lock(project, by)

    again = booked(project, *(four_rows()[at] for at in order), by=by)

    assert (again.summary["create"], again.summary["unchanged"]) == (1, 3)
    assert not again.summary["skipped"]
    assert lines(project)[3:] == [("J1", 4, 30)]


def test_a_line_of_an_outturn_that_was_locked_is_known_again(project, by):
    headings = [*HEADINGS, "Period"]
    march = date(days_ago(300).year, 3, 1)
    rows = [["J1", march, "10", "A", "", f"{periods.year_name(march)} P13"]]
    lock(project, by, march, is_outturn=True)
    booked(project, *rows, by=by, headings=headings)

    more = ["J1", march, "7", "B", "", f"{periods.year_name(march)} P13"]
    again = checked(project, more, *rows, by=by, headings=headings)

    assert (again.summary["create"], again.summary["unchanged"], errors(again)) == (1, 1, [])


def test_what_is_changed_is_the_line_that_it_says_most_of(project, by):
    booked(project, *four_rows()[:3], by=by)

    batch = checked(project, ["J1", on(), "25", "Beta", ""], *four_rows()[2::-2], by=by)

    (row,) = batch.rows.filter(action=ImportAction.CORRECT)
    assert row.values["amount"] == ["20.00", "25.00"]


def test_a_line_without_a_number_is_not_one_with_it(project, by):
    headings = ["Transaction reference", "Line", "Date", "Amount"]
    batch = checked(
        project, ["J1", "", on(), "5"], ["J1", "1", on(), "6"], by=by, headings=headings
    )

    assert errors(batch) == ["Rows 2 and 3 are line 1 of J1. Leave one out"]
