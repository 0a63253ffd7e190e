"""Becoming a partner: never twice, and never a word about who is already here."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from partners import services
from partners.models import (
    Invitation,
    JoinRequest,
    JoinRequestState,
    Organisation,
    OrganisationState,
)
from tests.factories.partners import (
    JoinRequestFactory,
    OrganisationFactory,
    lead_of,
    manager,
)

pytestmark = pytest.mark.django_db

ASKED = {
    "sector": "private",
    "name": "Lea Fibre",
    "identifier_type": "company",
    "identifier": "1234567",
    "contact_name": "Ann Applicant",
    "email": "Ann@Lea.Example",
}


def test_register_makes_an_organisation_that_waits_for_a_manager(letters):
    boss = manager()

    request = services.register_organisation(**ASKED)

    organisation = Organisation.objects.get(identifier="01234567")
    assert organisation.state == OrganisationState.APPLIED
    assert (request.organisation, request.email) == (organisation, "ann@lea.example")
    assert letters() == [
        ("partners/application_received", "ann@lea.example"),
        ("partners/join_request", boss.email),
    ]


def test_register_twice_is_one_request(letters):
    first = services.register_organisation(**ASKED)
    second = services.register_organisation(**ASKED | {"identifier": "01234567"})

    assert first == second
    assert letters() == [("partners/application_received", "ann@lea.example")]


def test_register_a_known_identifier_asks_its_lead(letters):
    known = OrganisationFactory(identifier="01234567")
    lead = lead_of(known)

    request = services.register_organisation(**ASKED | {"name": "Another name"})

    assert request.organisation == known
    assert Organisation.objects.get(identifier="01234567").name == known.name
    assert letters() == [
        ("partners/application_received", "ann@lea.example"),
        ("partners/join_request", lead.email),
    ]


def test_register_by_a_member_leaves_no_request(letters):
    known = OrganisationFactory(identifier="01234567")
    lead_of(known, email="ann@lea.example")

    services.register_organisation(**ASKED)

    assert not JoinRequest.objects.exists()
    assert letters() == []


def test_register_refuses_an_identifier_of_the_wrong_form():
    with pytest.raises(ValidationError):
        services.register_organisation(**ASKED | {"identifier": "12"})


@pytest.mark.django_db(transaction=True)
def test_register_by_four_people_at_once_makes_one_organisation():
    start = threading.Barrier(4)

    def ask(number):
        start.wait(timeout=10)
        try:
            services.register_organisation(**ASKED | {"email": f"person{number}@lea.example"})
        finally:
            connection.close()

    threads = [threading.Thread(target=ask, args=[number]) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Organisation.objects.filter(identifier="01234567").count() == 1
    assert JoinRequest.objects.count() == 4


def test_approve_invites_whoever_asked_first_as_lead():
    boss = manager()
    request = services.register_organisation(**ASKED)
    later = services.register_organisation(**ASKED | {"email": "bob@lea.example"})

    services.approve(by=boss, organisation=request.organisation)

    request.refresh_from_db()
    later.refresh_from_db()
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ann@lea.example", "lead")
    assert (request.state, request.decided_by) == (JoinRequestState.APPROVED, boss)
    assert later.state == JoinRequestState.WAITING


def test_decline_tells_everybody_who_asked(letters):
    request = services.register_organisation(**ASKED)

    services.decline(by=manager(), organisation=request.organisation, reason="Too far away.")

    request.refresh_from_db()
    assert (request.state, request.reason) == (JoinRequestState.DECLINED, "Too far away.")
    assert request.organisation.state == OrganisationState.LEFT
    assert letters()[-1] == ("partners/application_declined", "ann@lea.example")


def test_approve_join_request_invites_with_the_role_chosen():
    request = JoinRequestFactory()
    lead = lead_of(request.organisation)

    services.approve_join_request(by=lead, request=request, role="contributor")

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == (request.email, "contributor")
    with pytest.raises(services.RequestAlreadyDecided):
        services.decline_join_request(by=lead, request=request, reason="No")


def test_decline_join_request_writes_back(letters):
    request = JoinRequestFactory()

    services.decline_join_request(
        by=lead_of(request.organisation), request=request, reason="We do not know you."
    )

    assert letters() == [("partners/join_request_declined", request.email)]


def test_register_after_leaving_waits_for_a_manager():
    left = OrganisationFactory(identifier="01234567", state=OrganisationState.LEFT)
    boss = manager()
    request = services.register_organisation(**ASKED)

    services.approve(by=boss, organisation=left)

    left.refresh_from_db()
    request.refresh_from_db()
    assert (left.state, request.state) == ("invited", "approved")
