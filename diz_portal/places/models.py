from django.db import models
from django.db.models.functions import Lower

from diz_portal import words

from .connectivity.models import Area, Figure, LoadedFile, Neighbour, Release

__all__ = [
    "Area",
    "BankHoliday",
    "District",
    "Figure",
    "LoadedFile",
    "Neighbour",
    "Partnership",
    "Postcode",
    "Release",
]


class Partnership(models.Model):
    """The one partnership this installation serves; its name and phone are data, not code."""

    name = models.CharField(max_length=120, default="Digital Innovation Zone")
    short_name = models.CharField(max_length=40, default="DIZ")
    strapline = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    phone_hours = models.CharField(
        "when the phone is answered",
        max_length=80,
        blank=True,
        default="",
        db_default="",
        help_text="For example, Monday to Friday, 9am to 5pm. Shown beside the number.",
    )
    email = models.EmailField(
        blank=True, help_text="People who reply to an email from the portal write to this address."
    )
    reply_days = models.PositiveSmallIntegerField(
        "working days to reply",
        default=5,
        db_default=5,
        help_text="How soon you usually reply to people who ask to join, and to reports of "
        "accessibility problems. Pages and emails show this.",
    )
    offer_days = models.PositiveSmallIntegerField(
        "days to answer offers",
        default=7,
        db_default=7,
        help_text="How soon you aim to answer people who offer devices or mobile data. Pages and "
        "messages show this, and the to-do list asks for an answer by then.",
    )
    seminars_are_free = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Clear this box if people pay for any seminars. The pages will then not say "
        "“free”.",
    )
    # By what registers of open data standards know the partnership.
    giving_prefix = models.CharField(
        "360Giving publisher prefix",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="360Giving gives it to a publisher of grants, such as 360G-example. Until you "
        "enter it, grants are published as a draft.",
    )
    org_id = models.CharField(
        "identifier of the lead organisation (org-id)",
        max_length=60,
        blank=True,
        default="",
        db_default="",
        help_text="From org-id.guide. For an English council it begins with GB-LAE-.",
    )
    oc4ids_prefix = models.CharField(
        "OC4IDS prefix",
        max_length=20,
        blank=True,
        default="",
        db_default="",
        help_text="The Open Contracting Partnership gives it to a publisher of infrastructure "
        "projects, such as oc4ids-a1b2c3.",
    )
    lead_organisation = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Its programme managers have access to all projects and to the admin.",
    )
    # What the accessibility statement says of this installation, and the code cannot know.
    statement_prepared_on = models.DateField(
        "accessibility statement prepared on", null=True, blank=True
    )
    statement_reviewed_on = models.DateField(
        "accessibility statement last reviewed on", null=True, blank=True
    )
    tested_on = models.DateField("accessibility last tested on", null=True, blank=True)
    tested_by = models.CharField(
        "accessibility tested by",
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text="For example, Harlow Council’s web team",
    )
    how_tested = models.TextField(
        "how accessibility was tested",
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        help_text="What people tested on this site, and with what: pages, devices, screen readers. "
        "The statement already describes the automated tests.",
    )
    known_problems = models.TextField(
        "other accessibility problems",
        max_length=2000,
        blank=True,
        default="",
        db_default="",
        help_text="Problems on this site that the statement does not list yet, one on each line",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="places_one_partnership",
                violation_error_message=(
                    "There is one partnership here. Change it instead of adding another"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(reply_days__gte=1, reply_days__lte=60),
                name="places_reply_days_sensible",
                violation_error_message="Enter a number of working days from 1 to 60",
            ),
            models.CheckConstraint(
                condition=models.Q(offer_days__gte=1, offer_days__lte=60),
                name="places_offer_days_sensible",
                violation_error_message="Enter a number of days from 1 to 60",
            ),
            models.CheckConstraint(
                condition=models.Q(giving_prefix="")
                | models.Q(giving_prefix__regex=r"^360G-[A-Za-z0-9_-]+$"),
                name="places_giving_prefix_form",
                violation_error_message=(
                    "Enter the prefix that 360Giving gave you. It begins with 360G-"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(org_id="")
                | models.Q(org_id__regex=r"^[A-Z]{2,3}-[A-Z0-9]+-[A-Za-z0-9._-]+$"),
                name="places_org_id_form",
                violation_error_message=(
                    "Enter an identifier from org-id.guide, such as GB-LAE-ABC"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(oc4ids_prefix="")
                | models.Q(oc4ids_prefix__regex=r"^oc4ids-[a-z0-9]{6}$"),
                name="places_oc4ids_prefix_form",
                violation_error_message=(
                    "Enter the prefix that you were given: oc4ids- and 6 letters and digits"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(statement_reviewed_on=None)
                | models.Q(
                    statement_prepared_on__isnull=False,
                    statement_reviewed_on__gte=models.F("statement_prepared_on"),
                ),
                name="places_statement_reviewed_after",
                violation_error_message=(
                    "Enter when the statement was prepared, and a review on or after that day"
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(tested_on=None, tested_by="", how_tested="")
                | models.Q(tested_on__isnull=False) & ~models.Q(tested_by=""),
                name="places_tested_when_and_by_whom",
                violation_error_message=(
                    "Enter both when accessibility was last tested and who tested it"
                ),
            ),
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)

    @property
    def replies_within(self) -> str:
        """How soon somebody may expect a reply: `5 working days`."""
        return "1 working day" if self.reply_days == 1 else f"{self.reply_days} working days"

    @property
    def answers_offers_within(self) -> str:
        """How soon somebody who offers a device or data may expect an answer: `7 days`."""
        return "1 day" if self.offer_days == 1 else f"{self.offer_days} days"

    @property
    def problems(self) -> list[str]:
        """Those of accessibility, a line each."""
        return [line.strip() for line in self.known_problems.splitlines() if line.strip()]


class District(models.Model):
    """A local authority district of the partnership (or a neighbour, for comparison)."""

    code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=80)
    slug = models.SlugField("web address (slug)", max_length=80, unique=True)
    is_ours = models.BooleanField("in our area", default=True)
    # GeoJSON geometry (Polygon or MultiPolygon, WGS84, longitude before latitude).
    outline = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[EWSN]\d{8}$"),
                name="places_gss_code_form",
                violation_error_message=(
                    "Enter a GSS code: a letter E, W, S or N and 8 digits, such as E07000073"
                ),
            )
        ]

    def __str__(self):
        return self.name


class Postcode(models.Model):
    """A postcode of one of our districts, live or ended (ONS Postcode Directory)."""

    # Upper case without spaces: CM201AA.
    code = models.CharField(max_length=7, primary_key=True)
    district = models.ForeignKey(District, on_delete=models.CASCADE, related_name="postcodes")
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self):
        return f"{self.code[:-3]} {self.code[-3:]}"


class BankHoliday(models.Model):
    """A day that is proclaimed a bank holiday for one year, or to which one is moved."""

    date = models.DateField(
        unique=True,
        help_text="New deadlines will not count this day. Deadlines that are already set stay the "
        "same: they may be one day early, but not late.",
    )
    name = models.CharField(max_length=80, help_text="For example, coronation of the King")
    instead_of = models.DateField(
        null=True,
        blank=True,
        help_text="The usual date of the bank holiday that moves to this date. The usual date "
        "will be a working day this year.",
    )

    class Meta:
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(instead_of=models.F("date")),
                name="places_bank_holiday_is_moved",
                violation_error_message=(
                    "Enter the usual date that it moves from, or leave it blank"
                ),
            )
        ]

    def __str__(self):
        return f"{self.name}, {words.uk_date(self.date)}"
