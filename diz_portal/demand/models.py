"""What is kept of businesses and connections: as little as can be counted."""

from decimal import Decimal

from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference

from .sections import Section


class Sector(models.Model):
    """A postcode sector, such as CM20 1: some 3,000 addresses. What people tell of where they are
    is kept no closer than this. Its district is that of most of its postcodes."""

    code = models.CharField("postcode sector", max_length=6, unique=True)
    district = models.ForeignKey(
        "places.District", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "postcode sector"
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Z]{1,2}[0-9][0-9A-Z]? [0-9]$"),
                name="demand_sector_form",
                violation_error_message="Enter a postcode sector, such as CM20 1",
            )
        ]

    def __str__(self):
        return self.code


class Wanted(models.TextChoices):
    GIGABIT = "gigabit", "Full fibre or gigabit broadband"
    LEASED = "leased", "A leased line"
    MOBILE = "mobile", "Better mobile signal"
    BACKUP = "backup", "A second line as a backup"


class Size(models.TextChoices):
    ONE = "1", "Only me"
    FEW = "2_9", "2 to 9"
    SMALL = "10_49", "10 to 49"
    MEDIUM = "50_249", "50 to 249"
    LARGE = "250", "250 or more"


class Need(models.Model):
    """A business said that it needs a better connection, and roughly where."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="needs")
    wanted = models.CharField("what they need", max_length=7, choices=Wanted)
    size = models.CharField("people who work there", max_length=6, choices=Size)
    # Blank when they gave none. An erasure takes the whole row.
    email = models.EmailField(max_length=254, blank=True)
    told_at = models.DateTimeField("told us", default=timezone.now)

    class Meta:
        ordering = ["-told_at", "-pk"]

    def __str__(self):
        return f"{self.get_wanted_display()}, {self.sector}"


class SupportKind(models.TextChoices):
    VOUCHER = "voucher", "Voucher or grant"
    ADVICE = "advice", "Advice"
    TRAINING = "training", "Training"


class Support(models.Model):
    """A voucher, grant, advice or course for businesses. Staff check that it still exists."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField("type", max_length=8, choices=SupportKind)
    run_by = models.CharField("offered by", max_length=100)
    summary = models.CharField("what it is", max_length=300)
    who = models.CharField("who can have it", max_length=200)
    website = models.URLField()
    checked_on = models.DateField("last checked", default=timezone.localdate)
    is_listed = models.BooleanField("shown to the public", default=True)

    class Meta:
        verbose_name = "support for businesses"
        verbose_name_plural = "support for businesses"
        ordering = ["kind", "name"]

    def __str__(self):
        return self.name


class Technology(models.TextChoices):
    FULL_FIBRE = "fibre", "Full fibre, all the way to the building"
    CABLE = "cable", "Cable, such as Virgin Media"
    PART_FIBRE = "part", "Fibre to the cabinet in the street"
    COPPER = "copper", "An ordinary phone line"
    WIRELESS = "wireless", "Wireless or satellite"
    MOBILE = "mobile", "Mobile only"
    NONE = "none", "No connection"
    UNSURE = "unsure", "I do not know"


class Provider(models.TextChoices):
    BT = "bt", "BT"
    EE = "ee", "EE"
    GIGACLEAR = "gigaclear", "Gigaclear"
    PLUSNET = "plusnet", "Plusnet"
    SKY = "sky", "Sky"
    STARLINK = "starlink", "Starlink"
    TALKTALK = "talktalk", "TalkTalk"
    VIRGIN = "virgin", "Virgin Media O2"
    VODAFONE = "vodafone", "Vodafone"
    ZEN = "zen", "Zen"
    OTHER = "other", "Another provider"


class Connection(models.Model):
    """What somebody has, in a postcode sector: no name, no address, no time but the day."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="connections")
    district = models.ForeignKey(
        "places.District", null=True, on_delete=models.PROTECT, related_name="+"
    )
    technology = models.CharField("connection", max_length=8, choices=Technology)
    provider = models.CharField(max_length=9, choices=Provider, blank=True)
    pounds_a_month = models.DecimalField("£ a month", max_digits=6, decimal_places=2, null=True)
    # From the test against this server, which may itself have been the limit.
    at_least_mbps = models.DecimalField(
        "at least, Mbit/s", max_digits=7, decimal_places=1, null=True
    )
    server_was_limit = models.BooleanField(default=False)
    told_on = models.DateField("told us", default=timezone.localdate)

    class Meta:
        ordering = ["-told_on", "-pk"]
        indexes = [models.Index(fields=["sector", "told_on"], name="demand_connection_days")]
        constraints = [
            models.CheckConstraint(
                condition=Q(pounds_a_month=None) | Q(pounds_a_month__range=(0, 1000)),
                name="demand_connection_costs",
                violation_error_message="Enter a price from £0 to £1,000 a month",
            ),
            models.CheckConstraint(
                condition=Q(at_least_mbps=None, server_was_limit=False)
                | Q(at_least_mbps__gt=0, at_least_mbps__lte=Decimal(10_000)),
                name="demand_connection_speed",
                violation_error_message="Enter a speed of more than 0 and up to 10,000 Mbit/s",
            ),
        ]

    def __str__(self):
        return f"{self.get_technology_display()}, {self.sector}"


class Company(models.Model):
    """A company whose registered office is in our districts, of Companies House's monthly file.

    Many are registered at somebody's home: neither name nor address is kept, nor the full postcode.
    """

    number = models.CharField("company number", max_length=8, primary_key=True)
    sector = models.CharField("postcode sector", max_length=6)
    district = models.ForeignKey("places.District", on_delete=models.PROTECT, related_name="+")
    section = models.CharField("industry", max_length=1, choices=Section, blank=True)
    is_active = models.BooleanField("active")
    incorporated = models.PositiveSmallIntegerField("year of incorporation", null=True)

    class Meta:
        default_permissions = ("view",)
        verbose_name_plural = "companies"
        ordering = ["number"]
        indexes = [models.Index(fields=["district", "section", "is_active"], name="demand_counts")]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[A-Z0-9]{8}$"),
                name="demand_company_number",
                violation_error_message="Enter a company number of 8 letters and digits",
            )
        ]

    def __str__(self):
        return self.number


class Register(models.Model):
    """The file that the companies are of. There is one: each replaces the one before."""

    file = models.CharField(max_length=150)
    loaded_at = models.DateTimeField("loaded", default=timezone.now)
    companies = models.PositiveIntegerField()

    class Meta:
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="demand_one_register",
                violation_error_message=(
                    "There is one register. Change it instead of adding another"
                ),
            )
        ]

    def __str__(self):
        return self.file
