"""What somebody promises to the databank, with a link to follow it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import links
from diz_portal.references import new_reference
from inclusion.databank.sizes import gb

SALT = "inclusion.pledge"


class PledgeKind(models.TextChoices):
    """How a gift becomes something that can be handed out: allowances cannot be transferred."""

    GIFT_CODE = "gift_code", "A gift code from my network"
    VOUCHER = "voucher", "A top-up voucher that I buy"
    SIM = "sim", "A SIM card with data on it that I do not use"
    BULK = "bulk", "SIM cards or vouchers from a business or network"


class PledgeState(models.TextChoices):
    PLEDGED = "pledged", "Promised"
    RECEIVED = "received", "Received"
    WITHDRAWN = "withdrawn", "Withdrawn"


PLEDGE_MOVES = {
    PledgeState.PLEDGED: {PledgeState.RECEIVED, PledgeState.WITHDRAWN},
    PledgeState.RECEIVED: set(),
    PledgeState.WITHDRAWN: set(),
}


class PledgeQuerySet(models.QuerySet):
    def by_token(self, token):
        return self.filter(reference=links.reference_in(SALT, token), erased_at=None)


class DataPledge(models.Model):
    """A promise of mobile data. It is never counted as stock: only what is in hand is."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField(max_length=9, choices=PledgeKind)
    network = models.CharField(max_length=40, blank=True)
    mb = models.PositiveIntegerField("MB promised")
    organisation = models.CharField(
        max_length=150, blank=True, help_text="The business, if it is one."
    )
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    state = models.CharField(max_length=9, choices=PledgeState, default=PledgeState.PLEDGED)
    pledged_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-pledged_at", "-pk"]
        verbose_name = "pledge of data"
        verbose_name_plural = "pledges of data"
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="inclusion_one_pledge_per_attempt",
                violation_error_message=(
                    "This form was sent already: open the list to see what came of it."
                ),
            ),
            models.CheckConstraint(
                condition=Q(mb__gt=0),
                name="inclusion_pledge_is_something",
                violation_error_message="Enter how much data is promised.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PledgeState.values),
                name="inclusion_pledge_state_known",
                violation_error_message="Choose a state from the list.",
            ),
            models.CheckConstraint(
                condition=Q(state=PledgeState.PLEDGED, settled_at=None)
                | (~Q(state=PledgeState.PLEDGED) & Q(settled_at__isnull=False)),
                name="inclusion_pledge_settled_has_time",
                violation_error_message=(
                    "A pledge that is settled says when; one that waits does not."
                ),
            ),
        ]

    def __str__(self):
        return f"Pledge {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:pledge", args=[self.reference])

    @property
    def gb(self) -> Decimal:
        return gb(self.mb)

    @property
    def token(self) -> str:
        return links.token(SALT, self.reference)

    @property
    def link(self) -> str:
        return f"{settings.PORTAL_URL}{reverse('inclusion:pledge', args=[self.token])}"
