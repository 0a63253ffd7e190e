import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from partners.roles import is_manager
from projects.money.claim_states import (
    NEEDS_REASON,
    OPEN,
    ClaimState,
    ClaimStep,
    EvidenceKind,
)
from projects.money.enums import Expenditure
from projects.money.models.claim_step_triggers import (
    MOVES_THE_CLAIM,
    PAID_BY_ITS_RECEIPTS,
    RECEIPT_FITS,
    STATE_IS_ITS_LAST_STEP,
    STEP_IS_ALLOWED,
)
from projects.money.models.claim_triggers import (
    CLAIM_FITS,
    CLAIM_SAYS_WHO,
    EVIDENCE_SAYS_WHO,
    EVIDENCE_STAYS,
    LINE_FITS,
    LINE_SAYS_WHO,
    LINE_STAYS,
)
from projects.money.models.sources import pounds_field
from projects.money.readers import keepers, own_readers


class ClaimQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; those who keep the money of a project’s accountable body all of that
        project; a partner’s own people what is claimed for it. Nobody else: a claim holds drafts,
        invoices and prices."""
        if is_manager(user):
            return self
        return self.filter(
            Q(source__project__lead__in=keepers(user))
            | Q(organisation__in=own_readers(user)) & ~Q(organisation=F("source__project__lead"))
        )

    def living(self):
        return self.exclude(state=ClaimState.WITHDRAWN)


@pghistory.track(model_name="ClaimAudit")
class Claim(models.Model):
    """What is asked of a funder for a period: lines of spend, each with its evidence.

    Its status is its last step (`ClaimEvent`). Its amount is the sum of its lines, of each class;
    of that the funder may hold a part back, and release it later.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(
        "projects.FundingSource", on_delete=models.PROTECT, related_name="claims"
    )
    organisation = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="claims",
        verbose_name="claimed for",
    )
    period_from = models.DateField("period from")
    period_to = models.DateField("period to")
    held_back_percent = models.DecimalField(
        "grant held back (%)", max_digits=5, decimal_places=2, default=0
    )
    state = models.CharField(
        "status", max_length=10, choices=ClaimState, default=ClaimState.DRAFT, editable=False
    )
    paid_on = models.DateField("paid on", null=True, blank=True, editable=False)
    released_on = models.DateField("released on", null=True, blank=True, editable=False)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        ordering = ["-period_to", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_claim_sent_once",
                violation_error_message="Open the form again: this claim has been started",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ClaimState.values),
                name="projects_claim_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")),
                name="projects_claim_period_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date",
            ),
            models.CheckConstraint(
                condition=Q(held_back_percent__gte=0, held_back_percent__lt=100),
                name="projects_claim_held_back_share",
                violation_error_message="Enter a percentage from 0 to less than 100",
            ),
            models.CheckConstraint(
                condition=(Q(state=ClaimState.PAID) & Q(paid_on__isnull=False))
                | (~Q(state=ClaimState.PAID) & Q(paid_on=None, released_on=None)),
                name="projects_claim_paid_on_a_day",
                violation_error_message="Enter the date it was paid",
            ),
        ]
        triggers = [CLAIM_FITS, CLAIM_SAYS_WHO, STATE_IS_ITS_LAST_STEP]

    def __str__(self):
        return f"Claim {self.reference}"

    @property
    def is_open(self) -> bool:
        """Its lines, evidence and details may change."""
        return self.state in OPEN


@pghistory.track(exclude=["no_invoice", "no_payment"], model_name="ClaimLineAudit")
class ClaimLine(models.Model):
    """A share of something that was spent. The rest of it may be claimed of another funder.

    `percent` is of all that was spent; `amount` is what counts, and never more than what has not
    been refunded, reversed or claimed.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    posting = models.ForeignKey(
        "projects.Posting", on_delete=models.PROTECT, related_name="claim_lines"
    )
    percent = models.DecimalField("share (%)", max_digits=7, decimal_places=4)
    net = pounds_field("net (£)")
    # Of VAT that is not recovered; other VAT is never claimed.
    vat = pounds_field("eligible VAT (£)", default=0)
    amount = pounds_field("claimed (£)")
    no_invoice = models.CharField("why there is no invoice", max_length=300, blank=True)
    no_payment = models.CharField("why there is no proof of payment", max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "line of a claim"
        verbose_name_plural = "lines of claims"
        ordering = ["posting__on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "posting"],
                name="projects_claim_line_once",
                violation_error_message="This spend is in the claim already. Change its share",
            ),
            models.CheckConstraint(
                # 0 where the amount is too small a part of the whole for four decimals.
                condition=Q(percent__gte=0, percent__lte=100),
                name="projects_claim_line_share",
                violation_error_message="Enter a share from 0 to 100",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, amount=F("net") + F("vat")),
                name="projects_claim_line_amount",
                violation_error_message="Enter an amount above £0: net and eligible VAT together",
            ),
        ]
        triggers = [LINE_STAYS, LINE_FITS, LINE_SAYS_WHO]

    def __str__(self):
        return f"{self.posting.description}, {self.percent.normalize():f}%"


class ClaimEvidence(models.Model):
    """A file that shows what a line cost, or that it was paid."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    line = models.ForeignKey(ClaimLine, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField("type of evidence", max_length=8, choices=EvidenceKind)
    paper = models.OneToOneField(
        "documents.Document", on_delete=models.PROTECT, related_name="claim_evidence"
    )

    class Meta:
        verbose_name = "evidence of a claim"
        verbose_name_plural = "evidence of claims"
        ordering = ["kind", "pk"]
        triggers = [EVIDENCE_STAYS, EVIDENCE_SAYS_WHO]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.line}"


class ClaimEvent(models.Model):
    """A step of a claim: who took it and why, and what the claim came to. The amounts are worked
    out by the database."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=ClaimStep)
    on = models.DateField("date", default=timezone.localdate)
    reason = models.CharField(max_length=500, blank=True)
    capital = pounds_field("capital (£)", default=0)
    revenue = pounds_field("revenue (£)", default=0)
    held_back = pounds_field("grant held back (£)", default=0)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    # Always somebody: four eyes need a name.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "step of a claim"
        verbose_name_plural = "steps of claims"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_claim_step_sent_once",
                violation_error_message="Open the page again: this has been done",
            ),
            models.UniqueConstraint(
                fields=["claim", "step"],
                condition=Q(step=ClaimStep.STARTED),
                name="projects_claim_started_once",
                violation_error_message="Open the page again: this claim has been started",
            ),
            models.CheckConstraint(
                condition=Q(step__in=ClaimStep.values),
                name="projects_claim_step_known",
                violation_error_message="Select a step from the list",
            ),
            models.CheckConstraint(
                condition=~Q(step__in=sorted(NEEDS_REASON)) | ~Q(reason=""),
                name="projects_claim_step_says_why",
                violation_error_message="Enter the reason",
            ),
        ]
        triggers = [append_only(), STEP_IS_ALLOWED, MOVES_THE_CLAIM, PAID_BY_ITS_RECEIPTS]

    def __str__(self):
        return f"{self.claim}: {self.get_step_display().lower()}"

    @property
    def amount(self):
        return self.capital + self.revenue

    @property
    def reference(self) -> str:
        """What the person is told who sends one form for two things."""
        return self.claim.reference


class ClaimReceipt(models.Model):
    """The receipt that a claim was paid with, of one class: once, and once more when what was held
    back is released. Where a payment was recorded by mistake its receipts are reversed, and the
    claim may be paid again."""

    claim = models.ForeignKey(Claim, on_delete=models.PROTECT, related_name="receipts")
    posting = models.OneToOneField(
        "projects.Posting", on_delete=models.PROTECT, related_name="claim_receipt"
    )
    expenditure = models.CharField("capital or revenue", max_length=8, choices=Expenditure)
    is_release = models.BooleanField("of the grant held back", default=False)

    class Meta:
        verbose_name = "receipt of a claim"
        verbose_name_plural = "receipts of claims"
        ordering = ["is_release", "expenditure"]
        triggers = [append_only(), RECEIPT_FITS]

    def __str__(self):
        return f"{self.claim}: {self.posting}"
