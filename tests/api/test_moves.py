"""Sites that programs move: as on the page, with versions, once for each key, all or none."""

from datetime import timedelta

import pytest
from django.utils import timezone

from diz_portal.api.models import Answered, Event
from projects.rollout.models import StageEntry
from projects.rollout.services.sites import move_site
from projects.rollout.stages import Stage
from tests.days import as_of_now, in_days
from tests.factories.partners import OrganisationFactory, contributor_of, lead_of
from tests.factories.projects import ProjectFactory, SiteFactory

from .world import Program, token_of

pytestmark = pytest.mark.django_db


def moved(to="eligible", **more):
    return {"to": to, "on": str(timezone.localdate()), **more}


@pytest.fixture
def organisation(partnership):
    return OrganisationFactory(state="active")


@pytest.fixture
def project(organisation):
    return ProjectFactory(slug="fibre", lead=organisation)


@pytest.fixture
def site(project):
    return SiteFactory(project=project)


@pytest.fixture
def ada(organisation):
    return contributor_of(organisation)


@pytest.fixture
def program(client, ada, organisation):
    return Program(client, token_of(ada, organisation)[1])


def moves(site):
    return f"/work/sites/{site.reference}/moves/"


def version(program, site):
    answer = program.get(f"/work/sites/{site.reference}/")
    assert answer["ETag"] == f'"{answer.json()["version"]}"'
    return answer["ETag"]


def stages(*sites):
    for one in sites:
        one.refresh_from_db()
    return [one.stage for one in sites]


def test_program_moves_a_site(program, site, ada):
    answer = program.post(
        moves(site), moved() | {"evidence": "A letter"}, If_Match=version(program, site)
    )

    assert answer.status_code == 201, answer.content
    assert answer.json()["stage"] == "eligible"
    assert answer["ETag"] == version(program, site)
    entry = site.entries.latest_first().first()
    assert (entry.by, entry.evidence) == (ada, "A letter")


def test_move_needs_the_version(program, site):
    answer = program.post(moves(site), moved())

    assert answer.status_code == 428
    assert stages(site) == ["candidate"]


def test_site_that_moved_meanwhile_is_answered_as_it_is_now(program, site, ada):
    seen = version(program, site)
    move_site(
        site=site,
        to="eligible",
        on=timezone.localdate(),
        by=ada,
        expected_entry=site.current_entry_id,
    )

    answer = program.post(moves(site), moved("candidate"), If_Match=seen)

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert told["current"]["stage"] == "eligible"
    assert answer["ETag"] == f'"{told["version"]}"' == version(program, site)
    assert StageEntry.objects.filter(site=site).count() == 2


@pytest.mark.parametrize(
    ("move", "field"),
    [
        ({"to": "accepted"}, "scope_reason"),
        ({"on": in_days(1)}, "on"),
        ({"to": "candidate"}, "to"),
        ({"to": "moon"}, "to"),
        ({"on": "yesterday"}, "on"),
        ({"evidence": "a\0b"}, "evidence"),
        ({"on": None}, "on"),
    ],
)
def test_move_that_cannot_be_made_names_the_field(client, organisation, site, move, field):
    program = Program(client, token_of(lead_of(organisation), organisation)[1])

    answer = program.post(moves(site), as_of_now(moved() | move), If_Match=version(program, site))

    assert answer.status_code == 422, answer.content
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert stages(site) == ["candidate"]


def test_body_that_is_no_json_is_said_so(program, site):
    answer = program.post(moves(site), "{", If_Match="x")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"


def test_site_of_others_is_not_there(program):
    theirs = SiteFactory(project__published=True)

    assert program.get(f"/work/sites/{theirs.reference}/").status_code == 404
    assert program.post(moves(theirs), moved(), If_Match="x").status_code == 404
    assert (
        program.post(
            f"/work/projects/{theirs.project.slug}/moves/",
            {"moves": [{**moved(), "site": theirs.reference, "version": theirs.stamp}]},
        ).status_code
        == 404
    )


# Once ---


def test_request_that_is_sent_twice_is_carried_out_once(program, site):
    seen = version(program, site)

    first = program.post(moves(site), moved(), If_Match=seen, Idempotency_Key="one")
    second = program.post(moves(site), moved(), If_Match=seen, Idempotency_Key="one")

    assert (first.status_code, second.status_code) == (201, 201)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    assert second["Idempotency-Replayed"] == "true"
    assert site.entries.count() == 2
    assert "eligible" not in Answered.objects.get().sealed


def test_key_is_of_one_request(program, site):
    seen = version(program, site)
    program.post(moves(site), moved(), If_Match=seen, Idempotency_Key="one")

    answer = program.post(
        moves(site), moved() | {"evidence": "Other"}, If_Match=seen, Idempotency_Key="one"
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_what_was_refused_may_be_put_right_under_its_key(program, site):
    seen = version(program, site)
    wrong = program.post(moves(site), moved("candidate"), If_Match=seen, Idempotency_Key="one")

    answer = program.post(moves(site), moved(), If_Match=seen, Idempotency_Key="one")

    assert (wrong.status_code, answer.status_code) == (422, 201)


def test_keys_of_two_tokens_do_not_meet(client, program, ada, organisation, project):
    one, two = SiteFactory(project=project), SiteFactory(project=project)
    other = Program(client, token_of(ada, organisation)[1])

    program.post(moves(one), moved(), If_Match=version(program, one), Idempotency_Key="k")
    answer = other.post(moves(two), moved(), If_Match=version(other, two), Idempotency_Key="k")

    assert answer.status_code == 201


# Several ---


def row(site, **changed):
    return {**moved(), "site": site.reference, "version": site.stamp, **changed}


def fresh(*sites):
    for one in sites:
        one.refresh_from_db()
    return sites


def test_several_sites_move_together(program, project):
    sites = fresh(*(SiteFactory(project=project) for _ in range(3)))

    answer = program.post("/work/projects/fibre/moves/", {"moves": [row(one) for one in sites]})

    assert answer.status_code == 200, answer.content
    assert [one["reference"] for one in answer.json()["items"]] == [s.reference for s in sites]
    assert stages(*sites) == ["eligible"] * 3


def test_one_that_cannot_move_keeps_all_where_they_are(client, organisation, project):
    program = Program(client, token_of(lead_of(organisation), organisation)[1])
    one, two, three = fresh(*(SiteFactory(project=project) for _ in range(3)))
    # One that its people may not see, and one that they may, of another project.
    hidden, other = fresh(SiteFactory(), SiteFactory(project=ProjectFactory(lead=organisation)))

    answer = program.post(
        "/work/projects/fibre/moves/",
        {
            "moves": [
                row(one),
                row(two, to="in_scope"),
                row(three, on=str(timezone.localdate() + timedelta(days=2))),
                row(one),
                {**row(one), "site": "nowhere"},
                row(hidden),
                row(other),
            ]
        },
    )

    assert answer.status_code == 422
    assert [(e["row"], e["field"]) for e in answer.json()["errors"]] == [
        (2, "scope_reason"),
        (3, "on"),
        (4, "site"),
        (5, "site"),
        (6, "site"),
        (7, "site"),
    ]
    messages = {e["message"] for e in answer.json()["errors"] if e["row"] > 4}
    assert len(messages) == 1
    assert stages(one, two, three, hidden, other) == ["candidate"] * 5
    assert not Event.objects.exclude(data__stage="candidate").exists()


def test_versions_of_several_are_looked_at(program, project):
    one, two = fresh(SiteFactory(project=project), SiteFactory(project=project))

    answer = program.post(
        "/work/projects/fibre/moves/", {"moves": [row(one), row(two, version="old")]}
    )

    assert answer.status_code == 409
    (error,) = answer.json()["errors"]
    assert (error["row"], error["field"], error["version"]) == (2, "version", two.stamp)
    assert stages(one) == ["candidate"]


def test_rows_that_are_no_moves_are_named(program, project, site):
    fresh(site)
    answer = program.post(
        "/work/projects/fibre/moves/", {"moves": [row(site), row(site, to="moon"), {}]}
    )

    assert answer.status_code == 422
    assert {(e.get("row"), e["field"]) for e in answer.json()["errors"]} == {
        (2, "to"),
        (3, "to"),
        (3, "on"),
        (3, "site"),
        (3, "version"),
    }


def test_more_than_500_are_refused(program, project, site):
    answer = program.post("/work/projects/fibre/moves/", {"moves": [row(site)] * 501})

    assert answer.status_code == 422


def test_several_write_their_scope_and_wayleaves_too(client, organisation, project):
    program = Program(client, token_of(lead_of(organisation), organisation)[1])
    one, two = fresh(
        SiteFactory(project=project), SiteFactory(project=project, stage=Stage.IN_SCOPE)
    )

    answer = program.post(
        "/work/projects/fibre/moves/",
        {
            "moves": [
                row(one, to="in_scope", scope_reason="baseline", reason="Board of May"),
                row(two, to="wayleave", landowner="A landlord"),
            ]
        },
    )

    assert answer.status_code == 200, answer.content
    assert stages(one, two) == ["in_scope", "wayleave"]
    assert one.in_scope
    assert two.wayleaves.get().grantor == "A landlord"


@pytest.mark.parametrize("rows", [2, 6])
def test_several_cost_the_same_however_many(program, project, rows, django_assert_num_queries):
    sites = fresh(*(SiteFactory(project=project) for _ in range(rows)))
    body = {"moves": [row(one) for one in sites]}
    program.get("/work/sites/")  # its use is noted

    with django_assert_num_queries(13):
        assert program.post("/work/projects/fibre/moves/", body).status_code == 200
