"""Returns, claims and referrals over the API: as on their pages, and no more."""

from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.utils import timezone

from diz_portal.api import delivery
from inclusion.models import Referral
from projects.models import Claim
from projects.returns.services import returns
from tests.days import as_of_now, in_days
from tests.factories.benefits import benefit_of
from tests.factories.claims import spent
from tests.factories.inclusion import team_of
from tests.factories.money import days_ago, secured
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    contributor_of,
    finance_of,
    viewer_of,
)
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import ReturnFactory, submitted

from .world import Program, token_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(partnership):
    return OrganisationFactory(state="active")


@pytest.fixture
def ada(organisation):
    return contributor_of(organisation)


def program_of(client, person, organisation, *scopes):
    return Program(client, token_of(person, organisation, *scopes)[1])


# Returns ---


@pytest.fixture
def record(organisation):
    project = ProjectFactory(partners=[organisation])
    return ReturnFactory(project=project, organisation=organisation)


@pytest.fixture
def reporter(client, ada, organisation):
    return program_of(client, ada, organisation, "returns:read", "returns:write")


def test_program_saves_a_return(reporter, record, ada):
    address = f"/work/returns/{record.reference}/"
    seen = reporter.get(address)

    answer = reporter.patch(
        address,
        {
            "delivery": "amber",
            "delivery_comment": "Late",
            "spend_to_date": 12.5,
            "spend_as_at": str(timezone.localdate()),
        },
        If_Match=seen["ETag"],
    )

    assert answer.status_code == 200, answer.content
    record.refresh_from_db()
    assert (record.delivery, record.delivery_comment, record.saved_by) == ("amber", "Late", ada)
    assert str(record.spend_to_date) == "12.50"
    assert answer.json()["version"] == str(record.version)
    (listed,) = reporter.get("/work/returns/").json()["items"]
    assert listed == answer.json()
    assert reporter.get("/work/returns/?state=accepted").json()["items"] == []


def test_return_that_somebody_saved_meanwhile_is_answered_as_it_is(reporter, record, ada):
    address = f"/work/returns/{record.reference}/"
    seen = reporter.get(address)["ETag"]
    returns.save(by=ada, record=record, version=record.version, answers={"narrative": "Mine"})

    answer = reporter.patch(address, {"narrative": "Theirs"}, If_Match=seen)

    assert answer.status_code == 409
    assert answer.json()["current"]["narrative"] == "Mine"
    record.refresh_from_db()
    assert record.narrative == "Mine"
    assert reporter.patch(address, {"narrative": "x"}).status_code == 428


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"spend_to_date": 5}, "spend_as_at"),
        ({"spend_as_at": in_days(1)}, "spend_as_at"),
        ({"spend_to_date": -1, "spend_as_at": in_days(0)}, "spend_to_date"),
        ({"spend_to_date": 0.001, "spend_as_at": in_days(0)}, "spend_to_date"),
        ({"delivery": "blue"}, "delivery"),
        ({"narrative": "x" * 2001}, "narrative"),
    ],
)
def test_answers_that_cannot_be_saved_are_named(reporter, record, body, field):
    answer = reporter.patch(f"/work/returns/{record.reference}/", as_of_now(body), If_Match="1")

    assert answer.status_code == 422, answer.content
    assert [one["field"] for one in answer.json()["errors"]] == [field]


def test_submitted_return_is_not_changed(client, reporter, record, ada):
    submitted(ada, record)
    seen = reporter.get(f"/work/returns/{record.reference}/")["ETag"]

    answer = reporter.patch(f"/work/returns/{record.reference}/", {"narrative": "x"}, If_Match=seen)

    assert answer.status_code == 422
    assert "has been submitted" in answer.json()["detail"]


def test_return_of_others_is_not_there_and_a_viewer_reads_only(client, record, organisation):
    other = OrganisationFactory(state="active")
    theirs = program_of(client, contributor_of(other), other, "returns:read")
    assert theirs.get(f"/work/returns/{record.reference}/").status_code == 404

    viewer = contributor_of(organisation)
    program = program_of(client, viewer, organisation, "returns:read", "returns:write")
    viewer.memberships.update(role="viewer")
    address = f"/work/returns/{record.reference}/"
    assert program.get(address).status_code == 200
    assert program.patch(address, {"narrative": "x"}, If_Match="1").status_code == 403


def test_submitted_return_is_in_the_changes_of_its_organisation_alone(
    client, record, ada, organisation
):
    submitted(ada, record)
    delivery.share_out()
    program = program_of(client, ada, organisation, "events:read")

    (event,) = program.get("/work/changes/").json()["items"]

    assert event["data"]["state"] == "submitted"
    assert client.get("/api/v1/changes/").json()["items"] == []


# Claims ---


@pytest.fixture
def source(organisation):
    return secured(project=ProjectFactory(lead=organisation))


def claim_body(of, **changed):
    return {
        "source": of.reference,
        "organisation": of.project.lead.slug,
        "period_from": str(timezone.localdate() - timedelta(days=90)),
        "period_to": str(timezone.localdate()),
        **changed,
    }


@pytest.fixture
def bookkeeper(client, organisation):
    person = finance_of(organisation)
    return program_of(client, person, organisation, "claims:read", "claims:write")


def test_program_starts_a_claim_once(bookkeeper, source):
    first, second = (
        bookkeeper.post("/work/claims/", claim_body(source), Idempotency_Key="q3") for _ in range(2)
    )

    assert first.status_code == 201, first.content
    assert first.content == second.content
    claim = Claim.objects.get()
    assert (claim.state, claim.source) == ("draft", source)
    assert first["Location"] == f"/api/v1/work/claims/{claim.reference}/"
    assert bookkeeper.get(f"/work/claims/{claim.reference}/").json() == first.json()
    assert bookkeeper.get("/work/claims/").json()["items"] == [first.json()]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"source": "nothing"}, "source"),
        ({"organisation": "nobody"}, "organisation"),
        ({"period_to": in_days(1)}, "period_to"),
        ({"period_from": in_days(0), "period_to": in_days(-1)}, "period_to"),
        ({"held_back_percent": 100}, "held_back_percent"),
    ],
)
def test_claim_that_cannot_be_started_names_the_field(bookkeeper, source, changed, field):
    answer = bookkeeper.post("/work/claims/", claim_body(source, **as_of_now(changed)))

    assert answer.status_code == 422, answer.content
    assert [one["field"] for one in answer.json()["errors"]] == [field]
    assert not Claim.objects.exists()


def test_nobody_else_starts_a_claim(client, organisation, source):
    person = finance_of(organisation)
    program = program_of(client, person, organisation, "claims:read", "claims:write")
    person.memberships.update(role="viewer")

    assert program.post("/work/claims/", claim_body(source)).status_code in {403, 422}
    assert not Claim.objects.exists()


@pytest.fixture
def draft(bookkeeper, source):
    """A claim over GET, and two payments of its period."""
    started = bookkeeper.post("/work/claims/", claim_body(source)).json()
    paid = [spent(source, amount, on=days_ago(9)) for amount in ("100", "200")]
    return f"/work/claims/{started['reference']}", paid


def test_program_adds_lines_to_a_claim_once(bookkeeper, draft):
    address, (first, second) = draft
    spend = bookkeeper.get(f"{address}/spend/").json()
    assert [(one["payment"], one["left"]) for one in spend] == [
        (first.reference, 100.0),
        (second.reference, 200.0),
    ]
    body = {
        "lines": [
            {"payment": first.reference},
            {"payment": second.reference, "percent": 25},
        ]
    }

    answers = [bookkeeper.post(f"{address}/lines/", body) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200], answers[0].content
    assert answers[0].json() == answers[1].json() == bookkeeper.get(f"{address}/lines/").json()
    assert answers[0].json()["total"] == 150.0
    assert [one["percent"] for one in answers[0].json()["lines"]] == [100.0, 25.0]
    assert bookkeeper.get(f"{address}/spend/").json() == []


@pytest.mark.parametrize(
    ("second", "row"),
    [
        ({"payment": "nothing"}, 2),
        ({"payment": "first"}, 2),
        ({"payment": "other"}, 2),
        ({"payment": "second", "percent": 0}, None),
        ({"payment": "second", "percent": 100.1}, None),
    ],
)
def test_lines_are_added_all_or_none(bookkeeper, organisation, draft, second, row):
    address, paid = draft
    other = spent(secured(project=ProjectFactory(lead=organisation)), "10")
    known = {"first": paid[0].reference, "second": paid[1].reference, "other": other.reference}
    second = {**second, "payment": known.get(second["payment"], second["payment"])}
    body = {"lines": [{"payment": paid[0].reference}, second]}

    answer = bookkeeper.post(f"{address}/lines/", body)

    assert answer.status_code == 422, answer.content
    if row:
        [error] = answer.json()["errors"]
        assert (error["row"], error["field"]) == (row, "payment")
    assert bookkeeper.get(f"{address}/lines/").json() == {"total": 0.0, "lines": []}


def test_lines_of_a_claim_of_others_are_not_there(client, draft, bookkeeper):
    address, paid = draft
    outsider = OrganisationFactory(state="active")
    program = program_of(client, finance_of(outsider), outsider, "claims:read", "claims:write")

    for path in (f"{address}/lines/", f"{address}/spend/"):
        assert program.get(path).status_code == 404
    body = {"lines": [{"payment": paid[0].reference}]}
    assert program.post(f"{address}/lines/", body).status_code == 404


# Referrals ---


@pytest.fixture
def surgery(partnership):
    helps = team_of(OrganisationFactory(name="Harlow Libraries"), is_default=True)
    surgery = OrganisationFactory(name="Stortside Surgery", state="active")
    AgreementFactory(kind="data_sharing", parties=[surgery, helps.organisation])
    return surgery


def referral_body(**changed):
    return as_of_now(
        {
            "name": "Marker Person",
            "phone": "07700 900123",
            "contact_by": "phone",
            "wanted": ["device"],
            "their_reference": "R-1",
            "lawful_basis": "consent",
            "told_by": "The practice nurse",
            "told_on": in_days(0),
            **changed,
        }
    )


@pytest.fixture
def nurse(client, surgery):
    person = contributor_of(surgery)
    return program_of(client, person, surgery, "referrals:read", "referrals:write")


def test_program_refers_somebody_and_reads_the_outcome(nurse, surgery):
    answer = nurse.post("/work/referrals/", referral_body(), Idempotency_Key="r1")
    again = nurse.post("/work/referrals/", referral_body(), Idempotency_Key="r1")

    assert answer.status_code == 201, answer.content
    assert answer.content == again.content
    referral = Referral.objects.get()
    assert (referral.made_by, referral.person.name) == (surgery, "Marker Person")
    told = nurse.get(f"/work/referrals/{referral.reference}/")
    assert told.json() == answer.json()
    assert told.json()["state"] == "submitted"
    assert "Marker" not in told.content.decode()


def test_nobody_refers_without_an_agreement(client, organisation, ada, surgery):
    program = program_of(client, ada, organisation, "referrals:write")

    answer = program.post("/work/referrals/", referral_body())

    assert answer.status_code == 422
    assert "data sharing agreement" in answer.json()["detail"]
    assert not Referral.objects.exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"phone": "12"}, "phone"),
        ({"told_on": in_days(1)}, "told_on"),
        ({"wanted": []}, "wanted"),
        ({"wanted": ["moon"]}, "wanted"),
        ({"lawful_basis": "because"}, "lawful_basis"),
        ({"name": ""}, "name"),
    ],
)
def test_referral_that_cannot_be_sent_names_the_field(nurse, changed, field):
    answer = nurse.post("/work/referrals/", referral_body(**changed))

    assert answer.status_code == 422, answer.content
    assert {one["field"] for one in answer.json()["errors"]} == {field}
    assert not Referral.objects.exists()


def test_referral_of_others_is_not_there(client, nurse, organisation, ada, surgery):
    nurse.post("/work/referrals/", referral_body())
    program = program_of(client, ada, organisation, "referrals:read")

    address = f"/work/referrals/{Referral.objects.get().reference}/"

    assert program.get(address).status_code == 404
    assert viewer_of(surgery)


# Benefits ---


def test_program_records_a_measure_once_a_day(client, organisation, ada):
    benefit = benefit_of(ProjectFactory(lead=organisation), ada, counts_people=False)
    program = program_of(client, ada, organisation, "benefits:read", "benefits:write")
    address = f"/work/benefits/{benefit.reference}/measures/"
    body = {"on": str(timezone.localdate()), "amount": 64.5, "method": "Counted"}

    first, again = (program.post(address, body, Idempotency_Key="m") for _ in range(2))
    other = program.post(address, body)

    assert first.status_code == 201, first.content
    assert first.content == again.content
    assert str(benefit.measures.get().amount) == "64.50"
    assert (other.status_code, other.json()["detail"][:8]) == (422, "This day")
    (listed,) = program.get("/work/benefits/").json()["items"]
    assert listed["reference"] == benefit.reference
    assert (listed["latest"], listed["latest_on"]) == (64.5, str(timezone.localdate()))
    assert listed["measure_due_on"] == str(timezone.localdate() + relativedelta(months=1))
    wrong = program.post(address, body | {"people": 9})
    assert [one["field"] for one in wrong.json()["errors"]] == ["people"]


@pytest.mark.parametrize("unseen", ["\u200b", " \t ", "\u2060\n\u00ad", "\u202e"])
def test_words_that_nobody_sees_are_no_words(client, organisation, ada, unseen):
    """As on the pages: a reason that is asked for is one that can be read."""
    benefit = benefit_of(ProjectFactory(lead=organisation), ada)
    site = SiteFactory(project=benefit.project)
    program = program_of(client, ada, organisation, "benefits:write", "sites:read", "sites:write")
    measured = {"on": str(timezone.localdate()), "amount": 1, "method": unseen}
    answer = program.post(f"/work/benefits/{benefit.reference}/measures/", measured)
    assert answer.status_code == 422
    assert [one["field"] for one in answer.json()["errors"]] == ["method"]

    etag = program.get(f"/work/sites/{site.reference}/")["ETag"]
    move = {"to": "on_hold", "on": str(timezone.localdate()), "reason": unseen}
    answer = program.post(f"/work/sites/{site.reference}/moves/", move, If_Match=etag)
    assert answer.status_code == 422, answer.content
    assert [one["field"] for one in answer.json()["errors"]] == ["reason"]


def test_line_stays_on_its_line(client, organisation, ada):
    benefit = benefit_of(ProjectFactory(lead=organisation), ada)
    program = program_of(client, ada, organisation, "benefits:write")
    body = {
        "on": str(timezone.localdate()),
        "amount": 1,
        "method": "Counted\r\nBcc: eve@\u202eexample\x1b",
    }

    answer = program.post(f"/work/benefits/{benefit.reference}/measures/", body)

    assert answer.status_code == 201, answer.content
    assert answer.json()["method"] == "Counted Bcc: eve@example"


def test_benefit_of_others_is_not_measured(client, organisation, ada):
    other = OrganisationFactory(state="active")
    benefit = benefit_of(ProjectFactory(lead=other), contributor_of(other))
    program = program_of(client, ada, organisation, "benefits:write")
    body = {"on": str(timezone.localdate()), "amount": 1, "method": "Counted"}

    answer = program.post(f"/work/benefits/{benefit.reference}/measures/", body)

    assert answer.status_code == 404
