"""Editions that are kept for good, and what checks of the data have found."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal import words
from diz_portal.history import append_only

FOLDER = "open-data"
FORMATS = (("csv", "CSV"), ("json", "JSON"), ("xlsx", "Excel"))


class Edition(models.Model):
    """A dataset as it was on a day. Later corrections of the records do not change it."""

    slug = models.SlugField("dataset", max_length=60)
    as_at = models.DateField("as at")
    made_at = models.DateTimeField("created", default=timezone.now)
    rows = models.PositiveIntegerField("records")
    # Counts of people and what was hidden of them, for the next edition: never shown.
    counts = models.JSONField(null=True, editable=False)
    # What the files mean, as it was declared then.
    described = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["slug", "-as_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["slug", "as_at"],
                name="open_data_one_edition_a_day",
                violation_error_message=(
                    "This dataset already has an edition of this day. Enter another day"
                ),
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.slug}, {words.uk_date(self.as_at)}"


def opaque_key(file: "EditionFile", name: str) -> str:
    key = uuid.uuid4().hex
    return f"{FOLDER}/{key[:2]}/{key}"


class EditionFile(models.Model):
    """One file of an edition, whole: the row is made when the file has been written."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=FORMATS)
    file = models.FileField(upload_to=opaque_key, max_length=60)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "format"],
                name="open_data_one_file_of_each_format",
                violation_error_message="Select another format: this edition already has this one",
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="open_data_file_not_empty",
                violation_error_message="Select a file that is not empty",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="open_data_file_sha256",
                violation_error_message="Enter a SHA-256 of 64 digits and letters from a to f",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.edition} ({self.get_format_display()})"


class Validation(models.Model):
    """A check of a dataset: by what it was judged, and how many faults were found."""

    slug = models.SlugField("dataset", max_length=60)
    checked_at = models.DateTimeField("checked", default=timezone.now)
    judged_by = models.CharField("checked against", max_length=200)
    records = models.PositiveIntegerField()
    faults = models.PositiveIntegerField(help_text="A program that reads the data would fail.")
    warnings = models.PositiveIntegerField(help_text="The data could be better.")

    class Meta:
        ordering = ["slug", "-checked_at"]
        indexes = [models.Index(F("slug"), F("checked_at").desc(), name="open_data_last_check")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.slug}, {words.uk_datetime(self.checked_at)}"
