"""Who belongs to an organisation: roles, the last lead, and who admin access."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from diz_portal.accounts.models import User
from diz_portal.privacy import kinds, registry
from partners import services
from partners.models import Membership, Organisation, OrganisationState, Role
from partners.roles import is_manager
from tests.factories.accounts import UserFactory
from tests.factories.partners import (
    MembershipFactory,
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
)

pytestmark = pytest.mark.django_db


def membership_of(person) -> Membership:
    return person.memberships.get()


def test_change_role_refuses_to_demote_the_last_lead():
    organisation = OrganisationFactory()
    only = lead_of(organisation)

    with pytest.raises(services.LastLead):
        services.change_role(by=only, membership=membership_of(only), role=Role.VIEWER)

    assert membership_of(only).role == Role.LEAD


def test_change_role_demotes_a_lead_when_another_remains():
    organisation = OrganisationFactory()
    first, _second = lead_of(organisation), lead_of(organisation)

    services.change_role(by=first, membership=membership_of(first), role=Role.VIEWER)

    assert membership_of(first).role == Role.VIEWER


def test_end_membership_refuses_when_the_other_lead_cannot_sign_in():
    organisation = OrganisationFactory()
    first = lead_of(organisation)
    lead_of(organisation, is_active=False)

    with pytest.raises(services.LastLead):
        services.end_membership(by=first, membership=membership_of(first))


def test_phone_number_of_a_member_goes_with_the_membership():
    organisation = OrganisationFactory()
    lead, colleague = lead_of(organisation), contributor_of(organisation)
    services.change_phone(by=lead, membership=membership_of(colleague), phone="+441279446611")

    services.end_membership(by=lead, membership=membership_of(colleague))

    assert membership_of(colleague).phone == ""


def test_phone_numbers_go_when_the_organisation_leaves():
    organisation = OrganisationFactory(state=OrganisationState.ACTIVE)
    lead = lead_of(organisation)
    services.change_phone(by=lead, membership=membership_of(lead), phone="+441279446611")

    services.leave(by=manager(), organisation=organisation)

    assert membership_of(lead).phone == ""


def test_account_is_found_by_the_phone_number_of_its_member():
    """Somebody who asks what we hold gives a number; the same one may be of two memberships."""
    one = lead_of()
    MembershipFactory(person=one, organisation=OrganisationFactory(), phone="+441279446611")
    services.change_phone(
        by=one, membership=one.memberships.filter(role=Role.LEAD).get(), phone="+441279446611"
    )
    lead_of()

    found = kinds.kind("account").find(kinds.Wanted.of("01279 446611"))

    assert list(found) == [one]


def test_phone_number_is_in_no_history_of_changes():
    """The number is deleted with the membership; a line of the history would keep it."""
    lead = lead_of()
    services.change_phone(by=lead, membership=membership_of(lead), phone="+441279446611")

    (history,) = registry.audit_models(Membership)
    assert "phone" not in {field.name for field in history._meta.fields}


def test_close_account_refuses_the_last_lead_and_ones_own():
    boss, only = manager(), lead_of()

    with pytest.raises(services.LastLead):
        services.close_account(by=boss, person=only)
    with pytest.raises(services.people.OwnAccount):
        services.close_account(by=boss, person=boss)


def test_close_account_takes_the_admin_away_and_reopening_gives_it_back():
    boss, other = manager(), manager()

    services.close_account(by=boss, person=other)
    other.refresh_from_db()
    assert (other.is_active, other.is_staff) == (False, False)

    services.reopen_account(by=boss, person=other)
    other.refresh_from_db()
    assert (other.is_active, other.is_staff) == (True, True)


@pytest.mark.parametrize("change", [{"role": "viewer"}, {"ended_on": "2099-01-01"}])
def test_database_keeps_the_last_lead_whatever_the_code_does(change):
    only = lead_of()

    Membership.objects.filter(person=only).update(**change)

    with pytest.raises(IntegrityError, match="last lead"), transaction.atomic():
        connection.check_constraints()
    # The test's own transaction ends well.
    Membership.objects.filter(person=only).update(role=Role.LEAD, ended_on=None)


def test_database_lets_a_lead_hand_over_within_one_transaction():
    organisation = OrganisationFactory()
    former, heir = lead_of(organisation), UserFactory()
    MembershipFactory(person=heir, organisation=organisation)

    Membership.objects.filter(person=former).update(role=Role.VIEWER)
    Membership.objects.filter(person=heir).update(role=Role.LEAD)

    connection.check_constraints()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["service", "database"])
def test_two_leads_removed_at_the_same_moment_leave_one(path):
    organisation = OrganisationFactory()
    leads = [lead_of(organisation), lead_of(organisation)]
    both_have_begun = threading.Barrier(2)
    refused = []

    def remove(person):
        try:
            with transaction.atomic():
                membership = Membership.objects.get(person=person)
                both_have_begun.wait(timeout=10)
                if path == "service":
                    services.end_membership(by=person, membership=membership)
                else:
                    Membership.objects.filter(pk=membership.pk).update(ended_on="2099-01-01")
        except (services.LastLead, IntegrityError):
            refused.append(person)
        finally:
            connection.close()

    threads = [threading.Thread(target=remove, args=[person]) for person in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert organisation.memberships.leads().count() == 1


def test_add_member_refuses_a_manager_outside_the_lead_organisation(lead_organisation):
    boss, elsewhere = manager(), OrganisationFactory()

    with pytest.raises(services.ManagersAreOfTheLeadOrganisation):
        services.add_member(
            by=boss, organisation=elsewhere, person=UserFactory(), role=Role.MANAGER
        )


def test_add_member_refuses_a_manager_made_by_a_lead(lead_organisation):
    with pytest.raises(services.RoleNotYoursToGive):
        services.add_member(
            by=lead_of(lead_organisation),
            organisation=lead_organisation,
            person=UserFactory(),
            role=Role.MANAGER,
        )


def test_add_member_refuses_somebody_who_belongs_already():
    organisation = OrganisationFactory()
    person = lead_of(organisation)

    with pytest.raises(services.AlreadyAMember):
        services.add_member(by=None, organisation=organisation, person=person, role=Role.VIEWER)


def test_end_membership_of_a_manager_is_for_managers(lead_organisation):
    boss = manager()

    with pytest.raises(services.RoleNotYoursToGive):
        services.end_membership(by=lead_of(lead_organisation), membership=membership_of(boss))


def test_admin_is_open_to_exactly_the_managers_of_the_lead_organisation(lead_organisation):
    boss, person = manager(), UserFactory()
    place = services.add_member(
        by=boss, organisation=lead_organisation, person=person, role=Role.MANAGER
    )
    assert User.objects.get(pk=person.pk).is_staff

    services.change_role(by=boss, membership=place, role=Role.CONTRIBUTOR)
    assert not User.objects.get(pk=person.pk).is_staff

    services.change_role(by=boss, membership=place, role=Role.MANAGER)
    services.end_membership(by=boss, membership=place)
    assert not User.objects.get(pk=person.pk).is_staff


def test_manager_of_another_organisation_is_no_manager(lead_organisation):
    impostor = UserFactory(is_staff=True)
    MembershipFactory(person=impostor, role=Role.MANAGER)

    assert not is_manager(impostor)


@pytest.mark.parametrize("state", [OrganisationState.SUSPENDED, OrganisationState.LEFT])
def test_admin_closes_when_the_lead_organisation_no_longer_works(lead_organisation, state):
    boss = manager()
    Organisation.objects.filter(pk=lead_organisation.pk).update(state=state)

    services.settle_staff(boss)

    assert not User.objects.get(pk=boss.pk).is_staff


def test_choose_lead_organisation_hands_the_portal_over(lead_organisation):
    boss, heir_organisation = manager(), OrganisationFactory()
    lead_of(heir_organisation)
    heir = MembershipFactory(organisation=heir_organisation).person

    services.choose_lead_organisation(by=boss, organisation=heir_organisation, first_manager=heir)

    staff = set(User.objects.filter(is_staff=True))
    assert staff == {heir}
    assert membership_of(boss).role == Role.CONTRIBUTOR


def test_choose_lead_organisation_needs_somebody_to_run_it(lead_organisation):
    with pytest.raises(services.organisations.NeedsAManager):
        services.choose_lead_organisation(by=manager(), organisation=OrganisationFactory())
