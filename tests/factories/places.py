from datetime import date, timedelta
from decimal import Decimal

import factory

from diz_portal.places.models import (
    Area,
    BankHoliday,
    District,
    Figure,
    Partnership,
    Postcode,
    Release,
)


class DistrictFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("code",)

    # Not among the codes of real districts.
    code = factory.Sequence(lambda n: f"E079{n:05}")
    name = factory.Sequence(lambda n: f"District {n}")
    slug = factory.LazyAttribute(lambda district: district.name.lower().replace(" ", "-"))


class PostcodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Postcode

    code = factory.Sequence(lambda n: f"CM{20 + n // 100}1A{'ABDEFGHJLN'[n % 10]}")
    district = factory.SubFactory(DistrictFactory)
    latitude = 51.77
    longitude = 0.09


class BankHolidayFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = BankHoliday

    date = factory.Sequence(lambda n: date(2030, 1, 1) + timedelta(days=n))
    name = "A coronation"


class AreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Area

    # Not among the codes of real areas.
    code = factory.Sequence(lambda n: f"S12{500_000 + n}")
    name = factory.Sequence(lambda n: f"Area {n}")


class ReleaseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Release
        django_get_or_create = ("publisher", "period")

    publisher = "ofcom"
    period = date(2025, 7, 1)


class FigureFactory(factory.django.DjangoModelFactory):
    """9,000 of 10,000 premises can get full fibre."""

    class Meta:
        model = Figure

    release = factory.SubFactory(ReleaseFactory)
    area = factory.SubFactory(AreaFactory)
    measure = "full_fibre"
    share = Decimal(90)
    premises, all_premises, matched_premises = 9_000, 10_000, 9_900


class PartnershipFactory(factory.django.DjangoModelFactory):
    """The one partnership, with an active council as its lead organisation.

    Made once per test: asking again returns the same.
    """

    class Meta:
        model = Partnership
        django_get_or_create = ("id",)

    id = 1
    name = "Example Digital Partnership"
    short_name = "EDP"
    phone = "01992 555 0100"
    email = "portal@partnership.example"
    lead_organisation = factory.SubFactory(
        "tests.factories.partners.OrganisationFactory",
        name="Lead District Council",
        slug="lead-district-council",
        sector="council",
        identifier_type="gss",
        identifier="E07999999",
    )

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs.pop("id", None)
        return model_class.objects.create(*args, **kwargs)

    @classmethod
    def _generate(cls, strategy, params):
        existing = Partnership.objects.select_related("lead_organisation").first()
        if existing and existing.lead_organisation_id:
            return existing
        if existing:
            existing.delete()
        return super()._generate(strategy, params)
