"""What somebody pledges to the databank, with a link to follow it."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import links
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index
from inclusion.databank.sizes import gb

SALT = "inclusion.pledge"


class PledgeKind(models.TextChoices):
    """What becomes something that can be issued: allowances cannot be transferred."""

    GIFT_CODE = "gift_code", "A gift code from my network"
    VOUCHER = "voucher", "A top-up voucher that I buy"
    SIM = "sim", "A SIM card with data on it that I do not use"
    BULK = "bulk", "SIM cards or vouchers from a business or network"


# As staff read of it, where the donor says “I” of it.
FOR_STAFF = {
    PledgeKind.GIFT_CODE: "Gift code",
    PledgeKind.VOUCHER: "Top-up voucher",
    PledgeKind.SIM: "SIM card",
    PledgeKind.BULK: "SIM cards or vouchers from an organisation",
}


class PledgeState(models.TextChoices):
    PLEDGED = "pledged", "Pledged"
    EXPECTED = "expected", "Instructions sent"
    RECEIVED = "received", "Received"
    WITHDRAWN = "withdrawn", "Closed"


PLEDGE_MOVES = {
    PledgeState.PLEDGED: {PledgeState.EXPECTED, PledgeState.RECEIVED, PledgeState.WITHDRAWN},
    # Instructions may be sent again, with other words.
    PledgeState.EXPECTED: {PledgeState.EXPECTED, PledgeState.RECEIVED, PledgeState.WITHDRAWN},
    PledgeState.RECEIVED: set(),
    PledgeState.WITHDRAWN: set(),
}

# Neither received nor closed.
OPEN_PLEDGES = (PledgeState.PLEDGED, PledgeState.EXPECTED)


class PledgeQuerySet(models.QuerySet):
    def by_token(self, token):
        return self.filter(reference=links.reference_in(SALT, token), erased_at=None)


class DataPledge(models.Model):
    """A pledge of mobile data. It is never counted as stock: only what is in hand is."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField("type of data", max_length=9, choices=PledgeKind)
    network = models.CharField(max_length=40, blank=True)
    mb = models.PositiveIntegerField("MB pledged")
    organisation = models.CharField(
        max_length=150, blank=True, help_text="Name of the business, if it is one."
    )
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    state = models.CharField(
        "status", max_length=9, choices=PledgeState, default=PledgeState.PLEDGED
    )
    words = models.CharField(
        "instructions to the donor", max_length=500, blank=True, default="", db_default=""
    )
    answered_at = models.DateTimeField("instructions sent at", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="instructions sent by",
    )
    pledged_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField("received or closed at", null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        ordering = ["-pledged_at", "-pk"]
        indexes = [
            words_index(Words("name", "organisation"), name="inclusion_pledge_words"),
            code_index(Code("email"), name="inclusion_pledge_email"),
        ]
        verbose_name = "data pledge"
        verbose_name_plural = "data pledges"
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="inclusion_one_pledge_per_attempt",
                violation_error_message=(
                    "You have already sent this form. Open the list to see your pledge"
                ),
            ),
            models.CheckConstraint(
                condition=Q(mb__gt=0),
                name="inclusion_pledge_is_something",
                violation_error_message="Enter how much data is pledged",
            ),
            models.CheckConstraint(
                condition=Q(state__in=PledgeState.values),
                name="inclusion_pledge_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_PLEDGES, settled_at=None)
                | (~Q(state__in=OPEN_PLEDGES) & Q(settled_at__isnull=False)),
                name="inclusion_pledge_settled_has_time",
                violation_error_message=(
                    "Enter when the pledge was received or closed. Leave it blank until it is"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=PledgeState.PLEDGED, answered_at=None)
                | Q(state=PledgeState.EXPECTED, answered_at__isnull=False)
                | ~Q(state__in=OPEN_PLEDGES),
                name="inclusion_pledge_expected_was_answered",
                violation_error_message=(
                    "Enter when the instructions were sent. Leave it blank until then"
                ),
            ),
        ]

    def __str__(self):
        return f"Pledge {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:pledge", args=[self.reference])

    @property
    def kind_for_staff(self) -> str:
        return FOR_STAFF[PledgeKind(self.kind)]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_PLEDGES

    @property
    def gb(self) -> Decimal:
        return gb(self.mb)

    @property
    def token(self) -> str:
        return links.token(SALT, self.reference)

    @property
    def link(self) -> str:
        return f"{settings.PORTAL_URL}{reverse('inclusion:pledge', args=[self.token])}"
