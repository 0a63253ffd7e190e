from datetime import date, timedelta

import factory

from diz_portal.places.models import BankHoliday, District, Partnership, Postcode


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
