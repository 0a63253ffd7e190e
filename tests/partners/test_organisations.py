"""An organisation's way through the partnership, and its agreements."""

from datetime import datetime, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from diz_portal import reminders
from partners import services
from partners.models import ORGANISATION_MOVES, Agreement, Membership, OrganisationState
from tests import reminding
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    lead_of,
    manager,
)

pytestmark = pytest.mark.django_db


def test_every_state_has_its_moves():
    assert set(ORGANISATION_MOVES) == set(OrganisationState)


def test_suspend_shuts_people_out_and_reinstate_lets_them_in():
    boss, organisation = manager(), OrganisationFactory()

    services.suspend(by=boss, organisation=organisation)
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.SUSPENDED

    services.reinstate(by=boss, organisation=organisation)
    organisation.refresh_from_db()
    assert organisation.state == OrganisationState.ACTIVE


@pytest.mark.parametrize("verb", [services.suspend, services.leave])
def test_lead_organisation_stays(verb, lead_organisation):
    with pytest.raises(services.LeadOrganisationStays):
        verb(by=manager(), organisation=lead_organisation)


def test_leave_ends_memberships_invitations_and_requests():
    organisation = OrganisationFactory()
    lead = lead_of(organisation)
    invitation = InvitationFactory(organisation=organisation)
    request = JoinRequestFactory(organisation=organisation)

    services.leave(by=manager(), organisation=organisation)

    invitation.refresh_from_db()
    request.refresh_from_db()
    assert not lead.memberships.current().exists()
    assert invitation.withdrawn_at
    assert request.state == "declined"


@pytest.mark.parametrize("verb", [services.approve, services.reinstate])
def test_moves_refuse_what_the_table_does_not_allow(verb):
    with pytest.raises(services.MoveNotAllowed):
        verb(by=manager(), organisation=OrganisationFactory())


def test_add_organisation_refuses_an_identifier_that_is_here():
    boss, known = manager(), OrganisationFactory()

    with pytest.raises(services.organisations.AlreadyHere):
        services.add_organisation(
            by=boss,
            name="Again",
            sector="private",
            identifier_type=known.identifier_type,
            identifier=known.identifier,
        )


def test_slugs_are_free_and_never_one_of_our_own_addresses():
    OrganisationFactory(slug="lea-fibre")

    assert services.organisations.free_slug("Lea Fibre") == "lea-fibre-2"
    assert services.organisations.free_slug("Join") == "join-2"
    assert services.organisations.free_slug("ŵ") == "w"
    assert services.organisations.free_slug("株式会社") == "organisation"


def test_keep_agreement_refuses_an_expiry_before_signing():
    today = timezone.localdate()

    with pytest.raises(ValidationError, match="after the date it was signed"):
        services.keep_agreement(
            by=manager(),
            parties=[],
            title="Agreement",
            kind="funding",
            signed_on=today,
            expires_on=today - timedelta(days=1),
        )

    assert not Agreement.objects.exists()


def expiring_in(days, *parties):
    return AgreementFactory(expires_on=timezone.localdate() + timedelta(days=days), parties=parties)


def remind(today=None):
    """What the clock does at noon on that day."""
    noon = time(12, tzinfo=timezone.get_default_timezone())
    reminding.remind("agreement", now=datetime.combine(today or timezone.localdate(), noon))


@pytest.mark.parametrize(("days", "letters_sent"), [(61, 0), (60, 2), (14, 2), (0, 2), (-1, 0)])
def test_remind_writes_to_leads_and_managers(days, letters_sent, letters):
    boss, organisation = manager(), OrganisationFactory()
    lead = lead_of(organisation)
    expiring_in(days, organisation)

    remind()

    expected = [("partners/agreement_expiring", person.email) for person in (boss, lead)]
    assert sorted(letters()) == sorted(expected[:letters_sent])


def test_remind_twice_writes_once_and_again_at_the_next_distance(letters):
    lead_organisation = OrganisationFactory()
    lead_of(lead_organisation)
    expiring_in(40, lead_organisation)
    today = timezone.localdate()

    remind(today)
    remind(today + timedelta(days=1))
    assert len(letters()) == 1

    remind(today + timedelta(days=30))
    assert len(letters()) == 2


def test_remind_is_silent_about_an_agreement_that_was_ended(letters):
    boss, organisation = manager(), OrganisationFactory()
    lead_of(organisation)
    agreement = expiring_in(10, organisation)

    services.end_agreement(by=boss, agreement=agreement)
    remind()

    assert letters() == []


def test_remind_follows_the_lead_there_is_and_says_what_became_of_each(letters):
    boss, organisation = manager(), OrganisationFactory()
    left = lead_of(organisation)
    agreement = expiring_in(61, organisation)
    remind()
    Membership.objects.filter(person=left).update(ended_on=timezone.localdate())
    came = lead_of(organisation)

    remind(timezone.localdate() + timedelta(days=1))

    assert {to for _, to in letters()} == {boss.email, came.email}
    rows = reminders.of("agreement", agreement.pk).filter(step="60")
    assert dict(rows.values_list("part", "state")) == {
        boss.pk: "sent",
        came.pk: "sent",
    }
