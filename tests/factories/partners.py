"""Organisations and the people in them.

`lead_of()`, `contributor_of()`, `viewer_of()` and `caseworker_of()` return a user with that
role in the organisation given, or in a new one; `manager()` returns a programme manager.
"""

import hashlib
from datetime import timedelta

import factory
from django.db import transaction
from django.utils import timezone

from partners.models import (
    GIVEN_BY_A_LEAD,
    Agreement,
    AgreementKind,
    IdentifierType,
    Invitation,
    JoinRequest,
    Membership,
    Organisation,
    OrganisationState,
    Role,
    Sector,
)

from .accounts import UserFactory
from .places import PartnershipFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Organisation {n}")
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    sector = Sector.PRIVATE
    identifier_type = IdentifierType.COMPANY
    identifier = factory.Sequence(lambda n: f"{n:08}")
    state = OrganisationState.ACTIVE


class MembershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Membership

    person = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.CONTRIBUTOR
    # Somebody else, as it must be for those that a lead gives.
    given_by = factory.Maybe(
        factory.LazyAttribute(lambda place: place.role in GIVEN_BY_A_LEAD),
        yes_declaration=factory.SubFactory(UserFactory, name="Gia Giver", password=None),
        no_declaration=None,
    )


class InvitationFactory(factory.django.DjangoModelFactory):
    """An open invitation; `token="words"` gives it a link that a test knows."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    token_digest = factory.LazyAttribute(
        lambda invitation: hashlib.sha256(invitation.token.encode()).hexdigest()
    )
    email = factory.Sequence(lambda n: f"invited{n}@test.example")
    name = factory.Sequence(lambda n: f"Invited {n}")
    organisation = factory.SubFactory(OrganisationFactory)
    role = Role.CONTRIBUTOR
    invited_by = factory.SubFactory(UserFactory)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class JoinRequestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = JoinRequest

    organisation = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Applicant {n}")
    email = factory.Sequence(lambda n: f"applicant{n}@test.example")


class AgreementFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Agreement {n}")
    kind = AgreementKind.MEMORANDUM
    signed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=300))
    expires_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=65))

    @classmethod
    def _generate(cls, strategy, params):
        # Who shares data is looked at once the parties are written.
        with transaction.atomic():
            return super()._generate(strategy, params)

    @factory.post_generation
    def parties(self, create, organisations, **kwargs):
        if create and organisations:
            self.parties.set(organisations)


def _member(role, organisation, **person):
    membership = MembershipFactory(
        person=UserFactory(**person),
        role=role,
        **({"organisation": organisation} if organisation else {}),
    )
    return membership.person


def lead_of(organisation=None, **person):
    return _member(Role.LEAD, organisation, **person)


def contributor_of(organisation=None, **person):
    return _member(Role.CONTRIBUTOR, organisation, **person)


def viewer_of(organisation=None, **person):
    return _member(Role.VIEWER, organisation, **person)


def caseworker_of(organisation=None, **person):
    return _member(Role.CASEWORKER, organisation, **person)


def finance_of(organisation=None, **person):
    return _member(Role.FINANCE, organisation, **person)


def certifier_of(organisation=None, **person):
    return _member(Role.CERTIFIER, organisation, **person)


def manager(**person):
    """A manager of the lead organisation, which is made when there is none yet."""
    lead = PartnershipFactory().lead_organisation
    return _member(Role.MANAGER, lead, is_staff=True, **person)
