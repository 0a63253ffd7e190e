"""OC4IDS: the rollout projects as the schema and its code lists have them."""

from datetime import date
from decimal import Decimal

import pytest

from diz_portal.open_data.declaring import standard_named
from projects.models import ScopeReason
from projects.oc4ids import STATUS
from projects.portfolio.models.programme import ProjectState
from projects.rollout.stages import Stage
from tests.factories.money import secured
from tests.factories.partners import OrganisationFactory
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, put_in_scope

from .judges import codes, document_of, judged

pytestmark = pytest.mark.django_db
CODELISTS = "oc4ids/schema/codelists/"


@pytest.fixture
def project():
    PartnershipFactory()
    project = ProjectFactory(
        slug="full-fibre",
        title="Full fibre",
        summary="Full fibre for surgeries.",
        starts_on=date(2025, 4, 1),
        ends_on=date(2027, 3, 31),
        partners=[OrganisationFactory(name="Stort Valley Fibre", slug="svf", sector="private")],
    )
    sites = [
        SiteFactory(
            project=project,
            stage=Stage.CONNECTED if number else Stage.CIVILS,
            on=date(2026, 1, 10),
            scoped=False,
            latitude=51.871234,
            longitude=0.161789,
            planned_live_on=date(2026, 2 + number, 1),
            cost_actual=Decimal(77777),
            notes="Ask Wilhelmina",
        )
        for number in range(3)
    ]
    put_in_scope(*sites, on=date(2026, 1, 10), value_change=Decimal(2_100_000))
    put_in_scope(
        sites[2],
        step=-1,
        on=date(2026, 3, 1),
        reason=ScopeReason.NO_WAYLEAVE,
        note="Mr Quince said no",
        value_change=Decimal(-400_000),
    )
    secured("1700000", "0", project=project, organisation=None, funder="A ministry", is_public=True)
    return project


def only(client):
    [one] = client.get("/data/oc4ids.json").json()["projects"]
    return one


def test_the_package_is_as_the_schema_asks(project, settings):
    assert judged("oc4ids", document_of("oc4ids"), settings) == []


@pytest.mark.parametrize("state", ProjectState.values)
def test_it_is_so_in_every_state_and_with_amounts(project, settings, state):
    project.state, project.publishes_values = state, True
    project.save()

    document = document_of("oc4ids")

    assert judged("oc4ids", document, settings) == []
    assert document["projects"][0]["status"] == STATUS[ProjectState(state)]


def test_the_schema_is_a_judge(project, settings):
    document = document_of("oc4ids")
    document["projects"][0]["period"] = {"startDate": "yesterday"}
    del document["publisher"]

    assert bool(judged("oc4ids", document, settings)) == bool(codes(CODELISTS + "method.csv"))


def test_closed_code_lists_are_kept(client, project):
    one = only(client)

    for file, used in (
        ("projectStatus", set(STATUS.values())),
        ("projectSector", set(one["sector"])),
        ("projectType", {one["type"]}),
        ("metricID", {metric["id"] for metric in one["metrics"] + one["forecasts"]}),
        ("currency", {"GBP"}),
    ):
        known = codes(f"{CODELISTS}{file}.csv")
        assert not known or used <= known, file


def test_scope_changes_have_their_reasons_and_no_notes(client, project):
    one = only(client)

    first, second = one["contractingProcesses"][0]["summary"]["modifications"]
    assert first["description"].endswith("Sites in scope after it: 3.")
    assert second["rationale"] == "Wayleave refused"
    assert second["type"] == "scope"
    text = str(one)
    for private in ("Quince", "Wilhelmina", "77777", "2100000", "oldContractValue"):
        assert private not in text


def test_amounts_are_there_once_they_are_released(client, project):
    assert "budget" not in only(client)

    project.publishes_values = True
    project.save()

    one = only(client)
    assert one["budget"]["amount"] == {"amount": 1_700_000, "currency": "GBP"}
    [_, change] = one["contractingProcesses"][0]["summary"]["modifications"]
    assert change["oldContractValue"]["amount"] == 2_100_000
    assert change["newContractValue"]["amount"] == 1_700_000


def test_progress_and_plan_are_counted_by_month(client, project):
    one = only(client)

    live, planned = one["metrics"][0]["observations"], one["forecasts"][0]["observations"]
    assert (live[0]["id"], live[0]["measure"]) == ("live-2026-01", 2)
    assert live[2]["measure"] == 1
    assert [(each["id"], each["measure"]) for each in planned] == [
        ("planned-2026-02", 1),
        ("planned-2026-03", 2),
    ]


def test_parties_are_the_lead_the_partners_and_the_funders_that_are_named(client, project):
    one = only(client)

    assert {(party["name"], *party["roles"]) for party in one["parties"]} == {
        (project.lead.name, "publicAuthority"),
        ("Stort Valley Fibre", "deliveryPartner"),
        ("A ministry", "funder"),
    }


def test_points_are_within_100_metres(client, project):
    [first, _] = only(client)["locations"]

    assert first["geometry"]["coordinates"] == [0.162, 51.871]


def test_a_finished_project_says_what_became_of_it(client, project):
    project.state = ProjectState.FINISHED
    project.save()

    completion = only(client)["completion"]

    assert completion["finalScope"] == "1 of 2 sites in scope are live."
    assert "Wayleave refused" in completion["finalScopeDetails"]


def test_a_project_that_is_not_published_is_not_in_it(client, project):
    project.published = False
    project.save()

    assert client.get("/data/oc4ids.json").status_code == 404


def test_what_is_missing_leads_to_the_project(project):
    one = standard_named("oc4ids")

    found = {each.check: each.url for each in one.findings(document_of("oc4ids"))}

    assert set(found) == {"prefix", "budget"}
    assert found["budget"] == f"/admin/projects/project/{project.pk}/change/"
