from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.words import uk_month

from .measures import Measure, Publisher

# Counties and combined authorities are among the areas of some releases; only these are compared.
DISTRICTS = r"^(E0[6-9]|W06|S12|N09)"


class AreaQuerySet(models.QuerySet):
    def districts(self):
        """Local authority districts and unitary authorities of all four nations."""
        return self.filter(code__regex=DISTRICTS)


class Area(models.Model):
    """An area as statistics name it, by its GSS code. Codes end when councils merge: what was
    counted stays with the code of its day, and `successors` says where it went."""

    code = models.CharField("GSS code", max_length=9, unique=True)
    name = models.CharField(max_length=100)
    starts_on = models.DateField("from", null=True, blank=True)
    ends_on = models.DateField(
        "until",
        null=True,
        blank=True,
        help_text="The last day of this area, if its council was or will be dissolved.",
    )
    successors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="predecessors",
        help_text="The areas that take its place.",
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        verbose_name = "statistical area"
        verbose_name_plural = "statistical areas"
        ordering = ["name", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[EWSNKJ][0-9]{8}$"),
                name="places_area_code_form",
                violation_error_message=(
                    "Enter a GSS code: a letter and 8 digits, such as E07000073"
                ),
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gt=F("starts_on")),
                name="places_area_ends_after_it_starts",
                violation_error_message="Enter an end date after the start date",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def is_english(self) -> bool:
        return self.code.startswith("E")


class Release(models.Model):
    """Figures of one publisher, true of one day."""

    publisher = models.CharField(max_length=8, choices=Publisher)
    period = models.DateField("figures of")

    class Meta:
        ordering = ["publisher", "period"]
        constraints = [
            models.UniqueConstraint(
                fields=["publisher", "period"],
                name="places_release_once",
                violation_error_message=(
                    "This release has been loaded. Change its figures instead"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.get_publisher_display()}, {uk_month(self.period)}"


class LoadedFile(models.Model):
    """A file that came in, and what it changed: a publisher corrects a release without a word."""

    name = models.CharField(max_length=150)
    sha256 = models.CharField("SHA-256", max_length=64)
    recorded_at = models.DateTimeField(default=timezone.now)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    unchanged = models.PositiveIntegerField()

    class Meta:
        ordering = ["-recorded_at", "-pk"]

    def __str__(self):
        return self.name


class Figure(models.Model):
    """Of one area, in one release: the share in per cent as published, and the counts where the
    publisher gives them."""

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="figures")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="figures")
    measure = models.CharField(max_length=12, choices=Measure)
    share = models.DecimalField("share (%)", max_digits=5, decimal_places=2)
    premises = models.PositiveIntegerField(null=True)
    all_premises = models.PositiveIntegerField(null=True)
    # Those of all premises that the publisher could find in its data on lines.
    matched_premises = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["release", "measure", "area__name"]
        indexes = [models.Index(fields=["area", "measure"], name="places_figure_of_area")]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "area", "measure"],
                name="places_figure_once",
                violation_error_message="This figure has been loaded. Change it instead",
            ),
            models.CheckConstraint(
                condition=Q(share__range=(0, 100)),
                name="places_figure_is_a_share",
                violation_error_message="Enter a percentage from 0 to 100",
            ),
            models.CheckConstraint(
                condition=Q(premises=None, all_premises=None, matched_premises=None)
                | Q(premises__lte=F("all_premises"), all_premises__gt=0)
                & (Q(matched_premises=None) | Q(matched_premises__lte=F("all_premises"))),
                name="places_figure_counts_fit",
                violation_error_message="Enter no more premises than there are",
            ),
        ]

    def __str__(self):
        return f"{self.area}, {self.get_measure_display()}: {self.share}%"


class Neighbour(models.Model):
    """An area that the ONS finds to be like another in its people and economy, nearest first."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="neighbours")
    place = models.PositiveSmallIntegerField()
    neighbour = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["area", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["area", "place"],
                name="places_neighbour_place_once",
                violation_error_message="This place is taken. Enter a different place",
            ),
            models.UniqueConstraint(
                fields=["area", "neighbour"],
                name="places_neighbour_once",
                violation_error_message="This neighbour has been added. Select a different area",
            ),
            models.CheckConstraint(
                condition=~Q(area=F("neighbour")),
                name="places_neighbour_is_another",
                violation_error_message="Select a different area",
            ),
        ]

    def __str__(self):
        return f"{self.area}, {self.place}: {self.neighbour}"
