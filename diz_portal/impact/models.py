"""What has been published: figures as they were read, editions of all of them, corrections."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.words import uk_date

from .declaring import named


class Edition(models.Model):
    """All public figures as they were on one day. Append-only."""

    day = models.DateField("as at", unique=True)
    title = models.CharField(max_length=120)
    made_at = models.DateTimeField("created", default=timezone.now)
    # None: created automatically at the end of a month.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        default_permissions = ("view",)
        ordering = ["-day"]
        triggers = [append_only()]

    def __str__(self):
        return self.title


class Reading(models.Model):
    """One figure as it was published, with its rows and what it then meant. Append-only."""

    figure = models.CharField(max_length=60)
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="readings"
    )
    day = models.DateField("as at")
    read_at = models.DateTimeField(default=timezone.now)
    # Title, question, definition, source, columns: as declared on the day.
    declared = models.JSONField()
    rows = models.JSONField()
    # Of a figure about people: by key, the people behind a row and what it adds. Never shown.
    behind = models.JSONField(default=dict)

    class Meta:
        default_permissions = ("view",)
        verbose_name = "published figure"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "figure"],
                name="impact_figure_once_an_edition",
                violation_error_message="This edition already has this figure. Use that one",
            )
        ]
        indexes = [models.Index(fields=["figure", "-id"], name="impact_reading_newest")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.figure}, {uk_date(self.day)}"


class Release(models.Model):
    """A manager released a figure for publication, or withdrew it. Append-only: the last counts."""

    figure = models.CharField(max_length=60)
    is_released = models.BooleanField("released")
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ("view",)
        ordering = ["pk"]
        indexes = [models.Index(fields=["figure", "-id"], name="impact_release_newest")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.figure}: {'released' if self.is_released else 'withdrawn'}"


class Correction(models.Model):
    """A published number turned out to be wrong: what it was, what it is, and why. Append-only, and
    public: the edition itself stays as it was published."""

    figure = models.CharField(max_length=60)
    edition = models.ForeignKey(
        Edition, null=True, on_delete=models.PROTECT, related_name="corrections"
    )
    was = models.CharField("published as", max_length=60)
    is_now = models.CharField("correct number", max_length=60)
    reason = models.CharField(max_length=500)
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        default_permissions = ("view",)
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(was=models.F("is_now")) & ~Q(reason=""),
                name="impact_correction_changes_something",
                violation_error_message=(
                    "Enter a number that differs from the one published, and why"
                ),
            )
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.figure}: {self.was} → {self.is_now}"

    @property
    def title(self) -> str:
        found = named(self.figure)
        return found.title if found else self.figure


class OtherPartnership(models.Model):
    """The figures of another partnership, as its own open file says them (`impact.others`)."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=150)
    # Of its page of open data: shown as text, never called.
    address = models.CharField(max_length=200, blank=True)
    as_at = models.DateField("file as at")
    figures = models.JSONField()
    sha256 = models.CharField("SHA-256 of the file", max_length=64)
    is_published = models.BooleanField("shown to the public", default=False)
    read_at = models.DateTimeField("added", default=timezone.now)
    # None: added by a command.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        default_permissions = ("view",)
        verbose_name = "other partnership"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["name", "address"],
                name="impact_other_partnership_once",
                violation_error_message="This partnership is already listed. Select another file",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="impact_other_partnership_sha256",
                violation_error_message="Enter a SHA-256 of 64 digits and letters from a to f",
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("impact:compared", args=[self.reference])
