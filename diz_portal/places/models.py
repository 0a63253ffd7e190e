from django.db import models
from django.db.models.functions import Lower

from diz_portal import words


class Partnership(models.Model):
    """The one partnership this installation serves; its name and phone are data, not code."""

    name = models.CharField(max_length=120, default="Digital Innovation Zone")
    short_name = models.CharField(max_length=40, default="DIZ")
    strapline = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True)
    lead_organisation = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Its managers run the portal.",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="places_one_partnership",
                violation_error_message=(
                    "There is one partnership here. Change it instead of adding another."
                ),
            )
        ]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        self.pk = 1
        super().save(*args, **kwargs)


class District(models.Model):
    """A local authority district of the partnership (or a neighbour, for comparison)."""

    code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=80)
    slug = models.SlugField(max_length=80, unique=True)
    is_ours = models.BooleanField("one of the partnership's districts", default=True)
    # GeoJSON geometry (Polygon or MultiPolygon, WGS84, longitude before latitude).
    outline = models.JSONField(null=True, blank=True, editable=False)

    class Meta:
        ordering = [Lower("name")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__regex=r"^[EWSN]\d{8}$"),
                name="places_gss_code_form",
                violation_error_message=(
                    "Enter a GSS code: a letter E, W, S or N and eight digits, such as E07000073."
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
        help_text="Dates by which people must have an answer are then reckoned past it. Those that "
        "were reckoned before stay: a day too early, never too late.",
    )
    name = models.CharField(max_length=80, help_text="For example: the coronation of the King")
    instead_of = models.DateField(
        null=True,
        blank=True,
        help_text="The bank holiday that is moved here and not kept on its own day this year.",
    )

    class Meta:
        ordering = ["-date"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(instead_of=models.F("date")),
                name="places_bank_holiday_is_moved",
                violation_error_message="Enter the day that it is moved from, or leave it empty.",
            )
        ]

    def __str__(self):
        return f"{self.name}, {words.uk_date(self.date)}"
