from datetime import date

import pghistory
import pgtrigger
from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from diz_portal.sql import quoted
from partners.roles import is_manager
from projects.contracts.enums import (
    ACT_2023,
    MFA_LIMIT,
    ROUTES,
    SUBSIDY_ACT_FROM,
    TCA_FROM,
    UPLOAD_ABOVE,
    Notice,
    Procurement,
    Regime,
    SubsidyRoute,
)
from projects.money.enums import Expenditure
from projects.money.models.sources import pounds_field
from projects.money.readers import keepers
from projects.money.section_24 import CAPITAL_ABOVE, OTHER_ABOVE


class OfAccountableBodies(models.QuerySet):
    def visible_to(self, user):
        """To those who read all of the project's money: suppliers' prices are theirs alone."""
        if is_manager(user):
            return self
        return self.filter(project__lead__in=keepers(user))


class DissolutionQuerySet(models.QuerySet):
    def in_force(self, on: date):
        return self.filter(direction_from__lte=on).filter(Q(lifted_on=None) | Q(lifted_on__gt=on))


class Dissolution(models.Model):
    """A council that is to be dissolved, under a direction of section 24 of the Local Government
    and Public Involvement in Health Act 2007: from its day on, larger contracts need consent."""

    organisation = models.OneToOneField(
        "partners.Organisation",
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="dissolution",
    )
    direction_from = models.DateField("direction in force from")
    dissolves_on = models.DateField("date of dissolution", null=True, blank=True)
    direction = models.CharField("reference of the direction", max_length=200)
    # From this day on nothing is asked for any more.
    lifted_on = models.DateField("direction lifted on", null=True, blank=True)

    objects = DissolutionQuerySet.as_manager()

    class Meta:
        verbose_name = "section 24 direction"
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=F("direction_from")),
                name="projects_direction_lifted_after_it_began",
                violation_error_message=(
                    "Enter the day the direction was lifted, on or after its start"
                ),
            ),
            models.CheckConstraint(
                condition=Q(dissolves_on=None) | Q(dissolves_on__gte=F("direction_from")),
                name="projects_dissolved_after_direction",
                violation_error_message=(
                    "Enter a date of dissolution on or after the start of the direction"
                ),
            ),
        ]

    def __str__(self):
        return f"Section 24 direction: {self.organisation}"


# Under a direction: capital over £1m or at a variable price; any other over £100,000 that runs past
# the day of dissolution (or without an end).
CONSENT_IS_RECORDED = pgtrigger.Trigger(
    name="consent_is_recorded",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF (NEW.consent_on IS NULL OR NEW.consent_reference = '') AND EXISTS (
            SELECT 1 FROM projects_dissolution d
            WHERE d.organisation_id = NEW.buyer_id AND NEW.signed_on >= d.direction_from
            AND (d.lifted_on IS NULL OR NEW.signed_on < d.lifted_on)
            AND CASE WHEN NEW.expenditure = {quoted(Expenditure.CAPITAL)}
                THEN NEW.value > {CAPITAL_ABOVE} OR NEW.price_is_variable
                ELSE NEW.value > {OTHER_ABOVE} AND (
                    NEW.ends_on IS NULL OR d.dissolves_on IS NULL OR NEW.ends_on > d.dissolves_on
                ) END
        ) THEN
            RAISE EXCEPTION 'this contract needs consent under section 24'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


@pghistory.track(exclude=["note", "recorded_at"], model_name="ContractAudit")
class Contract(models.Model):
    """What a project buys: from whom, for how much, under which rules."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="contracts"
    )
    title = models.CharField("what is bought", max_length=160)
    supplier = models.CharField(max_length=160)
    buyer = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="contracts"
    )
    expenditure = models.CharField("capital or revenue", max_length=8, choices=Expenditure)
    value = pounds_field("value, excluding VAT (£)")
    price_is_variable = models.BooleanField("the price may vary", default=False)
    began_on = models.DateField("procurement began on")
    regime = models.CharField(
        "procurement rules", max_length=3, choices=Procurement, editable=False
    )
    signed_on = models.DateField("signed on")
    starts_on = models.DateField("starts on")
    ends_on = models.DateField("ends on", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    # Under section 24, where the buyer is to be dissolved.
    consent_on = models.DateField("consent given on", null=True, blank=True)
    consent_reference = models.CharField("reference of the consent", max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now, db_default=Now(), editable=False)

    objects = OfAccountableBodies.as_manager()

    class Meta:
        ordering = ["-signed_on", "-pk"]
        default_permissions = ("view",)
        indexes = [words_index(Words("title"), name="projects_contract_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__gt=0),
                name="projects_contract_has_value",
                violation_error_message="Enter a value above £0",
            ),
            models.CheckConstraint(
                condition=Q(began_on__gte=ACT_2023, regime=Procurement.ACT_2023)
                | Q(began_on__lt=ACT_2023, regime=Procurement.PCR_2015),
                name="projects_contract_regime_by_date",
                violation_error_message="Select the procurement rules of the day it began",
            ),
            models.CheckConstraint(
                condition=Q(signed_on__gte=F("began_on"))
                & (Q(ends_on=None) | Q(ends_on__gte=F("starts_on"))),
                name="projects_contract_dates_in_order",
                violation_error_message=(
                    "Enter dates in order: the procurement, the signature, the start, the end"
                ),
            ),
        ]
        triggers = [CONSENT_IS_RECORDED]

    def __str__(self):
        return f"{self.title}, {self.supplier}"


class ContractNotice(models.Model):
    """A notice that was published about a contract."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField("type of notice", max_length=12, choices=Notice)
    number = models.CharField("notice reference", max_length=60)
    published_on = models.DateField("published on")

    class Meta:
        verbose_name = "contract notice"
        ordering = ["published_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "number"],
                name="projects_notice_once",
                violation_error_message="Enter another notice reference: this one has been entered",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.number}"


class ContractKpi(models.Model):
    """A key performance indicator of a contract: three at least from £5m, under the Act."""

    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="kpis")
    words = models.CharField("key performance indicator", max_length=200)

    class Meta:
        verbose_name = "key performance indicator"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "words"],
                name="projects_kpi_once",
                violation_error_message="Enter another indicator: this one has been entered",
            ),
        ]

    def __str__(self):
        return self.words


class ContractReview(models.Model):
    """A day on which somebody looks at a contract again, and what came of it."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.CASCADE, related_name="reviews")
    due_on = models.DateField("review due")
    done_on = models.DateField("reviewed on", null=True, blank=True, editable=False)
    outcome = models.CharField("what was found", max_length=500, blank=True, editable=False)

    class Meta:
        verbose_name = "contract review"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_on=None) | ~Q(outcome=""),
                name="projects_review_done_says_what",
                violation_error_message="Enter what the review found",
            ),
        ]

    def __str__(self):
        return f"Review of {self.contract}"


ROUTE_FITS = Q()
for _regime, _routes in ROUTES.items():
    ROUTE_FITS |= Q(regime=_regime, route__in=_routes)

# One enterprise, whether the leading zeros of its number were written or not.
LEADING_ZEROS = r"^([A-Z]*)0+"


def _same_enterprise(one: str, other: str) -> str:
    return " = ".join(
        rf"regexp_replace({row}.company_number, {quoted(LEADING_ZEROS)}, '\1')"
        for row in (one, other)
    )


# All that one enterprise has had within three financial years, with what it has declared: at this
# award, and at each later one that counts it, since an award may be dated back. Looked at when the
# row is written, so that its own amount is among those that are summed.
MFA_STAYS_WITHIN = pgtrigger.Trigger(
    name="mfa_stays_within",
    when=pgtrigger.After,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf(
        "amount", "declared", "decided_on", "company_number", "route", "withdrawn_on"
    ),
    condition=pgtrigger.Q(new__route=SubsidyRoute.MFA, new__withdrawn_on=None),
    func=f"""
        IF EXISTS (
            SELECT 1 FROM projects_subsidy one
            CROSS JOIN LATERAL (SELECT make_date(
                extract(year FROM one.decided_on - interval '3 months')::int - 2, 4, 1
            ) AS counted_from) years
            WHERE {_same_enterprise("one", "NEW")}
                AND one.route = {quoted(SubsidyRoute.MFA)} AND one.withdrawn_on IS NULL
                AND one.decided_on >= NEW.decided_on AND years.counted_from <= NEW.decided_on
                AND one.declared + (
                    SELECT sum(had.amount) FROM projects_subsidy had
                    WHERE {_same_enterprise("had", "one")}
                        AND had.route = {quoted(SubsidyRoute.MFA)} AND had.withdrawn_on IS NULL
                        AND had.decided_on BETWEEN years.counted_from AND one.decided_on
                ) > {MFA_LIMIT}
        ) THEN
            RAISE EXCEPTION 'more minimal financial assistance than the limit'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)

# What was reviewed stays as it was reviewed.
REVIEWED_STAYS = pgtrigger.Trigger(
    name="reviewed_subsidy_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__reviewed_on__isnull=False),
    func="""
        IF TG_OP = 'DELETE' OR to_jsonb(NEW) - ARRAY[
            'received_on', 'uploaded_on', 'upload_reference', 'withdrawn_on', 'withdrawn_reason'
        ] IS DISTINCT FROM to_jsonb(OLD) - ARRAY[
            'received_on', 'uploaded_on', 'upload_reference', 'withdrawn_on', 'withdrawn_reason'
        ] THEN
            RAISE EXCEPTION 'a reviewed assessment stays as it is';
        END IF;
        RETURN NEW;
    """,
)


class Subsidy(models.Model):
    """An award to an enterprise, and why it is a subsidy or none: assessed by one person, reviewed
    by another."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="subsidies"
    )
    enterprise = models.CharField(max_length=160)
    company_number = models.CharField("company or charity number", max_length=20)
    purpose = models.CharField("what the award is for", max_length=300)
    amount = pounds_field("amount (£)")
    decided_on = models.DateField("date of the award")
    regime = models.CharField("rules", max_length=9, choices=Regime, editable=False)
    route = models.CharField(max_length=8, choices=SubsidyRoute)
    reasoning = models.TextField(max_length=4000)
    # Of minimal financial assistance.
    declared = pounds_field(
        "declared assistance from others in the 3 financial years (£)", default=0
    )
    stated_on = models.DateField("statement sent on", null=True, blank=True)
    confirmed_on = models.DateField("recipient confirmed on", null=True, blank=True)
    received_on = models.DateField("confirmation of the award sent on", null=True, blank=True)

    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    assessed_at = models.DateTimeField(default=timezone.now, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    reviewed_on = models.DateField("reviewed on", null=True, editable=False)
    uploaded_on = models.DateField("uploaded to the subsidy database on", null=True, editable=False)
    upload_reference = models.CharField(
        "reference in the database", max_length=60, blank=True, editable=False
    )
    withdrawn_on = models.DateField("withdrawn on", null=True, editable=False)
    withdrawn_reason = models.CharField(
        "why it was withdrawn", max_length=300, blank=True, editable=False
    )

    objects = OfAccountableBodies.as_manager()

    class Meta:
        verbose_name = "subsidy assessment"
        ordering = ["-decided_on", "-pk"]
        default_permissions = ("view",)
        indexes = [words_index(Words("enterprise"), name="projects_subsidy_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0, declared__gte=0),
                name="projects_subsidy_has_amount",
                violation_error_message="Enter an amount above £0",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__lt=TCA_FROM, regime=Regime.STATE_AID)
                | Q(decided_on__gte=TCA_FROM, decided_on__lt=SUBSIDY_ACT_FROM, regime=Regime.TCA)
                | Q(decided_on__gte=SUBSIDY_ACT_FROM, regime=Regime.ACT_2022),
                name="projects_subsidy_regime_by_date",
                violation_error_message="Select the rules of the day of the award",
            ),
            models.CheckConstraint(
                condition=ROUTE_FITS,
                name="projects_subsidy_route_of_its_regime",
                violation_error_message="Select a route of the rules of that day",
            ),
            models.CheckConstraint(
                condition=~Q(route=SubsidyRoute.MFA)
                | Q(stated_on__isnull=False, confirmed_on__isnull=False)
                & Q(stated_on__lte=F("confirmed_on"), confirmed_on__lte=F("decided_on")),
                name="projects_mfa_is_confirmed",
                violation_error_message=(
                    "Enter when the statement was sent and when the recipient confirmed: both "
                    "before the award"
                ),
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None, reviewed_on=None)
                | Q(reviewed_by__isnull=False, reviewed_on__isnull=False)
                & ~Q(reviewed_by=F("assessed_by")),
                name="projects_subsidy_reviewed_by_another",
                violation_error_message="Ask another person to review: you made this assessment",
            ),
            models.CheckConstraint(
                condition=Q(uploaded_on=None, upload_reference="")
                | Q(uploaded_on__isnull=False) & ~Q(upload_reference=""),
                name="projects_subsidy_upload_has_reference",
                violation_error_message="Enter the reference in the subsidy database",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on=None) | ~Q(withdrawn_reason=""),
                name="projects_subsidy_withdrawn_says_why",
                violation_error_message="Enter why you are withdrawing this assessment",
            ),
        ]
        triggers = [MFA_STAYS_WITHIN, REVIEWED_STAYS]

    def __str__(self):
        return f"{self.enterprise}: {self.get_route_display()}"

    @property
    def upload_due_on(self) -> date | None:
        """Within three months of the decision: every stand-alone subsidy, and other awards under
        the Act above £100,000."""
        due = self.decided_on + relativedelta(months=3)
        if self.regime != Regime.ACT_2022 or self.route == SubsidyRoute.NONE:
            return None
        if self.route == SubsidyRoute.STAND_ALONE or self.amount > UPLOAD_ABOVE:
            return due
        return None
