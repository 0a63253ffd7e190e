from functools import reduce
from operator import or_

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from partners.roles import is_manager
from projects.money.enums import (
    FLOWS,
    LESS,
    MORE,
    NEEDS_REASON,
    CapitalBasis,
    Expenditure,
    Flow,
    PostingKind,
)
from projects.money.models.claim_step_triggers import RECEIPT_OF_A_CLAIM
from projects.money.models.posting_triggers import (
    ACCRUAL_IS_TAKEN_BACK,
    MONTH_IS_OPEN,
    POSTING_FITS,
    RECLASSIFIES_TO_NOTHING,
    SPEND_HAS_CONSENT,
)
from projects.money.models.regrants import REFUND_OF_A_GRANT
from projects.money.models.sources import pounds_field
from projects.money.readers import keepers, own_readers


class PostingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the funding sources; what a partner itself received or spent, its own people read
        too: the accountable body’s is for those who keep its accounts."""
        if is_manager(user):
            return self
        mine = own_readers(user)
        passed_on = Q(organisation__in=mine) & ~Q(organisation=F("source__project__lead"))
        return self.filter(
            Q(source__project__lead__in=keepers(user))
            | Q(source__organisation__in=mine)
            | passed_on
        )

    def known(self, as_at):
        """Dated by the day, and recorded by its end: see `projects.rollout.standing.AsAt`."""
        return self.filter(on__lte=as_at.day, recorded_at__lt=as_at.known_before)


KIND_GOES_WITH_FLOW = reduce(
    or_, (Q(kind=kind, flow__in=sorted(flows)) for kind, flows in FLOWS.items())
)


class Posting(models.Model):
    """An amount of cash that was received from a funding source, or spent from it. In pounds.

    Append-only: a slip is reversed and entered again; what belongs to a month that has been locked
    is adjusted from a later one, with a reason. So every figure is a sum, also as at a past day.
    `amount` is what counts towards the funding: net of VAT that is recovered, gross of VAT that is
    not. What is spent and returned has a sign of its own: a refund is less than 0.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(
        "projects.FundingSource", on_delete=models.PROTECT, related_name="postings"
    )
    # Who received or spent it: the accountable body, or the partner that the money went through.
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="postings"
    )
    flow = models.CharField(max_length=8, choices=Flow)
    kind = models.CharField("type of posting", max_length=16, choices=PostingKind)
    on = models.DateField("date")
    # The period: the month of the date, or the outturn of the year that the date ends.
    month = models.DateField()
    is_outturn = models.BooleanField("year-end outturn", default=False)
    # Of an adjustment: the locked month that it corrects.
    for_month = models.DateField("belongs to", null=True, blank=True)

    expenditure = models.CharField("capital or revenue", max_length=8, choices=Expenditure)
    capital_basis = models.CharField(
        "why it is capital", max_length=10, choices=CapitalBasis, blank=True
    )
    net = pounds_field("net (£)")
    vat = pounds_field("VAT (£)", default=0)
    vat_recoverable = models.BooleanField("VAT is recovered", default=True)
    amount = pounds_field("amount (£)")

    budget_line = models.ForeignKey(
        "projects.BudgetLine",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
        verbose_name="budget line",
    )
    description = models.CharField(max_length=200)
    # Whom it came from or went to, such as a supplier.
    counterparty = models.CharField("paid to or by", max_length=160, blank=True)
    transaction_reference = models.CharField("transaction reference", max_length=60, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Of spend by a council that is to be dissolved (`section_24`): the contract that it is paid
    # under, or the consent that was given for it.
    contract = models.ForeignKey(
        "projects.Contract",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="postings",
        verbose_name="paid under contract",
    )
    consent_on = models.DateField("consent given on", null=True, blank=True)
    consent_reference = models.CharField(
        "reference of the consent", max_length=200, blank=True, db_default=""
    )
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )
    refunds = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="refunded_by"
    )
    # The two rows of a change between capital and revenue share it.
    pair = models.CharField(max_length=12, blank=True, db_index=True)
    # The a code for the form that it was entered with (`diz_portal.sent_once`).
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = PostingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["source", "flow", "on"], name="projects_posting_sums"),
            models.Index(fields=["month"], name="projects_posting_month"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_posting_sent_once",
                violation_error_message="This has already been entered. Reload the page to see it",
            ),
            models.CheckConstraint(
                condition=KIND_GOES_WITH_FLOW,
                name="projects_posting_kind_goes_with_flow",
                violation_error_message="Select a type from the list",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=sorted(MORE), amount__gt=0))
                | Q(kind__in=sorted(LESS), amount__lt=0)
                | (
                    Q(kind__in=[PostingKind.ADJUSTMENT, PostingKind.RECLASSIFICATION])
                    & ~Q(amount=0)
                )
                | Q(kind=PostingKind.REVERSAL),
                name="projects_posting_has_its_sign",
                violation_error_message="Enter an amount above £0",
            ),
            models.CheckConstraint(
                condition=Q(vat_recoverable=True, amount=F("net"))
                | Q(vat_recoverable=False, amount=F("net") + F("vat")),
                name="projects_posting_amount_counts",
                violation_error_message=(
                    "Enter the net amount, and the VAT if it is not recovered"
                ),
            ),
            models.CheckConstraint(
                condition=Q(vat=0) | Q(net__gt=0, vat__gt=0) | Q(net__lt=0, vat__lt=0),
                name="projects_posting_vat_has_its_sign",
                violation_error_message="Enter VAT of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(is_outturn=False, month=TruncMonth("on"))
                | Q(is_outturn=True, month=TruncMonth("on"), month__month=3),
                name="projects_posting_month_is_its_date",
                violation_error_message="Enter a date in the period, or 31 March for a year-end "
                "outturn",
            ),
            models.CheckConstraint(
                condition=Q(for_month=None)
                | Q(kind=PostingKind.ADJUSTMENT, for_month__day=1, for_month__lte=F("month")),
                name="projects_posting_adjusts_a_month",
                violation_error_message="Select the month to adjust: this one or an earlier one",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(NEEDS_REASON)) | ~Q(reason=""),
                name="projects_posting_says_why",
                violation_error_message="Enter the reason",
            ),
            models.CheckConstraint(
                condition=Q(kind=PostingKind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=PostingKind.REVERSAL) & Q(reverses=None)),
                name="projects_reversal_names_its_posting",
                violation_error_message="Select the posting to reverse",
            ),
            models.CheckConstraint(
                condition=Q(kind=PostingKind.REFUND, refunds__isnull=False)
                | (~Q(kind=PostingKind.REFUND) & Q(refunds=None)),
                name="projects_refund_names_its_spend",
                violation_error_message="Select the spend that was refunded",
            ),
            models.CheckConstraint(
                condition=Q(kind=PostingKind.RECLASSIFICATION) ^ Q(pair=""),
                name="projects_reclassification_is_a_pair",
                violation_error_message="This spend has already been reclassified. Reload the "
                "page to see it",
            ),
            models.CheckConstraint(
                condition=~Q(capital_basis="")
                | ~Q(expenditure=Expenditure.CAPITAL, flow=Flow.SPENT),
                name="projects_capital_spend_has_basis",
                violation_error_message="Select why the spend is capital",
            ),
        ]
        triggers = [
            append_only(),
            POSTING_FITS,
            MONTH_IS_OPEN,
            SPEND_HAS_CONSENT,
            RECLASSIFIES_TO_NOTHING,
            ACCRUAL_IS_TAKEN_BACK,
            RECEIPT_OF_A_CLAIM,
            REFUND_OF_A_GRANT,
        ]

    def __str__(self):
        return f"{self.get_kind_display()}, {self.on}: {self.description}"

    @property
    def may_be_reversed(self) -> bool:
        """As far as the row itself tells; what was refunded of it the service asks."""
        kinds = (PostingKind.REVERSAL, PostingKind.RECLASSIFICATION)
        return self.kind not in kinds and not hasattr(self, "reversed_by")
