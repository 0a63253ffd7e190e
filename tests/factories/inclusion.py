"""Teams, people, referrals and cases.

`team_of(organisation)` makes an organisation take referrals; `a_case(needs=["device"])` opens a
case for an invented person, with those needs.
"""

import factory
from django.utils import timezone

from inclusion.models import (
    Case,
    LawfulBasis,
    Need,
    Person,
    Referral,
    ReferralKind,
    Team,
)

from .partners import OrganisationFactory


class TeamFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Team
        django_get_or_create = ["organisation"]

    organisation = factory.SubFactory(OrganisationFactory)
    phone = "01632 960111"


class PersonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Person

    kept_by = factory.SubFactory(OrganisationFactory)
    name = factory.Sequence(lambda n: f"Resident {n}")


class ReferralFactory(factory.django.DjangoModelFactory):
    """A request for a device that a person sent themselves, not yet answered."""

    class Meta:
        model = Referral

    kind = ReferralKind.SELF
    to = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory, kept_by=factory.SelfAttribute("..to"))
    wanted = ["device"]
    lawful_basis = LawfulBasis.PUBLIC_TASK


class CaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Case

    handled_by = factory.SubFactory(OrganisationFactory)
    person = factory.SubFactory(PersonFactory, kept_by=factory.SelfAttribute("..handled_by"))
    target_on = factory.LazyFunction(timezone.localdate)


class NeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need

    case = factory.SubFactory(CaseFactory)
    kind = "device"


def team_of(organisation=None, **values) -> Team:
    if organisation:
        values["organisation"] = organisation
    return TeamFactory(**values)


def a_case(*, needs=(), **values) -> Case:
    case = CaseFactory(**values)
    for kind in needs:
        NeedFactory(case=case, kind=kind)
    return case
