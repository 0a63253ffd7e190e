"""Each kind of bad input gets one clear sentence, and nothing is half written."""

import io
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from diz_portal.imports import services as imports
from diz_portal.imports.models import ImportState
from diz_portal.tables import FileRefused
from diz_portal.tables.asides import A_TOTAL
from projects.imports import services as project_imports
from projects.models import ImportBatch, ImportRow, Site, StageEntry
from tests.factories.partners import manager
from tests.factories.places import DistrictFactory, PostcodeFactory
from tests.factories.projects import ProjectFactory

from .import_files import HEADER, bomb, csv_bytes, csv_file, site_row, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    DistrictFactory(code="E07000073", name="Harlow")
    return ProjectFactory()


@pytest.fixture
def refused(project):
    """Upload something, and get the sentence with which it was refused."""

    def upload(content: bytes, name: str = "sites.csv", kind: str = "sites") -> str:
        with pytest.raises(FileRefused) as refusal:
            project_imports.upload(
                project=project, kind=kind, file=SimpleUploadedFile(name, content), by=manager()
            )
        assert not ImportBatch.objects.exists()
        return refusal.value.message

    return upload


@pytest.fixture
def errors(project):
    """Check rows, and get the sentences by row and column."""

    def check(*rows, file=None, header=None) -> dict[tuple[int, str], str]:
        batch = project_imports.upload(
            project=project, kind="sites", file=file or csv_file(rows, header), by=None
        )
        imports.check_now(batch)
        assert not Site.objects.filter(created_by_batch=batch).exists()
        return {
            (row.number, error["column"]): error["message"]
            for row in batch.rows.all()
            for error in row.errors
        }

    return check


# Files that cannot be read -------------------------------------------------------------------


def test_refuses_an_empty_file(refused):
    assert refused(b"") == "The file is empty. Select a file that has rows"
    assert refused(b"\r\n\r\n") == "The file is empty. Select a file that has rows"


def test_refuses_a_wrong_header(project):
    file = csv_file([{"Colour": "red", "Size": "L"}], ["Colour", "Size"])

    batch = project_imports.upload(project=project, kind="sites", file=file, by=None)

    with pytest.raises(FileRefused, match="The file has no column for ODS code or UPRN"):
        imports.check_now(batch)


def test_says_that_a_file_has_headings_alone(client, project):
    batch = project_imports.upload(project=project, kind="sites", file=csv_file([]), by=None)
    imports.check_now(batch)
    sentence = "The file has headings but no rows, so there is nothing to apply."
    client.force_login(manager())

    page = client.get(
        reverse("projects_workspace:import", args=[project.slug, batch.reference])
    ).content.decode()

    assert sentence in page
    with pytest.raises(imports.NotNow, match=sentence):
        imports.apply(batch=batch, by=manager())


def test_asks_on_the_page_what_a_wrong_header_means(client, project):
    client.force_login(manager())
    file = csv_file([{"Colour": "red", "Size": "L"}], ["Colour", "Size"])

    response = client.post(
        reverse("projects_workspace:import_new", args=[project.slug]),
        {"kind": "sites", "file": file},
        follow=True,
    )

    page = response.content.decode()
    assert "Match columns" in page
    assert "For example, red" in page


def test_refuses_a_heading_that_comes_twice(refused):
    content = b"ods_code,Name,name\nE82001,Elm,Elm\n"

    assert refused(content) == (
        "Columns B and C have the same heading, “name”. Give each column a different heading"
    )


def test_refuses_a_file_of_50_mb(client, project):
    client.force_login(manager())
    content = b"ods_code,name\n" + b"E82001,Elm Surgery\n" * (50_000_000 // 19)

    response = client.post(
        reverse("projects_workspace:import_new", args=[project.slug]),
        {"kind": "sites", "file": SimpleUploadedFile("sites.csv", content)},
    )

    assert response.status_code == 422
    assert "The file is 50MB. Files must be 25MB or smaller" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_refuses_a_request_nobody_waits_for(client, project, settings):
    client.force_login(manager())
    settings.LARGEST_REQUEST = 1_000

    response = client.post(
        reverse("projects_workspace:import_new", args=[project.slug]),
        {"kind": "sites", "file": SimpleUploadedFile("sites.csv", b"x" * 2_000)},
    )

    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_refuses_a_workbook_that_unpacks_to_too_much(refused):
    content = bomb(305)

    assert len(content) < 1_000_000
    assert refused(content, "sites.xlsx").startswith("The workbook is 305MB once unpacked.")


def test_refuses_a_workbook_packed_too_tightly(refused):
    assert "too compressed" in refused(bomb(50), "sites.xlsx")


def test_refuses_nul_bytes_with_their_row_and_column(refused):
    content = b"ods_code,name\nE82001,Elm\nE82002,O\x00ak\n"

    assert refused(content).startswith("Row 3, column B contains a NUL character")


def test_refuses_a_password(refused):
    protected = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")

    assert "The workbook has a password" in refused(protected, "sites.xlsx")


def test_refuses_the_old_excel_format(refused):
    assert "old Excel format (.xls)" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "a.xls")


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"ods_code,name\nE82001,Elm\n", "sites.xlsx", "is not an Excel workbook"),
        (b"<html><table><tr><td>x</td></tr></table>", "sites.xlsx", "is a web page"),
        (b"<!DOCTYPE html><html></html>", "sites.csv", "is a web page"),
        (b"%PDF-1.7 ...", "sites.csv", "is a PDF"),
        (b"PK\x03\x04 whatever", "sites.csv", "Change the end of its name to .xlsx or .ods"),
    ],
)
def test_refuses_a_renamed_file(refused, content, name, sentence):
    assert sentence in refused(content, name)


def test_refuses_a_workbook_cut_short(refused):
    whole = workbook({"Sites": [HEADER, ["E82001"]]}).read()

    assert "damaged or incomplete" in refused(whole[: len(whole) // 2], "sites.xlsx")


def test_refuses_a_zip_that_is_no_workbook(refused):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert "a zip archive, not a workbook" in refused(out.getvalue(), "sites.xlsx")


def test_refuses_entities_that_grow(refused):
    whole = workbook({"Sites": [HEADER, ["E82001"]]}).read()
    laughs = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
        "<worksheet><sheetData><row><c><v>&b;</v></c></row></sheetData></worksheet>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.infolist():
            text = laughs if "sheet1" in part.filename else old.read(part)
            new.writestr(part.filename, text)

    assert "damaged" in refused(out.getvalue(), "sites.xlsx")


def test_refuses_a_cell_in_the_last_corner(refused):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active["XFD3"] = "lost"
    out = io.BytesIO()
    book.save(out)

    assert "has a value in column XFD" in refused(out.getvalue(), "sites.xlsx")


def test_ignores_a_cell_far_below_the_table(errors):
    book = openpyxl.Workbook()
    book.active.append(HEADER)
    book.active.append(["E82001", "", "Elm Surgery", "", "CM20 1AA", "Harlow"])
    book.active["A1048576"] = "lost"
    out = io.BytesIO()
    book.save(out)

    assert errors(file=SimpleUploadedFile("sites.xlsx", out.getvalue())) == {}


# Rows that cannot be right -----------------------------------------------------------------------


def test_names_both_rows_of_a_duplicate(errors):
    found = errors(
        site_row(ods_code="E82001"),
        site_row(ods_code="E82002", uprn="100023336956"),
        site_row(ods_code="e82001", name="Oak Surgery"),
        site_row(ods_code="E82004", uprn="100023336956"),
    )

    assert found == {
        (4, "ods_code"): "Rows 2 and 4 both have the ODS code E82001. Leave one out",
        (5, "uprn"): "Rows 3 and 5 both have the UPRN 100023336956. Leave one out",
    }


def test_refuses_a_day_that_is_not_in_the_calendar(errors):
    found = errors(site_row(stage="Civils", stage_date="31/02/2026"))

    assert found == {
        (2, "stage_date"): "“31/02/2026” is not a real date. Check the day and the month"
    }


def test_explains_a_uprn_in_scientific_notation(errors):
    found = errors(site_row(uprn="1.00023E+11"))

    assert found[(2, "uprn")].startswith(
        "The spreadsheet has shortened this UPRN (1.00023E+11), so its last digits are lost."
    )
    assert "format the column as Text" in found[(2, "uprn")]


def test_notices_latitude_and_longitude_swapped(errors):
    found = errors(site_row(latitude="0.11", longitude="51.77"))

    assert found[(2, "latitude")].startswith(
        "Check the latitude 0.11 and longitude 51.77. They may be swapped"
    )


def test_refuses_a_place_outside_great_britain(errors):
    found = errors(site_row(latitude="48.8", longitude="2.35"))

    assert "is not in Great Britain" in found[(2, "latitude")]


def test_refuses_a_postcode_outside_the_districts(errors):
    PostcodeFactory(code="CM201AA", district=DistrictFactory(code="E07000073"))

    found = errors(site_row(), site_row(ods_code="E82002", postcode="SW1A 1AA"))

    assert found == {
        (3, "postcode"): "SW1A 1AA is not in our area (Harlow), or we do not recognise it. Check "
        "the postcode"
    }


def test_refuses_what_is_not_a_postcode(errors):
    assert errors(site_row(postcode="Harlow")) == {
        (2, "postcode"): "“Harlow” is not a postcode. Enter a full postcode, like CM20 1AA"
    }


@pytest.mark.parametrize("unseen", ["\u200b", "\u2800", '=""', "'"])
def test_what_nobody_sees_is_no_name(errors, unseen):
    assert errors(site_row(name=unseen)) == {(2, "name"): "Enter a name for this new site"}


def test_asks_about_a_letter_that_should_be_a_digit_in_a_postcode(errors):
    assert errors(site_row(postcode="CM2O 1AA")) == {
        (2, "postcode"): "“CM2O 1AA” is not a postcode. Did you mean CM20 1AA?"
    }


def test_refuses_an_order_that_a_spreadsheet_has_shortened(errors):
    said = errors(site_row(order_ref="1.23457E+12"))[(2, "order_ref")]

    assert "has shortened this order reference (1.23457E+12)" in said


def test_needs_a_district_when_no_postcodes_are_loaded(errors):
    found = errors(site_row(district=""), site_row(ods_code="E82002", district="Camelot"))

    assert "load postcodes with “manage.py import_postcodes”" in found[(2, "district")]
    assert found[(3, "district")] == (
        "“Camelot” is not one of our districts. Enter one of these: Harlow"
    )


def test_refuses_an_unknown_stage(errors):
    found = errors(site_row(stage="Lit"))

    assert found[(2, "stage")].startswith("“Lit” is not a stage. Enter one of these: Candidate,")


def test_refuses_a_stage_date_in_the_future(errors):
    found = errors(site_row(stage="Civils", stage_date="01/01/2099"))

    assert found == {
        (2, "stage_date"): "Enter a stage date that is today or in the past, not 1 January 2099"
    }


def test_refuses_a_row_without_a_key(errors):
    found = errors(site_row(ods_code=""))

    assert found == {(2, ""): "Enter an ODS code or a UPRN for this site"}


def test_refuses_a_row_with_more_cells_than_headings(errors):
    content = csv_bytes([site_row()]).rstrip() + b",more\r\n"

    found = errors(file=SimpleUploadedFile("sites.csv", content))

    assert "Put quotation marks around any cell" in found[(2, "")]


def test_refuses_costs_and_speeds_that_are_no_numbers(errors):
    found = errors(
        site_row(cost_estimate="about £100", download_before_mbps="-3", upload_before_mbps="NaN")
    )

    assert found == {
        (2, "cost_estimate"): "Enter a number of pounds, not “about £100”",
        (2, "download_before_mbps"): "Enter 0 or more, not -3",
        (2, "upload_before_mbps"): "Enter a number of Mbit/s, not “NaN”",
    }


def test_refuses_a_column_whole_that_shows_another_convention(errors):
    found = errors(
        site_row(ods_code="E82001", cost_estimate="1,234"),
        site_row(ods_code="E82002", cost_estimate="12,5", stage="Civils", stage_date="3/4/2026"),
        site_row(ods_code="E82003"),
        site_row(ods_code="E82004", stage="Civils", stage_date="04/13/2026"),
    )

    cost, day = "cost_estimate", "stage_date"
    assert sorted(found) == [(2, cost), (3, cost), (3, day), (5, day)]
    assert "(Row 3, column Q: “12,5”)" in found[2, cost]
    assert "(Row 5, column L: “04/13/2026”)" in found[3, day]


def test_proposes_to_leave_out_what_looks_like_no_row_of_the_table(project):
    rows = [
        ["ODS code", "Name", "District", "Cost"],
        ["North area"],
        ["E82001", "Elm Surgery", "Harlow", 1250],
        ["Total", None, None, 1250],
        ["Prepared by Anna Smith"],
        ["E82002", "Total Health Clinic", "Nowhere", 5],
    ]
    batch = project_imports.upload(
        project=project, kind="sites", file=workbook({"Sites": rows}), by=None
    )

    imports.check_now(batch)

    errors = batch.rows.filter(action="error").order_by("number")
    assert [(row.number, row.taken) for row in errors] == [(2, 0), (4, 0), (5, 0), (6, 1)]
    assert errors[1].errors[-1]["message"] == A_TOTAL
    assert batch.summary["create"] == 1


def test_reads_on_where_a_workbook_has_notes_beside_the_table(project):
    rows = [["ODS code", "Name", "District"], ["E82001", "Elm", "Harlow", None, "see below"]]
    batch = project_imports.upload(
        project=project, kind="sites", file=workbook({"Sites": rows}), by=None
    )

    imports.check_now(batch)

    assert batch.summary["create"] == 1
    assert (
        "Sheet “Sites”: Columns D and E were skipped because they have no heading."
        in batch.summary["notes"]
    )


def test_refuses_text_longer_than_its_column(errors):
    found = errors(site_row(name="x" * 201))

    assert found == {(2, "name"): "Enter 200 characters or fewer. This has 201"}


def test_names_the_sheet_of_an_error(project):
    file = workbook(
        {
            "North": [["ods_code", "name", "district"], ["E82001", "Elm", "Harlow"]],
            "South": [["ods_code", "name", "district"], ["E82002", "Oak", "Atlantis"]],
            "Key": [["Colour", "Means"], ["red", "late"]],
        }
    )
    batch = project_imports.upload(project=project, kind="sites", file=file, by=None)
    imports.check_now(batch)

    row = batch.rows.get(action="error")

    assert (row.sheet, row.number, row.errors[0]["column"]) == ("South", 2, "district")
    assert batch.summary["notes"] == ["Sheet “Key” was skipped because its headings are different."]


def test_writes_nothing_when_one_row_is_wrong(project):
    file = csv_file([site_row(), site_row(ods_code="E82002", stage_date="31/02/2026")])
    batch = project_imports.upload(project=project, kind="sites", file=file, by=None)
    imports.check_now(batch)

    with pytest.raises(imports.NotNow, match="Some rows have errors"):
        imports.apply(batch=batch, by=manager())

    assert batch.state == ImportState.CHECKED
    assert ImportRow.objects.filter(batch=batch).count() == 2
    assert not Site.objects.exists()
    assert not StageEntry.objects.exists()
