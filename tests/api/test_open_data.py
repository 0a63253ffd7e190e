"""What anyone may read over the API: what is public, all of it, and nothing else."""

from datetime import date

import pytest
from django.utils import timezone

from diz_portal.api import pace
from diz_portal.api.describing import _operations, schema
from projects.rollout.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db
V1 = "/api/v1"


def items(client, address):
    answer = client.get(f"{V1}{address}")
    assert answer.status_code == 200, answer.content
    return answer.json()["items"]


def test_projects_tell_what_their_pages_tell(client, partnership):
    lead = OrganisationFactory(name="Essex Council", slug="essex", state="active")
    partner = OrganisationFactory(name="Fibre", slug="fibre", state="active")
    quiet = OrganisationFactory(name="Quiet", slug="quiet", state="invited")
    project = ProjectFactory(slug="fibre-for-all", lead=lead, partners=[partner, quiet])
    ProjectFactory(slug="hidden", published=False)

    (told,) = items(client, "/projects/")

    assert told["slug"] == "fibre-for-all"
    assert told["lead"] == {"slug": "essex", "name": "Essex Council"}
    assert told["partners"] == [{"slug": "fibre", "name": "Fibre"}]
    assert told["programme"]["name"] == project.programme.name
    assert client.get(f"{V1}/projects/fibre-for-all/").json() == told
    assert client.get(f"{V1}/projects/hidden/").status_code == 404
    for below in ("sites", "stages", "milestones"):
        assert client.get(f"{V1}/projects/hidden/{below}/").status_code == 404


def test_sites_tell_their_stage_and_no_costs(client, partnership):
    project = ProjectFactory(slug="fibre")
    site = SiteFactory(
        project=project,
        stage=Stage.CONNECTED,
        download_after_mbps=940,
        cost_actual=12345,
        order_ref="Marker-order",
        supplier="Marker-supplier",
        notes="Marker-notes",
    )

    (told,) = items(client, "/projects/fibre/sites/")
    one = client.get(f"{V1}/projects/fibre/sites/{site.reference}/")

    assert (told["stage"], told["is_live"], told["in_scope"]) == ("connected", True, True)
    assert told["download_after_mbps"] == 940.0
    assert told["district_code"] == site.district.code
    assert one.json()["timeline"] == [
        {"stage": "connected", "entered_on": site.stage_on.isoformat()}
    ]
    assert "Marker" not in one.content.decode()
    assert "12345" not in one.content.decode()


def test_sites_are_narrowed(client, partnership):
    project = ProjectFactory(slug="fibre")
    live = SiteFactory(project=project, stage=Stage.CONNECTED)
    candidate = SiteFactory(project=project)
    SiteFactory()

    def references(query):
        return {one["reference"] for one in items(client, f"/projects/fibre/sites/{query}")}

    assert references("") == {live.reference, candidate.reference}
    assert references("?stage=connected") == {live.reference}
    assert references("?in_scope=false") == {candidate.reference}
    assert references(f"?district={live.district.code}") == {live.reference}


def test_withdrawn_site_is_not_there(client, partnership):
    site = SiteFactory(project__slug="fibre", withdrawn_at=timezone.now(), withdrawn_reason="Twice")

    assert items(client, "/projects/fibre/sites/") == []
    assert client.get(f"{V1}/projects/fibre/sites/{site.reference}/").status_code == 404


def test_stages_are_counted_by_district(client, partnership):
    project = ProjectFactory(slug="fibre")
    site = SiteFactory(project=project, stage=Stage.CONNECTED)
    SiteFactory(project=project, stage=Stage.CONNECTED, district=site.district)

    told = client.get(f"{V1}/projects/fibre/stages/").json()

    assert told == {
        "as_at": timezone.localdate().isoformat(),
        "items": [
            {
                "district": site.district.name,
                "district_code": site.district.code,
                "stage": "connected",
                "sites": 2,
                "in_scope": 2,
            }
        ],
    }


def test_every_stage_is_explained(client, partnership):
    told = client.get(f"{V1}/stages/").json()

    assert [one["code"] for one in told] == [stage.value for stage in Stage]
    assert all(one["meaning"] for one in told)


def test_milestones_have_their_dates(client, partnership):
    project = ProjectFactory(slug="fibre")
    days = {"baseline_on": date(2026, 9, 30), "forecast_on": date(2026, 12, 15)}
    milestone = project.milestones.create(title="Wayleaves", note="Marker-note", **days)
    project.milestones.create(
        title="Wrong", withdrawn_at=timezone.now(), withdrawn_reason="Twice", **days
    )

    assert items(client, "/projects/fibre/milestones/") == [
        {
            "reference": milestone.reference,
            "title": "Wayleaves",
            "baseline_on": "2026-09-30",
            "forecast_on": "2026-12-15",
            "actual_on": None,
        }
    ]


def test_partners_are_those_of_the_directory(client, partnership):
    OrganisationFactory(slug="fibre", name="Fibre", state="active")
    OrganisationFactory(slug="quiet", state="invited")

    told = {one["slug"] for one in items(client, "/partners/")}

    assert "fibre" in told
    assert "quiet" not in told
    assert client.get(f"{V1}/partners/fibre/").json()["name"] == "Fibre"
    assert client.get(f"{V1}/partners/quiet/").status_code == 404


def test_places_to_get_help_are_those_that_are_listed(client, partnership):
    place = HelpPlaceFactory(services=["wifi"])
    HelpPlaceFactory(is_listed=False)

    (told,) = items(client, "/help-places/")

    assert told["slug"] == place.slug
    assert items(client, "/help-places/?service=repair") == []
    assert client.get(f"{V1}/help-places/{place.slug}/").json() == told


def test_cursor_leads_through_a_list_that_changes(client, partnership):
    project = ProjectFactory(slug="fibre")
    known = {SiteFactory(project=project).reference for _ in range(5)}

    found, address = [], f"{V1}/projects/fibre/sites/?limit=2"
    while address:
        part = client.get(address).json()
        found += [one["reference"] for one in part["items"]]
        address = part["next"]
        if len(found) == 2:
            SiteFactory(project=project, reference="0000000a")  # before what was read

    assert found == sorted(known)


@pytest.mark.parametrize("cursor", ["x", "%00", "bnVsbA", "WzFd", "MTI", "IlwwIg", "é" * 9])
def test_cursor_of_nobody_is_refused(client, partnership, cursor):
    answer = client.get(f"{V1}/partners/?cursor={cursor}")

    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["field"] == "cursor"


def test_answers_say_how_often_one_may_ask(client, partnership, settings):
    settings.API_REQUESTS_A_MINUTE = 2

    first, second, third = (client.get(f"{V1}/partners/") for _ in range(3))

    assert first["RateLimit-Limit"] == "2"
    assert (first["RateLimit-Remaining"], second["RateLimit-Remaining"]) == ("1", "0")
    assert third.status_code == 429
    assert third["Content-Type"] == "application/problem+json"
    assert 1 <= int(third["Retry-After"]) <= 60
    assert third["RateLimit-Remaining"] == "0"


def test_limit_is_of_one_address_and_of_one_minute(monkeypatch):
    now = 600_000.0
    monkeypatch.setattr(pace.time, "time", lambda: now)

    assert [pace.count("a", 1).is_over for _ in range(2)] == [False, True]
    assert pace.count("b", 1).is_over is False
    now += 60
    assert pace.count("a", 1).is_over is False


def test_memory_of_limits_does_not_grow(monkeypatch):
    monkeypatch.setattr(pace, "MOST_ASKERS", 5)

    for number in range(50):
        pace.count(f"asker {number}", 9)

    assert len(pace._used) <= 5


def test_a_fault_is_answered_as_a_problem_and_noted(client, partnership, monkeypatch, caplog):
    def fails(*args, **kwargs):
        raise RuntimeError("Marker-secret")

    monkeypatch.setattr("diz_portal.api.paging.cursored", fails)

    answer = client.get(f"{V1}/partners/")

    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "Marker" not in answer.content.decode()
    assert "The API failed at /api/v1/partners/" in caplog.text


def test_session_is_not_looked_at(client, partnership):
    project = ProjectFactory(slug="hidden", published=False)
    client.force_login(UserFactory(is_superuser=True))

    assert client.get(f"{V1}/projects/{project.slug}/").status_code == 404


# What it says of itself -------------------------------------------------------------------------


def operations():
    for path, methods in schema()["paths"].items():
        for method, told in methods.items():
            yield f"{method} {path}", told


def test_every_address_has_a_summary_words_an_example_and_its_errors(partnership):
    wanting = []
    for name, told in operations():
        fine = [one for status, one in told["responses"].items() if int(status) < 300]
        has_example = any(
            "example" in content for one in fine for content in one.get("content", {}).values()
        )
        if not (told["summary"] and told.get("description") and told.get("tags")):
            wanting.append(f"{name}: no words")
        if any(one.get("content") for one in fine) and not has_example:
            wanting.append(f"{name}: no example")
        if not {429, 500, 503} <= set(told["responses"]):
            wanting.append(f"{name}: errors are missing")

    assert wanting == []


def test_examples_are_what_their_schemas_say(partnership):
    checked = 0
    for one in _operations():
        for status, extra in (one.openapi_extra or {}).get("responses", {}).items():
            example = extra["content"]["application/json"]["example"]
            shape = one.response_models[status]
            given = shape.model_validate({"response": example}).model_dump(mode="json")["response"]
            assert _same_names(given, example), f"{one.view_func.__name__}: {given} {example}"
            checked += 1
    assert checked


def _same_names(one, other):
    if isinstance(one, dict):
        return set(one) == set(other) and all(_same_names(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(_same_names, one, other))
    return True
