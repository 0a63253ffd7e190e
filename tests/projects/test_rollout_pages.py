"""The public pages of projects and their sites, and the workspace's rollout."""

import csv
import io
import re
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diz_portal.charts import CannotDraw, easel
from projects.models import Milestone, Site, StageEntry
from projects.rollout import version
from tests.factories.money import FundingSourceFactory
from tests.factories.partners import OrganisationFactory, contributor_of, manager, viewer_of
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import (
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
    put_in_scope,
)
from tests.words import says

pytestmark = pytest.mark.django_db
LONG_NAME = "The Limes, Old Harlow and Church Langley Partnership Medical Centre " * 2


@pytest.fixture(autouse=True)
def nothing_kept():
    PartnershipFactory()
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def harlow():
    return DistrictFactory(code="E07000073", name="Harlow")


@pytest.fixture
def project():
    made = ProjectFactory(slug="fibre", title="Local Full Fibre Network")
    FundingSourceFactory(project=made, funder="A funder", is_public=True)
    FundingSourceFactory(project=made, funder="A quiet funder")
    return made


def site(project, stage="connected", **fields):
    where = {"latitude": 51.77, "longitude": 0.09}
    return SiteFactory(project=project, stage=stage, **(where | fields))


def many(project, district, number):
    """Sites in scope and live, as rows, quickly."""
    made = Site.objects.bulk_create(
        Site(project=project, name=f"Site {n}", district=district, latitude=51.7, longitude=0.1)
        for n in range(number)
    )
    StageEntry.objects.bulk_create(
        StageEntry(project=project, site=one, stage="connected", entered_on=date(2026, 1, 5))
        for one in made
    )
    put_in_scope(*made, on=date(2026, 1, 1))


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


# The list of projects ----------------------------------------------------------------


def test_list_shows_published_projects_with_their_progress(client, project):
    site(project)
    site(project, "ordered")
    ProjectFactory(title="Still secret", published=False)

    page = text_of(client.get("/projects/"))

    assert "Local Full Fibre Network" in page
    assert "1 of 2 surgeries is live." in page
    assert "Still secret" not in page


def test_list_says_when_nothing_is_published(client):
    assert "No projects published yet" in text_of(client.get("/projects/"))


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_at_any_length(client, number, harlow, django_assert_num_queries):
    for _ in range(number):
        site(ProjectFactory(), district=harlow)

    with django_assert_num_queries(3):  # the projects, their standings, the partnership
        client.get("/projects/")


# The project's page ------------------------------------------------------------------


def test_page_shows_headline_charts_tables_milestones_and_partners(client, project, harlow):
    partner = OrganisationFactory(name="Fibre Supplier")
    project.partners.add(partner)
    site(project, "connected", district=harlow, planned_live_on=date(2020, 1, 1))
    site(project, "wayleave", district=harlow, planned_live_on=date(2020, 2, 1))
    gone = site(project, "descoped", district=harlow, scoped=True)
    put_in_scope(gone, step=-1, reason="merged")
    Milestone.objects.create(
        project=project,
        title="All live",
        baseline_on=date(2027, 1, 1),
        forecast_on=date(2027, 2, 3),
        note="not for strangers",
    )

    response = client.get("/projects/fibre/")
    page = text_of(response)

    assert "1 of 2 surgeries is live but not in service yet. 1 is waiting for a wayleave." in page
    assert "1 of 2 surgeries is live, 1 fewer than planned by today" in page
    assert "Scope 3 surgeries were announced. 2 are in scope now." in page
    assert "Site closed or merged −1" in page
    assert "Forecast 3 February 2027" in page
    assert "not for strangers" not in page
    assert "Fibre Supplier" in page
    assert "A funder" in page
    assert "A quiet funder" not in page
    assert "Diagram only" in page
    assert response.content.count(b'role="img"') == 4
    ids = re.findall(r' id="([^"]+)"', response.content.decode())
    assert len(ids) == len(set(ids))


def test_page_carries_nothing_a_strict_policy_forbids(client, project):
    site(project)

    body = client.get("/projects/fibre/").content.decode()

    assert not re.search(r"\sstyle=|<style|javascript:|\son[a-z]+=|<script(?![^>]*\ssrc=)", body)


def test_page_publishes_no_costs_orders_notes_or_people(client, project):
    site(
        project,
        order_ref="ORDER-77",
        cost_estimate=Decimal("12345.67"),
        notes="the landlord is difficult",
        supplier="Secret Supplier",
    )
    put_in_scope(site(project, "candidate"), value_change=Decimal("98765"))

    for address in ("/projects/fibre/", "/projects/fibre/sites/", "/projects/fibre/sites.csv"):
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        for secret in (b"ORDER-77", b"12345", b"12,345", b"landlord is", b"Secret", b"98,765"):
            assert secret not in body


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda one: enter(one, "connected", timezone.localdate()), "2 of 2|All 2 surgeries are"),
        (lambda one: put_in_scope(one, step=-1), "The surgery is live"),
        (
            lambda one: Site.objects.filter(pk=one.pk).update(withdrawn_at=timezone.now()),
            "The surgery",
        ),
        (
            lambda one: Site.objects.filter(pk=one.pk).update(planned_live_on=date(2020, 1, 1)),
            "as many as planned by today",
        ),
        (lambda one: type(one.project).objects.update(title="Renamed"), "Renamed"),
        (lambda one: one.project.milestones.update(forecast_on=date(2031, 5, 6)), "6 May 2031"),
        (lambda one: one.project.milestones.all().delete(), None),
        (lambda one: type(one.district).objects.update(name="Newtown"), "Newtown"),
        (lambda one: one.project.partners.add(OrganisationFactory(name="Newcomer")), "Newcomer"),
        (lambda one: one.project.partners.clear(), None),
    ],
)
def test_page_is_right_at_once_after_every_kind_of_change(
    client, project, harlow, change, expected
):
    project.partners.add(OrganisationFactory(name="Old partner"))
    Milestone.objects.create(
        project=project,
        title="A milestone",
        baseline_on=date(2027, 1, 1),
        forecast_on=date(2027, 1, 1),
    )
    site(project, district=harlow)
    second = site(project, "ordered", district=harlow)
    before = text_of(client.get("/projects/fibre/"))
    assert "1 of 2 surgeries is live" in before

    change(second)
    after = text_of(client.get("/projects/fibre/"))

    assert after != before
    if expected:
        assert re.search(expected, after)
        assert not re.search(expected, before)


def test_page_costs_one_query_while_nothing_changes(
    client, project, monkeypatch, django_assert_num_queries
):
    # The other tests' processes write to this server nearly all the time.
    find = version.of
    monkeypatch.setattr(version, "of", lambda slug: replace(find(slug), is_quiet=True))
    site(project)
    first = client.get("/projects/fibre/")

    with django_assert_num_queries(1):
        second = client.get("/projects/fibre/")

    assert first.content == second.content


def test_version_is_not_quiet_while_another_transaction_writes():
    # Told by the database: what such a transaction commits may carry a smaller number.
    assert "pg_snapshot_xmin(pg_current_snapshot()) = pg_snapshot_xmax" in version.SQL


def test_page_keeps_nothing_computed_while_another_transaction_writes(client, project, monkeypatch):
    site(project)
    found = version.of("fibre")
    busy = version.Version(found.project_id, True, found.title, found.text, is_quiet=False)
    monkeypatch.setattr(version, "of", lambda slug: busy)
    client.get("/projects/fibre/")
    enter(project.sites.get(), "on_hold", timezone.localdate())

    assert "not live yet" in text_of(client.get("/projects/fibre/"))


@pytest.mark.parametrize("number", [1, 3])
def test_page_costs_the_same_at_any_length(
    client, project, harlow, number, monkeypatch, django_assert_num_queries
):
    many(project, harlow, number)
    monkeypatch.setattr(easel, "paint", lambda spec: '<svg viewBox="0 0 9 9"></svg>')
    # What a process reads once, such as the outlines, is no part of the page's cost.
    client.get("/projects/fibre/")
    for cache in caches.all():
        cache.clear()

    with django_assert_num_queries(15):
        client.get("/projects/fibre/")


def test_page_stands_without_a_drawing(client, project, monkeypatch):
    def cannot(spec):
        raise CannotDraw

    site(project)
    monkeypatch.setattr(easel, "paint", cannot)

    response = client.get("/projects/fibre/")

    assert response.status_code == 200
    assert "The chart cannot be shown right now." in text_of(response)
    assert "Show these figures as a table" in text_of(response)


def test_page_says_so_when_there_are_no_sites(client, project):
    page = text_of(client.get("/projects/fibre/"))

    assert "No sites have been added" in page
    assert "If this project connects sites" in page


def test_page_of_candidates_says_that_nothing_is_in_scope(client, project):
    site(project, "candidate")
    site(project, "eligible")

    page = text_of(client.get("/projects/fibre/"))

    assert "No surgeries are in scope yet. 2 surgeries are being considered." in page
    assert page.count("2 surgeries are being considered") > 1


def test_page_as_at_a_past_day_shows_what_was_known(client, project):
    one = site(project, "ordered", on=date(2026, 1, 1))
    StageEntry.objects.filter(site=one)
    yesterday = timezone.localdate() - timedelta(days=1)

    page = text_of(client.get("/projects/fibre/", {"as_at": yesterday.isoformat()}))

    assert "based on what was recorded then" in page
    assert "No sites had been added." in page


@pytest.mark.parametrize(
    ("as_at", "said"),
    [
        ("2026-02-31", "Enter a real date"),
        ("yesterday", "Enter a real date"),
        ("2999-01-01", "Enter a real year"),
        ("0001-01-01", "Enter the year with 4 digits"),
        ("1999-12-31", "Enter a date that is in or after 2000"),
        ("2199-12-31", "Enter a date that is today or in the past"),
        ("2026-01-01\0", "Enter a real date"),
    ],
)
def test_page_as_at_nonsense_says_so_beside_the_field(client, project, as_at, said):
    response = client.get("/projects/fibre/", {"as_at": as_at})

    assert response.status_code == 400
    assert said in text_of(response)


# Who may see what --------------------------------------------------------------------

ADDRESSES = ["/projects/hidden/", "/projects/hidden/sites/", "/projects/hidden/sites.csv"]


@pytest.mark.parametrize("address", [*ADDRESSES, "/projects/none/", "/projects/none/sites.csv"])
def test_unpublished_project_is_not_found_by_strangers(client, address):
    ProjectFactory(slug="hidden", published=False)

    assert client.get(address).status_code == 404
    client.force_login(contributor_of(OrganisationFactory()))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_unpublished_project_is_seen_by_members_and_managers(client, address):
    hidden = ProjectFactory(slug="hidden", published=False)

    for person in (viewer_of(hidden.lead), manager()):
        client.force_login(person)
        assert client.get(address).status_code == 200


def test_page_kept_for_strangers_is_not_shown_to_somebody_signed_in(client, project):
    client.get("/projects/fibre/")
    client.force_login(manager())

    assert "Sign in" not in text_of(client.get("/projects/fibre/"))
    client.logout()
    assert "Sign in" in text_of(client.get("/projects/fibre/"))


# The list of sites -------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 3, 300])
def test_sites_cost_the_same_at_any_length(
    client, project, harlow, number, django_assert_num_queries
):
    many(project, harlow, number)

    with django_assert_num_queries(5):
        response = client.get("/projects/fibre/sites/")

    assert len(response.context["rows"]) == min(number, 50)


def names(response) -> list[str]:
    return [row.site.name for row in response.context["rows"]]


def test_sites_are_filtered_searched_and_sorted(client, project, harlow):
    epping = DistrictFactory(code="E07000072", name="Epping Forest")
    site(project, "in_service", name="Alpha", district=harlow, ods_code="F81001")
    site(project, "wayleave", name="beta", district=epping, postcode="IG10 1AB")
    site(project, "candidate", name="Gamma", district=epping)

    def listed(**query):
        return names(client.get("/projects/fibre/sites/", query))

    assert listed() == ["Alpha", "beta", "Gamma"]
    assert listed(district="epping-forest") == ["beta", "Gamma"]
    assert listed(stage="live") == ["Alpha"]
    assert listed(stage="wayleave") == ["beta"]
    assert listed(scope="out") == ["Gamma"]
    assert listed(q="ig101ab") == ["beta"]
    assert listed(q="f81001") == ["Alpha"]
    assert listed(q="gam") == ["Gamma"]
    assert listed(sort="district") == ["beta", "Gamma", "Alpha"]
    assert listed(sort="stage") == ["Alpha", "beta", "Gamma"]
    assert listed(q="nowhere") == []


def test_sites_answer_a_filter_that_does_not_exist_with_a_sentence(client, project):
    site(project)

    response = client.get("/projects/fibre/sites/", {"district": "atlantis"})

    assert response.status_code == 400
    assert "Select an answer from the list" in text_of(response)
    assert client.get("/projects/fibre/sites/", {"q": "a\0b"}).status_code == 400
    assert client.get("/projects/fibre/sites.csv", {"stage": "gone"}).status_code == 400


def test_sites_with_the_longest_names_and_none(client, project):
    assert "No sites yet" in text_of(client.get("/projects/fibre/sites/"))
    site(project, name=LONG_NAME)

    response = client.get("/projects/fibre/sites/")

    assert LONG_NAME.strip() in text_of(response)
    assert "1 site." in text_of(response)


# The CSV -----------------------------------------------------------------------------

HEADER = (
    "reference,ods_code,uprn,name,postcode,district,latitude,longitude,"
    "stage,stage_date,download_before_mbps,download_after_mbps"
)


def csv_of(client, query="") -> str:
    return b"".join(client.get(f"/projects/fibre/sites.csv{query}")).decode()


def test_csv_of_no_sites_is_its_header(client, project):
    assert csv_of(client) == HEADER + "\r\n"


def test_csv_has_its_published_columns_ordered_by_district_name_and_reference(
    client, project, harlow
):
    epping = DistrictFactory(code="E07000072", name="Epping Forest")
    first = site(project, "in_service", name="Alpha", district=harlow, on=date(2026, 3, 4))
    second = site(
        project,
        "ordered",
        name="Zeta, the “last”",
        district=epping,
        ods_code="F81001",
        uprn="010001234567",
        on=date(2026, 5, 6),
        longitude=-0.0912,
        download_before_mbps=Decimal("12.5"),
        download_after_mbps=Decimal("941.0"),
    )
    undone = site(project)
    Site.objects.filter(pk=undone.pk).update(withdrawn_at=timezone.now())

    rows = list(csv.reader(io.StringIO(csv_of(client))))

    assert rows == [
        HEADER.split(","),
        [
            second.reference,
            "F81001",
            "010001234567",
            "Zeta, the “last”",
            "CM20 1AA",
            "Epping Forest",
            "51.77",
            "-0.091",
            "ordered",
            "2026-05-06",
            "12.5",
            "941.0",
        ],
        [
            first.reference,
            first.ods_code,
            "",
            "Alpha",
            "CM20 1AA",
            "Harlow",
            "51.77",
            "0.09",
            "in_service",
            "2026-03-04",
            "",
            "",
        ],
    ]


@pytest.mark.parametrize("lead", ["=", "+", "-", "@", "\t", "\r"])
def test_csv_runs_no_formula(client, project, lead):
    site(project, name=f"{lead}HYPERLINK(1)")

    assert f"'{lead}HYPERLINK(1)" in csv_of(client)


def test_csv_is_narrowed_by_the_filters_of_the_list(client, project, harlow):
    site(project, name="Alpha", district=harlow)
    site(project, "ordered", name="Beta", district=harlow)

    assert not says(csv_of(client, "?stage=live&district=harlow"), "Beta")
    assert "Alpha" in csv_of(client, "?stage=live&district=harlow")


# The workspace -----------------------------------------------------------------------


def test_workspace_rollout_lists_what_holds_it_up(client, project, harlow):
    long_ago = timezone.localdate() - timedelta(days=300)
    held = site(project, "ordered", name="Held", district=harlow)
    enter(held, "on_hold", timezone.localdate(), reason="Being refurbished.")
    site(project, "civils", name="Stuck", district=harlow, on=long_ago)
    site(project, "civils", name="Moving", district=harlow)
    waits = site(project, "wayleave", name="Waits", district=harlow)
    WayleaveFactory(site=waits, grantor="A landowner", requested_on=long_ago, state="requested")
    client.force_login(contributor_of(project.lead))

    response = client.get("/workspace/projects/fibre/rollout/")
    page = text_of(response)

    assert "Being refurbished." in page
    assert [one.site.name for one in response.context["held_up"].stuck.longest] == ["Stuck"]
    assert "300 days . A landowner" in page or "300 days. A landowner" in page


def test_workspace_rollout_costs_the_same_at_any_length(client, project, harlow, monkeypatch):
    monkeypatch.setattr(easel, "paint", lambda spec: '<svg viewBox="0 0 9 9"></svg>')
    client.force_login(contributor_of(project.lead))
    costs = []

    for number in (1, 2):
        many(project, harlow, number)
        StageEntry.objects.bulk_create(
            StageEntry(project=project, site=one, stage="on_hold", entered_on=date(2026, 1, 6))
            for one in project.sites.exclude(stage="on_hold")
        )
        caches["drawn"].clear()
        with CaptureQueriesContext(connection) as made:
            client.get("/workspace/projects/fibre/rollout/")
        costs.append(len(made))

    assert len(set(costs)) == 1


def test_workspace_rollout_is_for_those_inside_the_project(client, project):
    assert client.get("/workspace/projects/fibre/rollout/").status_code == 302
    client.force_login(contributor_of(OrganisationFactory()))
    assert client.get("/workspace/projects/fibre/rollout/").status_code == 404
    client.force_login(manager())
    assert client.get("/workspace/projects/fibre/rollout/").status_code == 200


# The front page ----------------------------------------------------------------------


def test_front_page_shows_the_live_figure_the_sentence_and_the_small_map(client, project):
    site(project)
    site(project, "ordered")

    response = client.get("/")

    assert "1 of 2 surgeries is live" in text_of(response)
    assert "surgeries live on full fibre" in text_of(response)
    assert b'aria-labelledby="small-map-title' in response.content


def test_front_page_shows_no_figure_while_nothing_is_in_scope(client, project):
    site(project, "candidate")

    assert "live on full fibre" not in text_of(client.get("/"))
