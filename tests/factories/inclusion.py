"""Teams, people, referrals and cases.

`team_of(organisation)` makes an organisation take referrals; `a_case(needs=["device"])` opens a
case for an invented person, with those needs.
"""

from datetime import timedelta

import factory
from django.utils import timezone

from diz_portal.tables.values.identifiers import check_digit
from inclusion.devices.services import devices
from inclusion.models import (
    Case,
    Device,
    Duty,
    HelpPlace,
    LawfulBasis,
    NamedLead,
    Need,
    Person,
    Referral,
    ReferralKind,
    SocialTariff,
    Team,
)

from .accounts import UserFactory
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
    leads = {duty: values.pop(duty.field, None) for duty in Duty}
    team = TeamFactory(**values)
    for duty, person in leads.items():
        if person:
            named(team, person, duty)
    return team


def named(team: Team, person, duty: str = "safeguarding") -> NamedLead:
    """Put somebody down as named lead, as if somebody else had named them long ago."""
    now = timezone.now()
    record = NamedLead.objects.create(
        team=team,
        duty=duty,
        person=person,
        given_by=UserFactory(name="Gia Giver", password=None),
        accepted_at=now,
    )
    setattr(team, Duty(duty).field, person)
    team.save()
    return record


def a_case(*, needs=(), **values) -> Case:
    case = CaseFactory(**values)
    for kind in needs:
        NeedFactory(case=case, kind=kind)
    return case


class HelpPlaceFactory(factory.django.DjangoModelFactory):
    """A library with wifi and people who help."""

    class Meta:
        model = HelpPlace

    name = factory.Sequence(lambda n: f"Library {n}")
    slug = factory.Sequence(lambda n: f"library-{n}")
    kind = "library"
    services = ["wifi", "people"]
    access = ["step_free"]
    opening_times = "Monday to Friday, 10am to 4pm\nSaturday, 10am to 1pm"
    address = "Cross Street, Harlow"
    postcode = "CM20 1AA"
    phone = "01632 960555"


class SocialTariffFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = SocialTariff

    provider = "Northline"
    name = factory.Sequence(lambda n: f"Basics {n}")
    pounds_a_month = 15
    download_mbps = 50
    who = "People who get Universal Credit"
    website = "https://northline.example/"


class DeviceFactory(factory.django.DjangoModelFactory):
    """A laptop in quarantine, as it was brought in two days ago."""

    class Meta:
        model = Device

    kind = "laptop"
    make = "Corvid"
    model = "Book 14"
    serial = factory.Sequence(lambda n: f"SN{n:06}")
    kept_by = factory.SubFactory(OrganisationFactory)
    received_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=2))


def wiped(device: Device, by, **values):
    values = {
        "passed": True,
        "method": "overwrite",
        "standard": "NIST SP 800-88 Clear",
        "medium_serial": Device.objects.get(pk=device.pk).medium_serial,
        "finished_at": timezone.now(),
        **values,
    }
    return devices.record_wipe(device=device, by=by, **values)


def pat_tested(device: Device, by, **values):
    today = timezone.localdate()
    values = {
        "passed": True,
        "tester": "P. Tester",
        "tested_on": today,
        "next_due_on": today + timedelta(days=365),
        **values,
    }
    return devices.record_pat(device=device, by=by, **values)


def a_ready_device(by, **values) -> Device:
    """Wiped, inspected and tested by `by`."""
    device = DeviceFactory(**values)
    if device.holds_data:
        wiped(device, by)
    devices.inspect(device=device, by=by, grade="b")
    if device.mains_powered:
        pat_tested(device, by)
    return devices.make_ready(device=device, by=by)


def card(number: int) -> str:
    """The number of a SIM card, another for each: 19 digits with a check digit that is right."""
    digits = f"89440000{number + 1:010}"
    return digits + check_digit(digits)
