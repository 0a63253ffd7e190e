"""Where to get help, cheaper ways to be online, and who asked, in numbers alone."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal import words
from diz_portal.places.selectors import spaced_postcode, where_is
from diz_portal.search.columns import Code, Words, code_index, words_index


class Service(models.TextChoices):
    COMPUTERS = "computers", "Computers to use"
    WIFI = "wifi", "Free wifi"
    PEOPLE = "people", "People to show you how"
    COURSES = "courses", "Courses"
    DATA = "data", "Mobile data"
    DEVICES = "devices", "Devices to borrow or keep"
    REPAIR = "repair", "Repairs"


class Access(models.TextChoices):
    STEP_FREE = "step_free", "Step-free"
    TOILET = "toilet", "Accessible toilet"
    PARKING = "parking", "Accessible parking"
    LOOP = "loop", "Hearing loop"
    QUIET = "quiet", "Quiet room"
    SIGN = "sign", "Sign language, if you ask first"


class PlaceKind(models.TextChoices):
    LIBRARY = "library", "Library"
    HUB = "hub", "Hub"
    DROP_IN = "drop_in", "Drop-in"


class HelpPlaceQuerySet(models.QuerySet):
    def listed(self):
        return self.filter(is_listed=True)


class HelpPlace(models.Model):
    """A library, hub or drop-in where people are helped to get online."""

    name = models.CharField(max_length=150)
    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    # By which directories of services know it, whatever its address becomes.
    public_id = models.UUIDField(
        "identifier in open data",
        db_default=RandomUUID(),
        unique=True,
        editable=False,
    )
    kind = models.CharField("type of place", max_length=7, choices=PlaceKind)
    run_by = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The partner organisation that runs it, if any.",
    )
    services = ArrayField(
        models.CharField(max_length=9, choices=Service),
        default=list,
        verbose_name="what they offer",
    )
    opening_times = models.TextField(
        max_length=500, help_text="One line for each. For example, Monday to Friday, 10am to 4pm"
    )
    access = ArrayField(models.CharField(max_length=9, choices=Access), default=list, blank=True)
    notes = models.CharField(
        max_length=200, blank=True, help_text="For example, Bring your library card if you have one"
    )
    address = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8)
    district = models.ForeignKey(
        "places.District", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # Degrees, WGS84; from the postcode when that is known.
    latitude = models.FloatField(null=True, blank=True, editable=False)
    longitude = models.FloatField(null=True, blank=True, editable=False)
    phone = models.CharField(max_length=40, blank=True)
    website = models.URLField(blank=True)
    is_listed = models.BooleanField("shown to the public", default=True)
    checked_on = models.DateField(
        "last checked",
        default=timezone.localdate,
        help_text="When someone last checked these details.",
    )

    objects = HelpPlaceQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "pk"]
        indexes = [
            words_index(Words("name", "address"), name="inclusion_place_words"),
            code_index(Code("postcode"), name="inclusion_place_postcode"),
        ]
        verbose_name = "place to get help"
        verbose_name_plural = "places to get help"
        constraints = [
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__range=(49, 61), longitude__range=(-9, 2)),
                name="inclusion_place_in_the_uk",
                violation_error_message="Enter a latitude of 49 to 61 and a longitude of -9 to 2",
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.postcode = spaced_postcode(self.postcode)
        known = where_is(self.postcode)
        if known or self.pk:
            # Nothing stays of where it was before it moved.
            self.district = known.district if known else None
        self.latitude = known.latitude if known else None
        self.longitude = known.longitude if known else None
        super().save(*args, **kwargs)

    @property
    def opening_lines(self) -> list[str]:
        return [line.strip() for line in self.opening_times.splitlines() if line.strip()]

    @property
    def service_words(self) -> list[str]:
        return [Service(one).label for one in self.services]

    @property
    def access_words(self) -> list[str]:
        return [Access(one).label for one in self.access]


class SocialTariff(models.Model):
    """Cheaper broadband or mobile for people who receive certain benefits."""

    provider = models.CharField(max_length=80)
    name = models.CharField(max_length=80)
    pounds_a_month = models.DecimalField("£ a month", max_digits=5, decimal_places=2)
    download_mbps = models.PositiveIntegerField("download, Mbit/s", null=True, blank=True)
    who = models.CharField(
        "who can have it", max_length=200, help_text="For example, People who get Universal Credit"
    )
    website = models.URLField()
    checked_on = models.DateField("last checked", default=timezone.localdate)
    is_listed = models.BooleanField("shown to the public", default=True)

    class Meta:
        ordering = ["pounds_a_month", Lower("provider"), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "name"],
                name="inclusion_one_tariff_per_name",
                violation_error_message=(
                    "This provider already has a tariff with this name. Change that one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(pounds_a_month__gte=0),
                name="inclusion_tariff_costs_something",
                violation_error_message="Enter a price of £0 or more",
            ),
        ]

    def __str__(self):
        return f"{self.provider}: {self.name}"


class AgeBand(models.TextChoices):
    UNDER_25 = "under_25", "Under 25"
    TO_44 = "25_44", "25 to 44"
    TO_64 = "45_64", "45 to 64"
    TO_79 = "65_79", "65 to 79"
    OVER_80 = "80_up", "80 or over"


class Answer(models.TextChoices):
    YES = "yes", "Yes"
    NO = "no", "No"


class Gender(models.TextChoices):
    WOMAN = "woman", "Woman"
    MAN = "man", "Man"
    OTHER = "other", "Another way"


class EthnicGroup(models.TextChoices):
    ASIAN = "asian", "Asian or Asian British"
    BLACK = "black", "Black, Black British, Caribbean or African"
    MIXED = "mixed", "Mixed or multiple ethnic groups"
    WHITE = "white", "White"
    OTHER = "other", "Other ethnic group"


class EqualityAnswers(models.Model):
    """One set of optional answers about whom we reach. It has no link to anybody, and no day
    but the month, so that nobody can put it beside a request."""

    month = models.DateField(help_text="The first day of the month.")
    age = models.CharField(max_length=8, choices=AgeBand, blank=True)
    gender = models.CharField("gender", max_length=5, choices=Gender, blank=True)
    ethnic_group = models.CharField(max_length=5, choices=EthnicGroup, blank=True)
    limited = models.CharField(
        "has a condition that limits daily life", max_length=3, choices=Answer, blank=True
    )

    class Meta:
        ordering = ["-month"]
        verbose_name = "equality answers"
        verbose_name_plural = "equality answers"
        constraints = [
            models.CheckConstraint(
                condition=Q(month__day=1),
                name="inclusion_equality_month_only",
                violation_error_message="Enter the first day of the month",
            ),
        ]

    def __str__(self):
        return f"Answers of {words.uk_month(self.month)}"
