"""A case that one organisation offers to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.references import new_reference
from inclusion.cases.roles import handles_for


class TransferState(models.TextChoices):
    OFFERED = "offered", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"


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

    AGREED = "agreed", "The person agrees"
    PUBLIC_TASK = "public_task", "Public task: the other organisation’s duty to help them"
    VITAL = "vital", "Vital interests: to protect somebody’s life"


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
    """An offer to take a case over.

    Until it is accepted the other organisation reads what is needed and where, not who. Then it
    writes a record of its own: each organisation is the controller of what it keeps, and the
    notes stay where they were written.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey("inclusion.Case", on_delete=models.PROTECT, related_name="transfers")
    to = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="transfers_received"
    )
    basis = models.CharField(max_length=11, choices=TransferBasis)
    # How and when they agreed, or why it need not be asked.
    basis_words = models.CharField(max_length=300, blank=True)
    why = models.CharField("why, without naming the person", max_length=300, blank=True)
    # Read only by whoever has accepted.
    handover = models.TextField("what the new team must know", max_length=5000, blank=True)
    state = models.CharField(max_length=9, choices=TransferState, default=TransferState.OFFERED)
    offered_at = models.DateTimeField(default=timezone.now)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decline_words = models.CharField(max_length=300, blank=True)
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
                    "This case is offered to another organisation already. Take that offer "
                    "back first."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=TransferState.values),
                name="inclusion_transfer_state_known",
                violation_error_message="Choose a state from the list.",
            ),
            models.CheckConstraint(
                condition=Q(basis__in=TransferBasis.values),
                name="inclusion_transfer_has_basis",
                violation_error_message="Choose from the list why the details may go there.",
            ),
            models.CheckConstraint(
                condition=Q(state=TransferState.OFFERED, decided_at=None)
                | (~Q(state=TransferState.OFFERED) & Q(decided_at__isnull=False)),
                name="inclusion_transfer_decided_has_time",
                violation_error_message=(
                    "A transfer that is answered says when; one that waits does not."
                ),
            ),
            models.CheckConstraint(
                condition=(Q(state=TransferState.ACCEPTED) & Q(new_case__isnull=False))
                | (~Q(state=TransferState.ACCEPTED) & Q(new_case=None)),
                name="inclusion_transfer_accepted_has_case",
                violation_error_message=(
                    "A transfer that is accepted has a new case; any other has none."
                ),
            ),
            models.CheckConstraint(
                condition=Q(new_case=None) | ~Q(new_case=F("case")),
                name="inclusion_transfer_is_to_another_case",
                violation_error_message=(
                    "A transfer ends in another case than the one it came from."
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
