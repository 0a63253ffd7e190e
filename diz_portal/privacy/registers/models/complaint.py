"""A complaint about how personal data was used."""

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.privacy.registers import clock

from .asked import Asked, AskedEvent, AskedQuerySet


class ComplaintState(models.TextChoices):
    RECEIVED = "received", "Received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    INVESTIGATING = "investigating", "Investigating"
    CLOSED = "closed", "Closed"


COMPLAINT_MOVES = {
    # Straight to closed only when it is withdrawn: nobody is answered before they are thanked.
    ComplaintState.RECEIVED: {ComplaintState.ACKNOWLEDGED, ComplaintState.CLOSED},
    ComplaintState.ACKNOWLEDGED: {ComplaintState.INVESTIGATING, ComplaintState.CLOSED},
    ComplaintState.INVESTIGATING: {ComplaintState.CLOSED},
    # Closed ones are only reopened, with a reason.
    ComplaintState.CLOSED: {ComplaintState.INVESTIGATING},
}
OPEN_COMPLAINTS = (
    ComplaintState.RECEIVED,
    ComplaintState.ACKNOWLEDGED,
    ComplaintState.INVESTIGATING,
)


class ComplaintOutcome(models.TextChoices):
    UPHELD = "upheld", "Upheld"
    PARTLY = "partly", "Partly upheld"
    NOT_UPHELD = "not_upheld", "Not upheld"
    WITHDRAWN = "withdrawn", "Withdrawn"


class ComplaintQuerySet(AskedQuerySet):
    def unacknowledged(self):
        return self.filter(state=ComplaintState.RECEIVED)

    def soonest_first(self):
        """Those that nobody has acknowledged first, then the oldest."""
        return self.order_by(F("acknowledged_on").asc(nulls_first=True), "received_on", "pk")


class Complaint(Asked):
    """Kept three years after it was closed."""

    state = models.CharField(
        "status", max_length=13, choices=ComplaintState, default=ComplaintState.RECEIVED
    )
    acknowledged_on = models.DateField("acknowledged", null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=ComplaintOutcome, blank=True)

    objects: ClassVar = ComplaintQuerySet.as_manager()

    class Meta(Asked.Meta):
        abstract = False
        verbose_name = "data protection complaint"
        ordering = ["-received_on", "-pk"]
        constraints = [
            *Asked.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=OPEN_COMPLAINTS, closed_on__isnull=True, outcome="")
                | Q(
                    state=ComplaintState.CLOSED,
                    closed_on__isnull=False,
                    outcome__in=ComplaintOutcome.values,
                ),
                name="privacy_complaint_closed_has_outcome",
                violation_error_message=(
                    "Enter a date and an outcome for a closed complaint, and neither for an "
                    "open one"
                ),
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_on__isnull=True)
                | Q(acknowledged_on__gte=F("received_on")),
                name="privacy_complaint_acknowledged_after_it_came",
                violation_error_message=(
                    "Enter a date of acknowledgement that is not before the day we received it"
                ),
            ),
            # Nobody is answered who has not been told that we have it, unless they take it back.
            models.CheckConstraint(
                condition=Q(state=ComplaintState.RECEIVED, acknowledged_on__isnull=True)
                | ~Q(state=ComplaintState.RECEIVED) & Q(acknowledged_on__isnull=False)
                | Q(outcome=ComplaintOutcome.WITHDRAWN),
                name="privacy_complaint_acknowledged_first",
                violation_error_message="Acknowledge the complaint first, and enter the date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["received_on"], condition=Q(closed_on=None), name="privacy_complaints_open"
            ),
        ]

    def get_absolute_url(self):
        return reverse("privacy:complaint", args=[self.reference])

    @property
    def acknowledge_by(self) -> date:
        return clock.acknowledge_by(self.received_on)

    @property
    def is_late(self) -> bool:
        return self.state == ComplaintState.RECEIVED and self.acknowledge_by < timezone.localdate()


class ComplaintEventKind(models.TextChoices):
    RECEIVED = "received", "Complaint received"
    ACKNOWLEDGED = "acknowledged", "Acknowledged"
    NOTE = "note", "Investigation note"
    CONTROLLER = "controller", "Organisation changed"
    CLOSED = "closed", "Outcome sent"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REOPENED = "reopened", "Reopened"
    ERASED = "erased", "Personal details erased"


class ComplaintEvent(AskedEvent):
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField("type of entry", max_length=12, choices=ComplaintEventKind)

    class Meta(AskedEvent.Meta):
        abstract = False
        triggers = [append_only()]

    def __str__(self):
        return f"{self.complaint_id}: {self.get_kind_display().lower()}"
