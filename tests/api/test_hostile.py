"""Bodies and addresses that nobody means well with: refused in a sentence, no fault of ours."""

import json

import pytest
from django.utils import timezone

from diz_portal.api import tokens
from diz_portal.api.models import Token
from tests.factories.benefits import benefit_of
from tests.factories.claims import claim_of
from tests.factories.money import secured
from tests.factories.partners import OrganisationFactory, contributor_of, finance_of
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import ReturnFactory

from .world import Program, token_of

pytestmark = pytest.mark.django_db
SCOPES = ("benefits:write", "returns:write", "sites:write")

BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "no UTF-8": b'{"method": "\xff\xfe"}',
    "UTF-16": '{"method": "x"}'.encode("utf-16"),
    "a list": b"[]",
    "null": b"null",
    "deep": b"[" * 100_000,
    "deep and whole": b'{"moves":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "NUL": b'{"method": "a\\u0000b", "narrative": "\\u0000", "evidence": "\\u0000"}',
    "half a pair": b'{"method": "\\ud800", "narrative": "\\ud800", "evidence": "\\udfff"}',
    "no number": b'{"amount": NaN, "spend_to_date": Infinity}',
    "beyond numbers": b'{"amount": 1e999999, "spend_to_date": -1e400}',
    "many digits": b'{"amount": ' + b"9" * 5000 + b', "spend_to_date": ' + b"9" * 4000 + b"}",
    "long decimal": b'{"amount": "' + b"1" * 200_000 + b'.1", "spend_to_date": "1E+99999"}',
    "other digits": '{"amount": "١٢", "spend_to_date": "１２", "on": "２０２６-11-20"}'.encode(),
    "wrong types": b'{"amount": true, "on": 5, "method": {}, "narrative": [], "moves": "x"}',
    "first day of all": b'{"on": "0001-01-01", "amount": 1, "method": "x", "to": "eligible"}',
    "last day of all": b'{"on": "9999-12-31", "amount": 1, "method": "x", "to": "eligible"}',
    "a moment": b'{"on": 99999999999999999, "amount": 1, "method": "x", "to": "eligible"}',
    "twice": b'{"amount": 1, "amount": {}, "method": "x", "method": [], "on": "x"}',
    "large": b'{"narrative": "' + b"a" * 10_000_000 + b'"}',
    "many moves": json.dumps({"moves": [{"site": "x"}] * 5000}).encode(),
}


@pytest.fixture
def world(partnership, client):
    organisation = OrganisationFactory(state="active")
    ada = contributor_of(organisation)
    project = ProjectFactory(slug="fibre", lead=organisation, partners=[organisation])
    site = SiteFactory(project=project)
    record = ReturnFactory(project=project, organisation=organisation)
    benefit = benefit_of(project, ada)
    program = Program(client, token_of(ada, organisation, *SCOPES)[1])
    return program, [
        ("post", f"/work/sites/{site.reference}/moves/"),
        ("post", "/work/projects/fibre/moves/"),
        ("patch", f"/work/returns/{record.reference}/"),
        ("post", f"/work/benefits/{benefit.reference}/measures/"),
    ]


@pytest.fixture
def claims(partnership, client):
    """Those who keep the money have addresses of their own."""
    organisation = OrganisationFactory(state="active")
    claim = claim_of(secured(project=ProjectFactory(lead=organisation)))
    program = Program(client, token_of(finance_of(organisation), organisation, "claims:write")[1])
    return program, [
        ("post", f"/work/claims/{claim.reference}/lines/"),
        ("post", "/work/claims/"),
    ]


@pytest.mark.parametrize("body", BODIES, ids=str)
def test_body_that_cannot_be_meant_is_refused_in_a_sentence(world, claims, body):
    asked = [(program, *one) for program, addresses in (world, claims) for one in addresses]
    for program, method, address in asked:
        answer = getattr(program.client, method)(
            f"/api/v1{address}",
            data=BODIES[body],
            content_type="application/json",
            headers=program.headers({"If-Match": "x", "Idempotency-Key": "k"}),
        )

        assert 400 <= answer.status_code < 500, (address, answer.status_code, answer.content[:300])
        assert answer["Content-Type"] == "application/problem+json"
        assert len(answer.content) < 100_000


@pytest.mark.parametrize(
    "cursor",
    [
        "W1tbW1s",  # [[[[[
        "MWU5OTk",  # 1e999
        "TmFO",  # NaN
        "LTE",  # -1
        "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
        "IlxkODAwIg",
        "dHJ1ZQ",  # true
        "_" * 200,
        "%00",
        "²",
    ],
)
def test_cursor_that_nobody_gave_is_refused(client, partnership, cursor):
    for address in ("changes", "partners", "connectivity", "projects"):
        answer = client.get(f"/api/v1/{address}/?cursor={cursor}")
        assert answer.status_code in {200, 422}, (address, answer.content)
        if address in ("changes", "connectivity"):
            assert answer.status_code == 422


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer ",
        "bearer x y",
        "Basic dXNlcjpwYXNz",
        "Bearer \u00e9\u00ff",
        "Bearer " + "a" * 60_000,
        "Bearer \x00",
        "Bearer dizt_' OR 1=1",
    ],
)
def test_header_that_is_no_token_is_refused(client, partnership, header):
    answer = client.get("/api/v1/work/sites/", headers={"Authorization": header})

    assert answer.status_code == 401
    assert "WWW-Authenticate" in answer


@pytest.mark.parametrize("key", ["a" * 201, "\x00", "a\x1fb", "\u200b"])
def test_key_that_is_none_is_refused(world, key):
    program, addresses = world

    answer = program.post(
        addresses[3][1],
        {"on": str(timezone.localdate()), "amount": 1, "method": "x"},
        Idempotency_Key=key,
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


def test_key_of_one_token_is_none_of_anothers(client, partnership):
    """What was answered to one is never read by another, even of the same person."""
    organisation = OrganisationFactory(state="active")
    ada = contributor_of(organisation)
    benefit = benefit_of(ProjectFactory(lead=organisation), ada)
    address = f"/work/benefits/{benefit.reference}/measures/"
    body = {"on": str(timezone.localdate()), "amount": 1, "method": "x"}
    one, other = (
        Program(client, token_of(ada, organisation, "benefits:write")[1]) for _ in range(2)
    )

    assert one.post(address, body, Idempotency_Key="k").status_code == 201
    assert other.post(address, body, Idempotency_Key="k").status_code == 422


def test_answer_that_is_kept_is_not_given_to_a_token_that_has_ended(client, partnership):
    organisation = OrganisationFactory(state="active")
    ada = contributor_of(organisation)
    benefit = benefit_of(ProjectFactory(lead=organisation), ada)
    address = f"/work/benefits/{benefit.reference}/measures/"
    body = {"on": str(timezone.localdate()), "amount": 1, "method": "x"}
    token, secret = token_of(ada, organisation, "benefits:write")
    program = Program(client, secret)
    program.post(address, body, Idempotency_Key="k")
    assert program.post(address, body, Idempotency_Key="k")["Idempotency-Replayed"] == "true"

    tokens.revoke(token=token, by=ada)

    assert Token.objects.get().revoked_at is not None
    assert program.post(address, body, Idempotency_Key="k").status_code == 401
