"""Who comes near money: given by a lead, never to oneself, with a second factor."""

import pytest
from django.db import IntegrityError, transaction

from diz_portal.access import over_money
from partners.models import Membership, Role
from partners.services import people
from partners.services.roles import NotToOneself, OnlyALeadGivesIt
from projects.models import FundingSource, Posting
from projects.money.services import postings
from tests.factories.accounts import UserFactory
from tests.factories.money import awarded, days_ago
from tests.factories.partners import (
    MembershipFactory,
    OrganisationFactory,
    certifier_of,
    contributor_of,
    finance_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
ROLES = [Role.FINANCE, Role.CERTIFIER]


@pytest.mark.parametrize("role", ROLES)
def test_a_lead_gives_it(role):
    organisation = OrganisationFactory()
    place = MembershipFactory(organisation=organisation)

    people.change_role(by=lead_of(organisation), membership=place, role=role)

    place.refresh_from_db()
    assert place.role == role


@pytest.mark.parametrize("role", ROLES)
def test_nobody_else_gives_it_and_nobody_to_themselves(role):
    organisation = OrganisationFactory()
    place = MembershipFactory(organisation=organisation)
    lead = lead_of(organisation)

    with pytest.raises(OnlyALeadGivesIt, match=role.label.lower()):
        people.change_role(by=manager(), membership=place, role=role)
    with pytest.raises(NotToOneself):
        people.change_role(by=lead, membership=lead.memberships.get(), role=role)


@pytest.mark.parametrize("role", ROLES)
def test_the_database_keeps_it_from_oneself(role):
    place = MembershipFactory()

    with pytest.raises(IntegrityError, match="somebody else"), transaction.atomic():
        Membership.objects.filter(pk=place.pk).update(role=role, given_by=place.person)


def test_whoever_answers_for_money_has_a_second_factor():
    lead = OrganisationFactory()
    project = ProjectFactory(lead=lead)
    source = awarded(project=project)
    asked = {
        "finance": finance_of(lead),
        "certifier": certifier_of(lead),
        "contributor": contributor_of(lead),
        "viewer": viewer_of(lead),
    }

    may = {
        name
        for name, person in asked.items()
        if any(person.has_perm(permission, source) for permission in over_money())
    }
    must = {name for name, person in asked.items() if person.must_have_second_factor}

    assert may == {"finance", "certifier"}
    assert must == {"finance", "certifier"}


def test_a_partner_reads_its_own_part_and_no_more():
    lead, partner, other = (OrganisationFactory() for _ in range(3))
    project = ProjectFactory(lead=lead, partners=[partner, other])
    grant = awarded(project=project)
    own = awarded(project=project, organisation=partner)
    facts = {"by": UserFactory(password=None), "on": days_ago(3), "description": "Work"}
    for source in (grant, own):
        postings.spend(source=source, net=5, expenditure="revenue", **facts)
    passed_on = postings.spend(
        source=grant, net=7, expenditure="revenue", organisation=other, **facts
    )

    def reads(person):
        sources = set(FundingSource.objects.visible_to(person))
        return sources, Posting.objects.visible_to(person).count()

    assert reads(finance_of(lead)) == ({grant, own}, 3)
    assert reads(contributor_of(lead)) == (set(), 0)
    assert reads(contributor_of(partner)) == ({own}, 1)
    assert reads(viewer_of(partner)) == (set(), 0)
    assert list(Posting.objects.visible_to(contributor_of(other))) == [passed_on]
