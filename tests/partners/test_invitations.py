"""Letting somebody in: one link, one use, one person."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.limits import TooManyTries
from diz_portal.outbox.models import Message
from partners import services
from partners.models import Invitation, Membership, OrganisationState, Role
from tests.days import as_of_now, from_now
from tests.factories.accounts import UserFactory
from tests.factories.partners import InvitationFactory, OrganisationFactory, lead_of, manager

pytestmark = pytest.mark.django_db


def token_of(link: str) -> str:
    return link.rstrip("/").rpartition("/")[2]


def test_invite_sends_a_link_of_which_only_a_digest_is_kept(last_link):
    organisation = OrganisationFactory()

    invitation = services.invite(
        by=lead_of(organisation),
        organisation=organisation,
        email=" New@Test.Example ",
        role="viewer",
    )

    token = token_of(last_link("new@test.example"))
    assert invitation.token_digest == services.invitations.digest(token)
    assert token not in invitation.token_digest
    assert services.look_up(token) == invitation


def test_invite_again_kills_the_old_link_and_changes_the_role(last_link):
    organisation = OrganisationFactory()
    by = lead_of(organisation)
    first = services.invite(by=by, organisation=organisation, email="a@test.example", role="viewer")
    old = token_of(last_link("a@test.example"))

    services.invite(by=by, organisation=organisation, email="a@test.example", role="lead")

    with pytest.raises(services.InvitationUnknown):
        services.look_up(old)
    assert services.look_up(token_of(last_link("a@test.example"))).pk == first.pk
    assert Invitation.objects.get().role == Role.LEAD


def test_invite_twice_at_once_sends_one_letter(letters):
    organisation = OrganisationFactory()
    by = lead_of(organisation)

    for _ in range(2):
        services.invite(by=by, organisation=organisation, email="a@test.example", role="viewer")

    assert letters() == [("partners/invitation", "a@test.example")]


def test_invite_refuses_who_belongs_already_and_who_cannot_be_let_in():
    organisation = OrganisationFactory()
    lead = lead_of(organisation)

    with pytest.raises(services.AlreadyAMember):
        services.invite(by=lead, organisation=organisation, email=lead.email.upper(), role="lead")
    with pytest.raises(services.OrganisationNotWorking):
        services.invite(
            by=lead,
            organisation=OrganisationFactory(state=OrganisationState.SUSPENDED),
            email="a@test.example",
            role="lead",
        )
    with pytest.raises(services.ManagersAreOfTheLeadOrganisation):
        services.invite(
            by=manager(), organisation=organisation, email="a@test.example", role=Role.MANAGER
        )


def test_send_again_is_limited_for_each_address():
    organisation = OrganisationFactory()
    by = lead_of(organisation)
    invitation = InvitationFactory(organisation=organisation)

    for _ in range(services.invitations.SENDINGS_AN_HOUR):
        Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=2))
        services.send_again(by=by, invitation=invitation)
    Invitation.objects.update(sent_at=timezone.now() - timedelta(hours=2))

    with pytest.raises(TooManyTries):
        services.send_again(by=by, invitation=invitation)


def test_send_again_refuses_a_role_that_the_sender_cannot_give(letters):
    """A caseworker is made by a lead alone, whoever invited them first."""
    organisation = OrganisationFactory()
    invitation = InvitationFactory(
        organisation=organisation,
        role=Role.CASEWORKER,
        invited_by=lead_of(organisation),
        sent_at=timezone.now() - timedelta(hours=2),
    )
    link = invitation.token_digest

    with pytest.raises(services.roles.OnlyALeadGivesIt):
        services.send_again(by=manager(), invitation=invitation)

    invitation.refresh_from_db()
    assert invitation.token_digest == link
    assert letters() == []


def test_open_account_makes_an_account_a_member_and_an_active_organisation():
    organisation = OrganisationFactory(state=OrganisationState.INVITED)
    InvitationFactory(
        organisation=organisation, role=Role.LEAD, email="new@test.example", token="t"
    )

    person = services.open_account(token="t", name="New Person", password="a long password 1")

    organisation.refresh_from_db()
    assert person.check_password("a long password 1")
    assert person.memberships.get().role == Role.LEAD
    assert (organisation.state, organisation.joined_on) == ("active", timezone.localdate())
    assert person.emailaddress_set.get().verified


def test_accept_is_refused_to_a_closed_account():
    known = UserFactory(is_active=False)
    InvitationFactory(email=known.email, token="t")

    with pytest.raises(services.invitations.AccountClosed):
        services.accept(token="t", person=known)


def test_open_account_without_a_password_leaves_the_code_by_email():
    InvitationFactory(token="t")

    person = services.open_account(token="t", name="New Person", password=None)

    assert not person.has_usable_password()


def test_open_account_asks_an_account_holder_to_sign_in():
    known = UserFactory()
    InvitationFactory(email=known.email, token="t")

    with pytest.raises(services.SignInFirst):
        services.open_account(token="t", name="Impostor", password=None)


def test_accept_is_for_the_person_it_was_sent_to():
    InvitationFactory(email="somebody@test.example", token="t")

    with pytest.raises(services.InvitationForSomebodyElse):
        services.accept(token="t", person=UserFactory())


@pytest.mark.parametrize(
    ("closed", "refusal"),
    [
        ({"expires_at": from_now(seconds=-1)}, services.InvitationExpired),
        ({"withdrawn_at": timezone.now}, services.InvitationWithdrawn),
        ({"organisation__state": OrganisationState.SUSPENDED}, services.InvitationClosed),
    ],
)
def test_open_account_refuses_a_closed_invitation(closed, refusal):
    InvitationFactory(token="t", **as_of_now(closed))

    with pytest.raises(refusal):
        services.open_account(token="t", name="Late", password=None)

    assert not User.objects.filter(name="Late").exists()


def test_open_account_works_once():
    InvitationFactory(token="t")
    services.open_account(token="t", name="First", password=None)

    with pytest.raises(services.InvitationUsed):
        services.open_account(token="t", name="Second", password=None)


@pytest.mark.django_db(transaction=True)
def test_two_tabs_open_one_account():
    InvitationFactory(token="t", email="tabs@test.example")
    both = threading.Barrier(2)
    outcomes = []

    def press():
        both.wait(timeout=10)
        try:
            services.open_account(token="t", name="Tab", password=None)
            outcomes.append("opened")
        except (services.InvitationUsed, services.SignInFirst):
            outcomes.append("told")
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["opened", "told"]
    assert Membership.objects.filter(person__email="tabs@test.example").count() == 1


def test_a_link_that_is_replaced_at_this_very_moment_opens_nothing(monkeypatch):
    invitation = InvitationFactory(token="t")
    lock = services.invitations.lock

    def lock_once_it_was_sent_again(organisation):
        Invitation.objects.filter(pk=invitation.pk).update(token_digest="of another link")
        return lock(organisation)

    monkeypatch.setattr(services.invitations, "lock", lock_once_it_was_sent_again)
    with pytest.raises(services.InvitationUnknown):
        services.open_account(token="t", name="New Person", password=None)

    assert not User.objects.filter(email=invitation.email).exists()


def test_withdraw_refuses_what_was_accepted():
    person = UserFactory()
    invitation = InvitationFactory(accepted_at=timezone.now(), accepted_by=person)

    with pytest.raises(services.InvitationUsed):
        services.withdraw(by=person, invitation=invitation)


def test_words_of_an_invitation_are_a_secret():
    organisation = OrganisationFactory()

    services.invite(
        by=lead_of(organisation), organisation=organisation, email="a@test.example", role="viewer"
    )

    assert Message.objects.get().secret
