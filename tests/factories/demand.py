from decimal import Decimal

import factory
from django.utils import timezone

from diz_portal.demand.models import Company, Connection, Need, Sector, Support
from partners.enquiries.models import Enquiry

from .partners import OrganisationFactory
from .places import DistrictFactory


class SectorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Sector
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: f"CM{n % 90 + 10} {n // 90 % 10}")


class BusinessNeedFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Need

    sector = factory.SubFactory(SectorFactory)
    wanted = "gigabit"
    size = "2_9"


class SupportFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Support

    name = factory.Sequence(lambda n: f"Gigabit voucher {n}")
    kind = "voucher"
    run_by = "The council"
    summary = "Money towards the cost of building a line."
    who = "Businesses with fewer than 250 people"
    website = "https://voucher.example/"


class ConnectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Connection

    sector = factory.SubFactory(SectorFactory)
    technology = "part"
    at_least_mbps = Decimal(30)


class CompanyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Company

    number = factory.Sequence(lambda n: f"{n:08}")
    sector = "CM20 1"
    district = factory.SubFactory(DistrictFactory)
    section = "J"
    is_active = True
    incorporated = 2015


class EnquiryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Enquiry

    business = factory.Sequence(lambda n: f"Baker no {n}")
    name = "Ada Example"
    email = "ada@bakery.test.example"
    message = "Is there space for 20 people?"
    organisation = factory.SubFactory(OrganisationFactory)
    due_on = factory.LazyFunction(timezone.localdate)
