"""What somebody offers to the device bank, with a link to follow it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import links
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index
from inclusion.cases.roles import handles_for

SALT = "inclusion.donation"


class DonorKind(models.TextChoices):
    INDIVIDUAL = "individual", "I am donating my own"
    BUSINESS = "business", "My organisation is donating"


class DonationState(models.TextChoices):
    OFFERED = "offered", "Offered"
    EXPECTED = "expected", "Accepted, awaiting delivery"
    RECEIVED = "received", "Received"
    DECLINED = "declined", "Declined"


DONATION_MOVES = {
    DonationState.OFFERED: {
        DonationState.EXPECTED,
        DonationState.RECEIVED,
        DonationState.DECLINED,
    },
    DonationState.EXPECTED: {DonationState.RECEIVED, DonationState.DECLINED},
    DonationState.RECEIVED: set(),
    DonationState.DECLINED: set(),
}


class DonationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Caseworkers of the organisation it was offered to."""
        return self.filter(to__in=handles_for(user))

    def by_token(self, token):
        return self.filter(reference=links.reference_in(SALT, token), erased_at=None)


class Donation(models.Model):
    """An offer of devices, from a resident or a business, with a link to follow it."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    kind = models.CharField("type of donor", max_length=10, choices=DonorKind)
    what = models.TextField(max_length=1000, help_text="Type, age and any faults.")
    how_many = models.PositiveSmallIntegerField(default=1)
    drop_off = models.BooleanField("donor will deliver", default=True)
    organisation = models.CharField(max_length=150, blank=True)
    name = models.CharField(max_length=150, blank=True)
    email = models.EmailField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    to = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="donations"
    )
    state = models.CharField(
        "status", max_length=8, choices=DonationState, default=DonationState.OFFERED
    )
    words = models.CharField("message to the donor", max_length=300, blank=True)
    offered_at = models.DateTimeField(default=timezone.now)
    # Since when the organisation that it was transferred to has had it: the donor was then told
    # that they will be answered within so many days of that day.
    transferred_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField("received or declined at", null=True, blank=True)
    erased_at = models.DateTimeField(null=True, editable=False)

    objects = DonationQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_at", "-pk"]
        indexes = [
            words_index(Words("name", "organisation"), name="inclusion_donation_words"),
            code_index(Code("email"), name="inclusion_donation_email"),
        ]
        verbose_name = "offer of devices"
        verbose_name_plural = "offers of devices"
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="inclusion_one_donation_per_attempt",
                violation_error_message=(
                    "You have already sent this form. Open the list to see your offer"
                ),
            ),
            models.CheckConstraint(
                condition=Q(state__in=DonationState.values),
                name="inclusion_donation_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(how_many__range=(1, 999)),
                name="inclusion_donation_is_something",
                violation_error_message="Enter how many devices you are donating, from 1 to 999",
            ),
        ]

    def __str__(self):
        return f"Offer {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:donation", args=[self.reference])

    @property
    def to_answer_since(self) -> datetime:
        """From when the days count within which the donor was told that they will be answered."""
        return self.transferred_at or self.offered_at

    @property
    def token(self) -> str:
        return links.token(SALT, self.reference)

    @property
    def link(self) -> str:
        """The donor's own page, as a message writes it."""
        return f"{settings.PORTAL_URL}{reverse('inclusion:donation', args=[self.token])}"
