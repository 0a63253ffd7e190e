"""What was decided about people's records, and what the nightly run did: ids and counts."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal import words

from .copies.models import CopyFile, CopyHandout, CopyReading, PreparedCopy
from .processing.models import Period, ProcessingRecord, Processor, ProcessorUse
from .registers.models import Complaint, ComplaintEvent, DataRequest, RequestEvent

__all__ = [
    "Complaint",
    "ComplaintEvent",
    "CopyFile",
    "CopyHandout",
    "CopyReading",
    "DataRequest",
    "Decision",
    "Ground",
    "Outcome",
    "Period",
    "PreparedCopy",
    "ProcessingRecord",
    "Processor",
    "ProcessorUse",
    "RequestEvent",
    "RetentionResult",
    "RetentionRun",
]


class Outcome(models.TextChoices):
    ERASED = "erased", "Erased"
    REFUSED = "refused", "Kept"
    EXPORTED = "exported", "Disclosed"


class Ground(models.TextChoices):
    """Why somebody's record may stay (UK GDPR, Article 17)."""

    STILL_NEEDED = "still_needed", "Still needed for its original purpose"
    LAW = "law", "The law requires us to keep it"
    CLAIM = "claim", "Needed for a legal claim"
    SAFEGUARDING = "safeguarding", "Needed to protect someone from harm"
    NOT_THEIRS = "not_theirs", "Not this person’s record"


class Decision(models.Model):
    """What one controller decided about one record, by the record's reference."""

    kind = models.CharField("type of record", max_length=30)
    reference = models.CharField(max_length=40)
    controller = models.CharField(max_length=200)
    outcome = models.CharField(max_length=8, choices=Outcome)
    ground = models.CharField("reason", max_length=12, choices=Ground, blank=True)
    words = models.CharField("explanation", max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    # In the register, what this was done for.
    asked_in = models.ForeignKey(
        DataRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="deeds"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "reference"],
                condition=Q(outcome="erased"),
                name="privacy_erased_once",
                violation_error_message=(
                    "This record has already been erased. Search for the person again"
                ),
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Outcome.values),
                name="privacy_outcome_known",
                violation_error_message="Select an outcome from the list",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="refused") | ~Q(ground=""),
                name="privacy_refusal_says_why",
                violation_error_message="Select a reason for keeping the record",
            ),
        ]
        indexes = [models.Index(fields=["kind", "reference"], name="privacy_decisions")]

    def __str__(self):
        return f"{self.kind} {self.reference}: {self.get_outcome_display().lower()}"


class RetentionRun(models.Model):
    """One night's work."""

    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self):
        return f"Retention run of {words.uk_datetime(self.started_at)}"

    @property
    def done(self):
        return [one for one in self.results.all() if one.rows or one.held_back]

    @property
    def failed(self):
        return [one for one in self.results.all() if one.problem]


class RetentionResult(models.Model):
    """What a run did to one kind of record, or what kept it from doing so."""

    run = models.ForeignKey(RetentionRun, on_delete=models.CASCADE, related_name="results")
    label = models.CharField(max_length=100)
    what = models.CharField("type of record", max_length=200)
    action = models.CharField(max_length=12)
    rows = models.PositiveIntegerField(default=0)
    # Their time is up, but something stands in the way.
    held_back = models.PositiveIntegerField(default=0, db_default=0)
    problem = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["run", "label"],
                name="privacy_one_result_each",
                violation_error_message=(
                    "Use the result that this run already has for this type of record"
                ),
            )
        ]

    def __str__(self):
        return f"{self.label}: {self.rows}"
