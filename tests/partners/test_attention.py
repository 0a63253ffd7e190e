"""What waits for somebody because of people and papers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from partners.attention_items import agreements, invitations, join_requests
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
)

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def test_join_request_waits_for_the_lead_and_is_owed_to_the_manager():
    request = JoinRequestFactory()
    lead, boss = lead_of(request.organisation), manager()

    (mine,) = join_requests(lead, TODAY())
    (owed,) = join_requests(boss, TODAY())

    assert (mine.can_be_chased, owed.can_be_chased) == (False, True)
    assert list(owed.recipients()) == [lead]
    assert not list(join_requests(contributor_of(request.organisation), TODAY()))


def test_application_waits_for_the_manager_alone():
    JoinRequestFactory(organisation=OrganisationFactory(state="applied"))

    (item,) = join_requests(manager(), TODAY())

    assert item.title.startswith("Approve or decline application: ")
    assert not item.can_be_chased


@pytest.mark.parametrize(("days", "shown"), [(6, False), (8, True), (20, True)])
def test_invitation_asks_for_attention_after_a_week(days, shown):
    organisation = OrganisationFactory()
    sent = timezone.now() - timedelta(days=days)
    InvitationFactory(organisation=organisation, sent_at=sent, expires_at=sent + timedelta(days=14))

    found = list(invitations(lead_of(organisation), TODAY()))

    assert bool(found) == shown


@pytest.mark.parametrize(("left", "shown"), [(61, False), (60, True), (-3, True)])
def test_agreement_asks_for_attention_before_and_after_its_end(left, shown):
    organisation = OrganisationFactory()
    AgreementFactory(parties=[organisation], expires_on=TODAY() + timedelta(days=left))

    for person in (lead_of(organisation), manager()):
        assert bool(list(agreements(person, TODAY()))) == shown
    assert not list(agreements(contributor_of(organisation), TODAY()))
    assert not list(agreements(lead_of(), TODAY()))


def test_items_cost_the_same_however_many_there_are(django_assert_max_num_queries):
    boss = manager()
    for _ in range(12):
        organisation = OrganisationFactory()
        lead_of(organisation)
        JoinRequestFactory(organisation=organisation)
        InvitationFactory(organisation=organisation, sent_at=timezone.now() - timedelta(days=9))
        AgreementFactory(parties=[organisation], expires_on=TODAY() + timedelta(days=5))

    with django_assert_max_num_queries(8):
        found = [
            item
            for provider in (join_requests, invitations, agreements)
            for item in provider(boss, TODAY())
        ]
    assert len(found) == 36
