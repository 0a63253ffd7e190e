"""The transfer of a case from one organisation to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.references import new_reference
from inclusion.cases.roles import handles_for


class TransferState(models.TextChoices):
    OFFERED = "offered", "Awaiting decision"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Withdrawn"


TRANSFER_MOVES = {
    TransferState.OFFERED: {
        TransferState.ACCEPTED,
        TransferState.DECLINED,
        TransferState.WITHDRAWN,
    },
    TransferState.ACCEPTED: set(),
    TransferState.DECLINED: set(),
    TransferState.WITHDRAWN: set(),
}


class TransferBasis(models.TextChoices):
    """Why a person's details may go to another organisation."""

    AGREED = "agreed", "The person’s agreement"
    PUBLIC_TASK = "public_task", "Public task: the other organisation’s duty to help them"
    VITAL = "vital", "Vital interests: to protect someone’s life"


class TransferQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Caseworkers of the two organisations."""
        mine = handles_for(user)
        return self.filter(Q(case__handled_by__in=mine) | Q(to__in=mine))

    def waiting(self):
        return self.filter(state=TransferState.OFFERED)

    def to_answer_by(self, user):
        return self.waiting().filter(to__in=handles_for(user))


class Transfer(models.Model):
    """A case that is offered to another organisation.

    Until it is accepted the other organisation reads what is needed and where, not who. Then it
    writes a record of its own: each organisation is the controller of what it keeps, and the
    notes stay where they were written.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey("inclusion.Case", on_delete=models.PROTECT, related_name="transfers")
    to = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="transfers_received"
    )
    basis = models.CharField("lawful basis", max_length=11, choices=TransferBasis)
    # How and when they agreed, or why consent is not needed.
    basis_words = models.CharField(
        "how they agreed, or why consent is not needed", max_length=300, blank=True
    )
    why = models.CharField("reason for transfer", max_length=300, blank=True)
    # Read only by who has accepted.
    handover = models.TextField("handover note", max_length=5000, blank=True)
    state = models.CharField(
        "status", max_length=9, choices=TransferState, default=TransferState.OFFERED
    )
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decline_words = models.CharField("reason for declining", max_length=300, blank=True)
    new_case = models.OneToOneField(
        "inclusion.Case",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="came_by",
    )

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["offered_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=TransferState.OFFERED),
                name="inclusion_one_transfer_at_a_time",
                violation_error_message=(
                    "This case is already offered to another organisation. Wait for their answer, "
                    "or withdraw that transfer"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TransferState.values),
                name="inclusion_transfer_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=TransferBasis.values),
                name="inclusion_transfer_has_basis",
                violation_error_message="Select a lawful basis from the list",
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.OFFERED, decided_at=None)
                | (~Q(state=TransferState.OFFERED) & Q(decided_at__isnull=False)),
                name="inclusion_transfer_decided_has_time",
                violation_error_message=(
                    "Enter when the transfer was decided. Leave it blank until it is"
                ),
            ),
            models.CheckConstraint(
                condition=(Q(state=TransferState.ACCEPTED) & Q(new_case__isnull=False))
                | (~Q(state=TransferState.ACCEPTED) & Q(new_case=None)),
                name="inclusion_transfer_accepted_has_case",
                violation_error_message=(
                    "Add the new case of an accepted transfer, and none for any other"
                ),
            ),
            models.CheckConstraint(
                condition=Q(new_case=None) | ~Q(new_case=F("case")),
                name="inclusion_transfer_is_to_another_case",
                violation_error_message=(
                    "Select a new case that is not the case being transferred"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["to", "offered_at"],
                condition=Q(state=TransferState.OFFERED),
                name="inclusion_transfer_waiting",
            ),
        ]

    def __str__(self):
        return f"Transfer {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:transfer", args=[self.reference])
