"""`visible_to` and the permissions agree for every kind of person."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from partners.models import (
    Agreement,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    OrganisationState,
)
from partners.roles import current_roles, forget_roles, handing_over, is_manager
from partners.rules import AGREEMENT_GUARD, may_read_agreement
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations(lead_organisation):
    """One in each state, each with an agreement, an invitation and somebody who asks to join."""
    made = {state: OrganisationFactory(state=state) for state in OrganisationState}
    for organisation in made.values():
        AgreementFactory(parties=[organisation])
        InvitationFactory(organisation=organisation)
        JoinRequestFactory(organisation=organisation)
    return made


def everybody(organisations):
    yield AnonymousUser()
    yield UserFactory()
    yield manager()
    yield manager(is_active=False)
    yield UserFactory(is_superuser=True)
    for role in (lead_of, contributor_of, viewer_of, caseworker_of):
        for organisation in organisations.values():
            yield role(organisation)
    yield MembershipFactory(
        organisation=organisations[OrganisationState.ACTIVE], role="lead", ended_on="2099-01-01"
    ).person


@pytest.mark.parametrize(
    ("model", "permission"),
    [
        (Organisation, "partners.see"),
        (Agreement, "partners.see_agreement"),
        (Invitation, "partners.settle_invitation"),
        (JoinRequest, "partners.decide_join_request"),
    ],
)
def test_what_is_visible_is_what_may_be_seen(organisations, model, permission):
    for person in everybody(organisations):
        visible = set(model.objects.visible_to(person))
        allowed = {one for one in model.objects.all() if person.has_perm(permission, one)}

        assert visible == allowed, person


def test_workspace_of_an_organisation_is_for_its_people(organisations):
    for person in everybody(organisations):
        entered = set(Organisation.objects.worked_in_by(person))
        allowed = {
            one for one in Organisation.objects.all() if person.has_perm("partners.work_in", one)
        }

        assert entered == allowed, person


def test_memberships_are_visible_within_an_organisation(organisations):
    mine = organisations[OrganisationState.ACTIVE]
    viewer, _stranger = viewer_of(mine), lead_of()

    assert set(Membership.objects.visible_to(viewer)) == set(mine.memberships.all())
    assert not Membership.objects.visible_to(UserFactory()).exists()


def test_roles_are_read_once_and_again_when_told(django_assert_num_queries):
    person = lead_of()
    current_roles(person)
    with django_assert_num_queries(0):
        current_roles(person)

    person.memberships.update(role="viewer")
    forget_roles(person)

    assert set(current_roles(person).values()) == {"viewer"}
    person.memberships.update(role="lead")


@pytest.mark.parametrize(("days", "finishes"), [(-1, False), (0, True), (1, True)])
def test_a_suspended_organisation_finishes_its_cases_to_the_end_of_the_day(days, finishes):
    organisation = OrganisationFactory(
        state=OrganisationState.SUSPENDED,
        hands_over_until=timezone.localdate() + timedelta(days=days),
    )
    person = caseworker_of(organisation)

    assert handing_over(person) == ({organisation.pk: "caseworker"} if finishes else {})
    assert current_roles(person) == {}


def test_the_paper_of_an_agreement_is_for_its_parties(lead_organisation):
    party = OrganisationFactory()
    paper, of_none = (DocumentFactory(guard=AGREEMENT_GUARD) for _ in range(2))
    AgreementFactory(parties=[party], document=paper)
    ours, elsewhere, boss = viewer_of(party), lead_of(), manager()

    assert [may_read_agreement(one, paper) for one in (ours, elsewhere, boss)] == [
        True,
        False,
        True,
    ]
    assert not may_read_agreement(boss, of_none)


def test_closed_account_of_a_manager_manages_nothing(lead_organisation):
    assert not is_manager(manager(is_active=False))
