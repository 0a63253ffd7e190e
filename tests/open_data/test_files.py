"""The files of a dataset: one declaration, the same in every format, and only what it takes."""

import csv
import io
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from diz_portal.open_data.declaring import datasets
from projects.rollout.stages import Stage
from seminars.models import SeminarState
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.places import DistrictFactory, FigureFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, put_in_scope
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db


def bytes_of(response) -> bytes:
    assert response.status_code == 200, response.status_code
    # Read to its end, which closes it.
    return response.getvalue()


def text_of(response) -> str:
    return bytes_of(response).decode()


def rows_of(client, slug: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client.get(f"/data/{slug}.csv")))))


@pytest.fixture
def site():
    PartnershipFactory()
    return SiteFactory(
        name="Rye Street Surgery",
        ods_code="E00012",
        uprn="010012345678",
        latitude=51.871234,
        longitude=0.161789,
        stage=Stage.CONNECTED,
        on=date(2026, 3, 4),
        download_before_mbps=Decimal("12.5"),
        cost_actual=Decimal(12345),
        notes="Ask Wilhelmina at the desk",
        supplier="Stort Valley Fibre",
        district=DistrictFactory(name="Harlow", is_ours=True),
        project=ProjectFactory(slug="full-fibre", title="Full fibre"),
    )


def test_sites_say_what_is_public_with_codes_as_text_and_their_words(client, site):
    [row] = rows_of(client, "sites")

    assert row == {
        "site_code": site.reference,
        "site": "Rye Street Surgery",
        "project_code": "full-fibre",
        "project": "Full fibre",
        "ods_code": "E00012",
        "uprn": "010012345678",
        "postcode": "CM20 1AA",
        "district_code": site.district.code,
        "district": "Harlow",
        "latitude": "51.871",
        "longitude": "0.162",
        "stage_code": "connected",
        "stage": "Connected",
        "stage_since": "2026-03-04",
        "in_scope": "true",
        "is_live": "true",
        "download_before_mbps": "12.5",
        "upload_before_mbps": "",
        "download_after_mbps": "",
        "upload_after_mbps": "",
        "measured_before_on": "",
        "measured_after_on": "",
    }


def test_a_project_that_is_not_published_has_no_sites_here(client, site):
    site.project.published = False
    site.project.save()

    for slug in ("sites", "stages-by-month", "scope-changes"):
        assert rows_of(client, slug) == []


def test_a_site_that_was_withdrawn_is_gone(client, site):
    type(site).objects.update(withdrawn_at=timezone.now(), withdrawn_reason="Twice")

    assert rows_of(client, "sites") == []
    assert rows_of(client, "stages-by-month") == []
    # The ledger still adds up, and no longer names it.
    [line] = rows_of(client, "scope-changes")
    assert (line["step"], line["site_code"], line["site"]) == ("1", "", "")


@pytest.mark.parametrize("slug", ["sites", "stages-by-month", "scope-changes"])
def test_json_and_excel_say_what_the_csv_says(client, site, slug):
    told = rows_of(client, slug)
    document = json.loads(text_of(client.get(f"/data/{slug}.json")))
    book = load_workbook(io.BytesIO(bytes_of(client.get(f"/data/{slug}.xlsx"))))

    names = [one["name"] for one in document["fields"]]
    assert list(told[0]) == names
    assert [list(row) for row in document["rows"]] == [names] * len(told)
    assert [row[names[0]] for row in document["rows"]] == [row[names[0]] for row in told]
    assert document["licence"].startswith("https://www.nationalarchives.gov.uk/")
    [sheet] = [one for one in book if one.title not in {"Cover", "Contents", "Notes"}][:1]
    assert sheet.max_row == len(told) + 1
    if slug == "sites":
        column = names.index("uprn") + 1
        assert sheet.cell(2, column).value == "010012345678"


def test_stages_by_month_are_counted_at_the_end_of_each_month(client):
    PartnershipFactory()
    today = timezone.localdate()
    project = ProjectFactory(slug="p")
    began = (today.replace(day=1) - timedelta(days=40)).replace(day=10)
    site = SiteFactory(project=project, stage=Stage.CANDIDATE, on=began, scoped=False)
    put_in_scope(site, on=began + timedelta(days=40))

    told = [
        (row["month"], row["stage_code"], row["in_scope"], row["sites"])
        for row in rows_of(client, "stages-by-month")
    ]

    months = sorted({month for month, *_ in told})
    assert months[0] == f"{began:%Y-%m}"
    assert months[-1] == f"{today:%Y-%m}"
    assert told[0] == (f"{began:%Y-%m}", "candidate", "false", "1")
    assert told[-1] == (f"{today:%Y-%m}", "candidate", "true", "1")
    assert len(told) == len(months)


def test_the_scope_change_log_gives_reasons_and_no_one_s_name(client, site):
    from projects.models import ScopeReason

    change = put_in_scope(
        site, step=-1, reason=ScopeReason.NO_WAYLEAVE, note="Mr Quince said no", on=date(2026, 5, 1)
    )

    text = text_of(client.get("/data/scope-changes.csv"))

    assert "Wayleave refused" in text
    assert "Quince" not in text
    assert change.approved_by.name not in text


def test_the_public_names_of_the_design_hold(client, site):
    seminar = SeminarFactory(title="First steps")

    document = json.loads(text_of(client.get("/data/seminars.json")))

    assert site.reference in text_of(client.get("/data/sites.csv"))
    assert [row["seminar_code"] for row in document["rows"]] == [seminar.slug]
    assert document["rows"][0]["starts_at"][-6] in "+-"


def test_a_draft_seminar_is_not_published(client):
    PartnershipFactory()
    SeminarFactory(state=SeminarState.DRAFT)

    assert rows_of(client, "seminars") == []


def test_a_place_that_is_not_shown_is_not_published(client):
    PartnershipFactory()
    HelpPlaceFactory(name="Shown", services=["wifi", "people"])
    HelpPlaceFactory(name="Hidden", is_listed=False)

    [row] = rows_of(client, "places-to-get-help")

    assert row["place"] == "Shown"
    assert row["services_code"] == "wifi; people"
    assert row["services"] == "Free wifi; People to show you how"


def test_connectivity_is_that_of_our_districts(client):
    PartnershipFactory()
    ours = DistrictFactory(is_ours=True)
    figure = FigureFactory()
    type(figure.area).objects.filter(pk=figure.area_id).update(code=ours.code)
    FigureFactory()

    [row] = rows_of(client, "connectivity")

    assert (row["area_code"], row["publisher_code"], row["share"]) == (ours.code, "ofcom", "90.00")


@pytest.mark.parametrize("one", datasets(), ids=lambda one: one.slug)
def test_a_dataset_is_described_in_full(one):
    names = [each.name for each in one.fields]

    assert len(set(names)) == len(names)
    assert set(one.key) <= set(names)
    assert one.about.endswith(".")
    assert one.withheld.endswith(".")
    assert one.keywords
    for each in one.fields:
        if each.codes:
            # The words stand beside the code.
            assert each.name.removesuffix("_code") in names


def test_a_file_that_is_not_there_is_said_for_programs(client):
    PartnershipFactory()

    for address in (
        "/data/nothing.csv",
        "/data/nothing.json",
        "/data/nothing.xlsx",
        "/data/nothing/datapackage.json",
        "/data/sites/2020-01-01.csv",
        "/data/sites/yesterday.csv",
        "/data/sites/2020-01-01/datapackage.json",
    ):
        answer = client.get(address)
        assert answer.status_code == 404, address
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Access-Control-Allow-Origin"] == "*"
    assert client.get("/data/nothing/").status_code == 404


def test_files_are_read_from_any_page_and_not_written(client, site):
    answer = client.get("/data/sites.csv")
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert bytes_of(answer)
    assert client.post("/data/sites.csv").status_code == 405


def test_the_package_describes_the_file(client, site):
    package = client.get("/data/sites/datapackage.json").json()
    [resource] = package["resources"]

    assert package["licenses"][0]["name"] == "OGL-UK-3.0"
    assert resource["path"].endswith("/data/sites.csv")
    assert [one["name"] for one in resource["schema"]["fields"]] == list(
        rows_of(client, "sites")[0]
    )
    stage = next(one for one in resource["schema"]["fields"] if one["name"] == "stage_code")
    assert stage["codes"]["connected"] == "Connected"
    assert resource["schema"]["primaryKey"] == ["site_code"]


def test_the_catalogue_lists_every_dataset_and_its_files(client, site):
    catalogue = client.get("/data.json").json()

    assert catalogue["conformsTo"] == "https://project-open-data.cio.gov/v1.1/schema"
    listed = {one["identifier"].rstrip("/").rsplit("/", 1)[-1]: one for one in catalogue["dataset"]}
    assert {one.slug for one in datasets() if not one.counts_people} <= set(listed)
    for one in catalogue["dataset"]:
        assert one["accessLevel"] == "public"
        assert one["license"].startswith("https://www.nationalarchives.gov.uk/")
        assert one["contactPoint"]["fn"]
        for file in one["distribution"]:
            address = file.get("downloadURL") or file["accessURL"]
            path = "/" + address.split("/", 3)[-1]
            assert bytes_of(client.get(path)), path
    # One that counts people is there once an edition is out.
    assert "seminar-attendance" not in listed


def test_every_file_of_sites_has_the_same_rounded_points(client, site):
    [of_project] = csv.DictReader(
        io.StringIO(text_of(client.get("/projects/full-fibre/sites.csv")))
    )
    [of_api] = client.get("/api/v1/projects/full-fibre/sites/").json()["items"]
    alone = client.get(f"/api/v1/projects/full-fibre/sites/{site.reference}/").json()

    assert (of_project["latitude"], of_project["longitude"]) == ("51.871", "0.162")
    assert (of_api["latitude"], of_api["longitude"]) == (51.871, 0.162)
    assert (alone["latitude"], alone["longitude"]) == (51.871, 0.162)
