"""Who may give the roles that bring somebody near residents: two people, and a lead of theirs."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from partners import selectors, services
from partners.models import Membership, Organisation, Role
from tests.editing import edit
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.partners import (
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(lead_organisation):
    return manager()


@pytest.fixture
def charity():
    return OrganisationFactory(slug="kettle", name="Kettle")


@pytest.fixture
def lead(charity):
    return lead_of(charity, name="Beth Lead")


def signed_in(client, person):
    client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
    return client


# Every way in, tried by a manager for themselves and for somebody else ----------------------------


def by_adding(by, organisation, person):
    services.add_member(by=by, organisation=organisation, person=person, role=Role.CASEWORKER)


def by_changing(by, organisation, person):
    place = person.memberships.filter(organisation=organisation, ended_on=None).first()
    place = place or MembershipFactory(person=person, organisation=organisation)
    services.change_role(by=by, membership=place, role=Role.CASEWORKER)


def by_inviting(by, organisation, person):
    services.invite(
        by=by, organisation=organisation, email=person.email, role=Role.CASEWORKER, name="X"
    )


def by_sending_again(by, organisation, person):
    invitation = InvitationFactory(
        organisation=organisation,
        email=person.email,
        role=Role.CASEWORKER,
        sent_at=timezone.now() - timedelta(days=1),
    )
    services.send_again(by=by, invitation=invitation)


def by_answering(by, organisation, person):
    asked = JoinRequestFactory(organisation=organisation, email=person.email)
    services.approve_join_request(by=by, request=asked, role=Role.CASEWORKER)


WAYS = [by_adding, by_changing, by_inviting, by_sending_again, by_answering]


@pytest.mark.parametrize("way", WAYS)
def test_no_manager_makes_a_caseworker(way, boss, charity, lead):
    for by in (boss, lead_of(), contributor_of(charity), None, UserFactory(is_superuser=True)):
        with pytest.raises(services.OnlyALeadGivesIt):
            way(by, charity, UserFactory())
    with pytest.raises(services.NotToOneself):
        way(boss, charity, boss)

    assert not Membership.objects.filter(role=Role.CASEWORKER).exists()
    assert not Message.objects.exists()


@pytest.mark.parametrize("way", WAYS)
def test_a_lead_makes_a_caseworker_of_somebody_else(way, charity, lead):
    person = UserFactory(name="Cal Caseworker")

    way(lead, charity, person)

    given = Membership.objects.filter(person=person, role=Role.CASEWORKER).first()
    invited = charity.invitations.filter(email=person.email, role=Role.CASEWORKER).first()
    assert (given or invited) is not None
    assert (given.given_by if given else invited.invited_by) == lead


def test_no_lead_makes_themselves_a_caseworker(charity, lead):
    lead_of(charity)

    with pytest.raises(services.NotToOneself):
        by_changing(lead, charity, lead)

    assert lead.memberships.get().role == Role.LEAD


def test_no_manager_makes_themselves_a_lead(boss, charity, lead):
    with pytest.raises(services.NotToOneself):
        services.add_member(by=boss, organisation=charity, person=boss, role=Role.LEAD)
    with pytest.raises(services.NotToOneself):
        services.invite(by=boss, organisation=charity, email=boss.email, role=Role.LEAD)


def test_a_manager_invites_the_first_lead_of_a_new_organisation(boss):
    new = OrganisationFactory(state="invited")

    invitation = services.invite(
        by=boss, organisation=new, email="first@test.example", role=Role.LEAD
    )

    assert invitation.is_open


# Told, and written down ---------------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.LEAD])
def test_every_lead_is_told_of_a_new_one(charity, lead, role):
    colleague, gone = lead_of(charity), lead_of(charity, is_active=False)
    person = UserFactory(name="Cal Caseworker")

    services.add_member(by=lead, organisation=charity, person=person, role=role)

    told = Message.objects.filter(template="partners/role_given")
    assert {one.to for one in told} == {lead.email, colleague.email}
    assert gone.email not in {one.to for one in told}
    assert all("Cal Caseworker" in one.words and "Beth Lead" in one.words for one in told)
    assert {one.subject for one in told} == {f"New {role.label.lower()} at Kettle"}


def test_nobody_is_told_of_a_role_that_is_not_near_residents(charity, lead):
    services.add_member(by=lead, organisation=charity, person=UserFactory(), role=Role.VIEWER)

    assert not Message.objects.exists()


def test_a_role_given_twice_is_told_twice(charity, lead):
    person = contributor_of(charity)
    for role in (Role.CASEWORKER, Role.VIEWER, Role.CASEWORKER):
        services.change_role(by=lead, membership=person.memberships.get(), role=role)

    assert Message.objects.filter(template="partners/role_given").count() == 2


def test_who_gave_it_stands_on_the_page_and_in_the_audit(client, charity, lead):
    person = contributor_of(charity, name="Cal Caseworker")
    services.change_role(by=lead, membership=person.memberships.get(), role=Role.CASEWORKER)

    page = signed_in(client, lead).get(
        reverse("partners_workspace:organisation", args=[charity.slug])
    )

    assert "Given by Beth Lead" in page.content.decode()
    last = person.memberships.get().events.order_by("pgh_id").last()
    assert (last.role, last.given_by_id) == (Role.CASEWORKER, lead.pk)
    assert last.given_at is not None


# By invitation ------------------------------------------------------------------------------------


def invited_by(by, charity, **values):
    return InvitationFactory(
        organisation=charity, role=Role.CASEWORKER, invited_by=by, token="words", **values
    )


def test_accepting_puts_down_who_invited_and_tells_the_leads(charity, lead):
    invited_by(lead, charity)

    person = services.open_account(token="words", name="Cal Caseworker", password=PASSWORD)

    assert person.memberships.get().given_by == lead
    assert Message.objects.get(template="partners/role_given").to == lead.email


def test_an_invitation_lapses_with_the_right_of_whoever_sent_it(client, boss, charity, lead):
    invited_by(boss, charity)

    page = client.get(reverse("partners:invitation", args=["words"]))

    assert page.status_code == 410
    assert "Ask an organisation lead" in page.content.decode()
    with pytest.raises(services.GiverGivesNoMore):
        services.open_account(token="words", name="Cal", password=PASSWORD)


@pytest.mark.parametrize("role", [Role.CASEWORKER, Role.LEAD])
def test_nobody_accepts_what_they_sent_to_an_address_of_their_own(charity, lead, role):
    InvitationFactory(
        organisation=charity, role=role, invited_by=lead, token="w", email="own@test.example"
    )
    get_user_model().objects.filter(pk=lead.pk).update(email="own@test.example")
    lead.refresh_from_db()

    with pytest.raises(services.GiverGivesNoMore):
        services.accept(token="w", person=lead)


def test_sending_again_makes_the_sender_the_giver(charity, lead):
    gone = lead_of(charity)
    invitation = invited_by(gone, charity, sent_at=timezone.now() - timedelta(days=1))

    services.send_again(by=lead, invitation=invitation)

    assert charity.invitations.get().invited_by == lead


# On the pages -------------------------------------------------------------------------------------


def test_a_manager_is_not_offered_the_role_and_is_told_why(client, boss, charity, lead):
    person = contributor_of(charity)
    signed_in(client, boss)
    for address in (
        reverse("partners_workspace:invite", args=[charity.slug]),
        reverse("partners_workspace:change_role", args=[charity.slug, person.reference]),
    ):
        page = client.get(address).content.decode()
        answer = edit(
            client, address, {"role": "caseworker", "name": "X", "email": "x@test.example"}
        )

        assert 'value="caseworker"' not in page
        assert "Only an organisation lead can make someone a caseworker" in page
        assert answer.status_code == 422
    assert person.memberships.get().role == Role.CONTRIBUTOR


def test_the_admin_refuses_a_manager_who_lets_themselves_in(client, boss, charity, lead):
    signed_in(client, boss)

    answer = client.post(
        reverse("admin:partners_membership_add"),
        {"person": boss.pk, "organisation": charity.pk, "role": "caseworker"},
        follow=True,
    )

    assert "You cannot give this role to yourself" in answer.content.decode()
    assert not charity.memberships.filter(person=boss).exists()


def test_a_lead_is_not_offered_another_role_near_residents_for_themselves(charity, lead):
    lead_of(charity)
    own = lead.memberships.get()

    offered = {value for value, _ in selectors.roles_to_give(lead, charity, to=own)}

    assert offered == {Role.LEAD, Role.CONTRIBUTOR, Role.VIEWER}


# In the database ----------------------------------------------------------------------------------


@pytest.mark.parametrize("giver", ["nobody", "oneself"])
def test_the_database_refuses_a_caseworker_whom_nobody_else_made(charity, giver):
    person = contributor_of(charity)
    by = person if giver == "oneself" else None

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(person=person).update(role=Role.CASEWORKER, given_by=by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            person=by or UserFactory(),
            organisation=OrganisationFactory(),
            role=Role.CASEWORKER,
            given_by=by,
        )


def test_the_database_refuses_to_hand_a_role_near_residents_on(charity, lead):
    person = MembershipFactory(organisation=charity, role=Role.CASEWORKER, given_by=lead)

    for change in ({"person": lead}, {"given_by": None}, {"given_by": person.person}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.filter(pk=person.pk).update(**change)
    Membership.objects.filter(pk=person.pk).update(ended_on=timezone.localdate())
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.filter(pk=person.pk).update(ended_on=None, given_by=None)
    assert Organisation.objects.filter(pk=charity.pk).exists()
