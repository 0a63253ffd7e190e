"""A round's returns from a file: drafts by the same rules as the page, and never sent."""

import io
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.imports import choosing, jobs
from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.outbox.models import Message
from projects.models import Return, ReturnImportBatch, ReturnState
from projects.returns.imports import FIELDS, header, month
from projects.returns.services import importing, rounds
from projects.returns.services import returns as services
from tests.factories.partners import OrganisationFactory, contributor_of, manager, viewer_of
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory, RoundFactory, submitted, submitted_rows

from .import_files import csv_file

pytestmark = pytest.mark.django_db
HEADER = ["Project reference", "Delivery", "Comment on delivery", "Spend to date", "Spend as at"]
DAY = "31/10/2026"


@pytest.fixture
def ours():
    return OrganisationFactory(name="Broxbourne Council")


@pytest.fixture
def writer(ours):
    return contributor_of(ours)


@pytest.fixture
def record(ours):
    return ReturnFactory(organisation=ours, project=ProjectFactory(title="Fibre", slug="fibre"))


@pytest.fixture
def checked(record, writer):
    def check(*rows, header=HEADER, file=None):
        rows = [dict(zip(header, row, strict=False)) for row in rows]
        batch = importing.upload(
            organisation=record.organisation,
            reporting_round=record.round,
            file=file or csv_file(rows, header, name="returns.csv"),
            by=writer,
        )
        jobs.run("projects.ReturnImportBatch", batch.pk)
        batch.refresh_from_db()
        return batch

    return check


@pytest.fixture
def applied(checked, writer):
    def bring_in(*rows, **options):
        batch = checked(*rows, **options)
        assert messages(batch) == []
        return apply(batch, writer)

    return bring_in


def apply(batch, by) -> ReturnImportBatch:
    imports.apply(batch=batch, by=by)
    jobs.run("projects.ReturnImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def undo(batch, by) -> ReturnImportBatch:
    imports.undo(batch=batch, by=by)
    jobs.run("projects.ReturnImportBatch", batch.pk)
    batch.refresh_from_db()
    return batch


def messages(batch) -> list[str]:
    return [error["message"] for row in batch.rows.all() for error in row.errors]


def save(record, by, **answers) -> Return:
    return services.save(by=by, record=record, version=record.version, answers=answers)


def send_back(record, why="Say more.") -> Return:
    services.send_back(by=manager(), record=record, reason=why)
    record.refresh_from_db()
    return record


# What comes in -----------------------------------------------------------------------


def test_writes_a_draft_and_submits_nothing(applied, record, writer):
    batch = applied(["fibre", "Amber", "Rain", "£1,250.50", DAY])

    record.refresh_from_db()
    assert batch.state == ImportState.APPLIED
    assert (record.delivery, record.delivery_comment) == ("amber", "Rain")
    assert (record.spend_to_date, record.spend_as_at) == (Decimal("1250.50"), date(2026, 10, 31))
    assert (record.state, record.saved_by, record.version) == (ReturnState.DRAFT, writer, 2)
    assert (record.submitted_at, record.events.count()) == (None, 0)
    assert not Message.objects.exists()


def test_previews_each_answer_with_what_stands_there_now(checked, record, writer):
    save(record, writer, delivery="green", spend_to_date=Decimal(100), spend_as_at=date(2026, 9, 1))

    row = checked(["fibre", "Amber", "", "1,250", ""]).rows.get()

    assert row.action == ImportAction.CHANGE
    assert row.values == {"delivery": ["green", "amber"], "spend_to_date": ["100.00", "1250.00"]}


def test_a_blank_cell_leaves_the_answer_as_it_is(applied, record, writer):
    save(record, writer, delivery="red", delivery_comment="Flood")

    applied(["fibre", "", "Flood and frost"])

    record.refresh_from_db()
    assert (record.delivery, record.delivery_comment) == ("red", "Flood and frost")


def test_a_blank_cell_of_a_new_draft_stays_blank(applied, record, ours, writer):
    submitted_rows(
        record.project, ours, 1, delivery_comment="Last month's words", spend_comment="Dear"
    )

    applied(["fibre", "Amber", ""])

    record.refresh_from_db()
    assert (record.delivery, record.spend, record.risk) == ("amber", "", "")
    assert (record.delivery_comment, record.spend_comment) == ("", "")
    assert (record.spend_to_date, record.spend_as_at) == (None, None)


@pytest.mark.parametrize("new", ["Amber", "Green"])
def test_a_reason_is_never_carried_onto_another_rating(checked, record, writer, new):
    save(record, writer, delivery="red", delivery_comment="Flood")

    batch = checked(["fibre", new, ""])

    row = batch.rows.get()
    assert row.values["delivery_comment"] == ["Flood", ""]
    apply(batch, writer)
    record.refresh_from_db()
    assert (record.delivery, record.delivery_comment) == (new.lower(), "")


def test_red_without_a_reason_is_refused(checked, record, writer):
    said = ["Explain why delivery is Red in the column “Comment on delivery”"]
    assert messages(checked(["fibre", "Red", ""])) == said

    save(record, writer, delivery="amber", delivery_comment="Rain")
    assert messages(checked(["fibre", "Red", ""])) == said
    assert messages(checked(["fibre", "Red", "Flood"])) == []


def test_the_same_file_twice_changes_nothing(applied, checked, record):
    row = ["fibre", "Amber", "Rain", "1000", DAY]
    applied(row)
    record.refresh_from_db()

    again = checked(row)

    assert (again.summary["change"], again.summary["unchanged"]) == (0, 1)
    with pytest.raises(Refusal, match="The file contains no changes"):
        imports.apply(batch=again, by=again.uploaded_by)


def test_recognises_a_project_by_its_title_too(applied, record):
    applied(["FIBRE", "Green"], header=["Project", "RAG"])

    record.refresh_from_db()
    assert record.delivery == "green"


@pytest.mark.parametrize(
    ("project", "organisation"),
    [
        (" fibre\u200b ", "Broxbourne Council"),
        ("Fibre", "BROXBOURNE  council"),
        ("Fibre", "Broxbourne\u00a0Coun\u00adcil"),
    ],
)
def test_recognises_a_name_however_it_is_typed(applied, record, project, organisation):
    applied([project, organisation, "Green"], header=["Project", "Organisation", "RAG"])

    record.refresh_from_db()
    assert record.delivery == "green"


# What does not -----------------------------------------------------------------------


def test_refuses_what_the_page_refuses(checked, record, ours):
    ReturnFactory(organisation=ours, project=ProjectFactory(slug="masts", title="Masts"))
    tomorrow = timezone.localdate() + timedelta(days=1)

    batch = checked(
        ["fibre", "purple", "x" * 1001, "1.000,50", ""],
        ["masts", "", "", "-5", tomorrow.isoformat()],
    )

    assert messages(batch) == [
        "“purple” is not a RAG rating. Enter one of these: green, amber, red",
        "Enter 1,000 characters or fewer. This has 1,001",
        *[one for one in messages(batch) if "1.000,50" in one],
        *[one for one in messages(batch) if "-5" in one],
    ]
    assert len(messages(batch)) == 4
    where = batch.rows.order_by("pk").first().errors[0]
    assert (where["at"], where["column"], where["value"]) == ("B", "Delivery", "purple")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (["", "", "100", ""], "Enter the “as at” date of the spend"),
        (["", "", "", DAY], "Enter the spend to date too, or leave this cell blank"),
        (
            ["", "", "100", "31/12/2099"],
            "Enter an “as at” date for the spend that is today or in the past",
        ),
    ],
)
def test_a_figure_stands_with_its_day(checked, cells, sentence):
    assert messages(checked(["fibre", *cells])) == [sentence]


def test_only_projects_the_organisation_reports_on(checked):
    ReturnFactory(project=ProjectFactory(slug="theirs"))

    batch = checked(
        ["theirs", "Green"], ["", "Green", "Well"], ["fibre", "Green"], ["fibre", "Red"]
    )

    assert messages(batch) == [
        f"Broxbourne Council has no {batch.round} return for “theirs”. Enter the reference or "
        "title of a project that it reports on",
        "Enter the project",
        "Rows 4 and 5 are for the same project. Leave one out",
    ]


def test_rows_of_another_organisation_are_proposed_to_be_left_out(checked, record, writer):
    header = ["Project reference", "Organisation", "Delivery"]
    batch = checked(
        ["fibre", "Broxbourne Council", "Green"], ["fibre", "Some Ltd", "Red"], header=header
    )
    assert messages(batch) == [
        "This row is for another organisation, not Broxbourne Council. Leave it out"
    ]

    choosing.leave_out_proposed(batch=batch, by=writer)
    jobs.run("projects.ReturnImportBatch", batch.pk)
    apply(batch, writer)

    record.refresh_from_db()
    assert record.delivery == "green"


def test_a_row_of_another_month_is_an_error(checked, record):
    batch = checked(["fibre", "2020-01", "Green"], header=["Project ref", "Month", "Delivery"])

    assert messages(batch) == [f"This row is for another month, not {record.round}. Leave it out"]


def test_what_was_submitted_stays_and_is_no_error_while_it_says_the_same(checked, record, writer):
    submitted(writer, record, spend_as_at=date(2026, 1, 31))

    assert checked(["fibre", "Green", "", "1000", "31/01/2026"]).summary["unchanged"] == 1
    assert messages(checked(["fibre", "Amber", "Rain"])) == [
        "This return has been submitted, so you cannot change it. Your programme manager can send "
        "it back to you"
    ]


def test_a_month_sent_back_asks_for_its_response_first(checked, applied, record, writer):
    send_back(submitted(writer, record))

    refused = checked(["fibre", "Amber", "Rain"])
    assert messages(refused) == [
        "This return was sent back. Enter your response in the column “Response (if sent back)”"
    ]

    applied(
        ["fibre", "Amber", "Rain", "We added the dates."],
        header=["Project reference", "Delivery", "Comment on delivery", "Answer"],
    )
    record.refresh_from_db()
    assert (record.answer, record.state) == ("We added the dates.", ReturnState.SENT_BACK)


def test_nothing_is_answered_that_nobody_asked(checked):
    batch = checked(["fibre", "Well"], header=["Project reference", "Answer"])

    assert messages(batch) == ["This return was not sent back. Leave this cell blank"]


def test_a_round_that_is_over_takes_no_file(checked, record, writer):
    batch = checked(["fibre", "Green"])
    rounds.close_round(by=None, reporting_round=record.round)
    record.round.refresh_from_db()

    with pytest.raises(Refusal, match="round has closed"):
        checked(["fibre", "Green"])
    with pytest.raises(Refusal, match="round has closed"):
        imports.apply(batch=ReturnImportBatch.objects.get(), by=writer)
    record.refresh_from_db()
    assert (record.delivery, batch.state) == ("", ImportState.CHECKED)


def test_a_round_that_is_ahead_takes_none_either(record, writer, ours):
    ahead = RoundFactory(month=date(2030, 1, 1), opened_at=None)

    with pytest.raises(Refusal, match="has not opened yet"):
        importing.upload(organisation=ours, reporting_round=ahead, file=None, by=writer)


# All or nothing ----------------------------------------------------------------------


def test_applies_nothing_when_one_return_was_saved_since(checked, record, ours, writer):
    other = ReturnFactory(organisation=ours, project=ProjectFactory(slug="masts", title="Masts"))
    batch = checked(["fibre", "Green"], ["masts", "Green"])
    save(other, contributor_of(ours), risk="green")

    apply(batch, writer)

    record.refresh_from_db()
    assert (batch.state, record.delivery) == (ImportState.CHECKED, "")
    assert batch.problem.startswith("No changes were made, because the return for Masts was saved")


@pytest.mark.parametrize("written", [False, True])
def test_undo_puts_the_draft_back(applied, record, writer, written):
    colleague = contributor_of(record.organisation)
    if written:
        save(record, colleague, delivery="red", narrative="Hers")
        record.refresh_from_db()
    before = services.snapshot(record), record.saved_at, record.saved_by
    batch = applied(["fibre", "Amber", "Rain", "1000", DAY])

    undo(batch, writer)

    record.refresh_from_db()
    assert batch.state == ImportState.UNDONE
    assert (services.snapshot(record), record.saved_at, record.saved_by) == before


@pytest.mark.parametrize("how", ["saved", "submitted", "closed"])
def test_undo_is_refused_once_somebody_worked_on_it(applied, record, writer, how):
    batch = applied(["fibre", "Green", "", "1000", DAY])
    record.refresh_from_db()
    if how == "saved":
        save(record, writer, risk="green")
    elif how == "submitted":
        submitted(writer, record)
    else:
        services.close(by=None, pk=record.pk)

    undo(batch, writer)

    record.refresh_from_db()
    assert (batch.state, record.delivery) == (ImportState.APPLIED, "green")
    assert f"has been {how} since" in batch.problem


# Out and in again --------------------------------------------------------------------


def download(client, record):
    where = [record.round.month, record.organisation.slug]
    answer = client.get(reverse("returns:file", args=where))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def test_the_file_goes_out_and_comes_in_unchanged(client, checked, record, ours, writer):
    second = ReturnFactory(organisation=ours, project=ProjectFactory(title="=Masts"))
    third = ReturnFactory(organisation=ours)
    save(
        record,
        writer,
        delivery="amber",
        delivery_comment="-5 degrees\nand '=rain",
        spend_to_date=Decimal("1234567.80"),
        spend_as_at=date(2026, 10, 31),
        narrative="Line\n=SUM(A1)\n'quoted'",
    )
    submitted(writer, second)
    send_back(submitted(writer, third))
    client.force_login(writer)

    batch = checked(file=SimpleUploadedFile("r.xlsx", download(client, record)))

    assert messages(batch) == []
    assert (batch.summary["unchanged"], batch.summary["change"]) == (3, 0)
    assert batch.found["headings"] == header() == [field.label for field in FIELDS]


def test_the_file_filled_in_comes_in_without_a_question(client, applied, record, writer):
    client.force_login(writer)
    book = openpyxl.load_workbook(io.BytesIO(download(client, record)))
    sheet = book.active
    names = [cell.value for cell in sheet[1]]
    for name, value in (("Delivery", "Green"), ("Spend to date (£)", 12.5), ("Spend as at", DAY)):
        sheet.cell(2, names.index(name) + 1, value)
    filled = io.BytesIO()
    book.save(filled)

    applied(file=SimpleUploadedFile("filled.xlsx", filled.getvalue()))

    record.refresh_from_db()
    assert (record.delivery, record.spend_to_date) == ("green", Decimal("12.50"))


@pytest.mark.parametrize("said", ["2026-10", "October 2026", "Oct-26", "10/2026", "01/10/2026"])
def test_a_month_however_a_spreadsheet_writes_it(said):
    assert month(said) == "2026-10"


# Pages -------------------------------------------------------------------------------


def test_uploads_on_its_page_and_leads_to_the_preview(client, record, writer):
    client.force_login(writer)
    page = client.get(reverse("returns:import_new"))
    assert f"Download Broxbourne Council’s {record.round} returns (Excel)" in page.content.decode()

    whose = f"{record.organisation.slug}:{record.round.slug}"
    file = csv_file([{"Project": "Fibre", "RAG": "Green"}], ["Project", "RAG"])
    answer = client.post(reverse("returns:import_new"), {"whose": whose, "file": file})

    batch = ReturnImportBatch.objects.get()
    assert answer.url == reverse("returns:import", args=[batch.reference])
    jobs.run("projects.ReturnImportBatch", batch.pk)
    assert "Green" in client.get(answer.url).content.decode()


def test_says_when_there_is_nothing_to_fill_in(client, ours, writer):
    client.force_login(writer)

    page = client.get(reverse("returns:import_new"))

    assert "No returns to complete" in page.content.decode()


def test_nobody_else_reads_what_was_not_submitted(client, checked, record):
    batch = checked(["fibre", "Green"])
    addresses = [
        reverse("returns:import", args=[batch.reference]),
        reverse("returns:file", args=[record.round.month, record.organisation.slug]),
    ]

    for person in (contributor_of(OrganisationFactory()), manager()):
        client.force_login(person)
        assert [client.get(address).status_code for address in addresses] == [404, 404]
    client.force_login(viewer_of(record.organisation))
    assert [client.get(address).status_code for address in addresses] == [403, 403]
