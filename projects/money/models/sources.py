import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Round
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.sql import quoted
from partners.roles import is_manager
from projects.money.enums import (
    Acceptance,
    Form,
    InKind,
    LetterKind,
    SourceKind,
    SourceState,
)
from projects.money.enums_ledger import MonthState
from projects.money.readers import keepers, own_readers


def pounds_field(name: str, **options) -> models.DecimalField:
    return models.DecimalField(name, max_digits=14, decimal_places=2, **options)


class FundingSourceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; those who keep the money of a project’s accountable body all of that
        project; a contributor’s own people what it contributes."""
        if is_manager(user):
            return self
        return self.filter(
            Q(project__lead__in=keepers(user)) | Q(organisation__in=own_readers(user))
        )

    def standing(self):
        return self.exclude(state=SourceState.WITHDRAWN)


# Written by the letters alone: whoever adds one adds to the sum, whichever way it came in.
AWARD_IS_ITS_LETTERS = pgtrigger.Trigger(
    name="award_is_its_letters",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("awarded_capital", "awarded_revenue") | pgtrigger.Insert,
    func="""
        IF EXISTS (
            SELECT 1 FROM projects_fundingletter WHERE source_id = NEW.id
            HAVING coalesce(sum(capital), 0) <> NEW.awarded_capital
                OR coalesce(sum(revenue), 0) <> NEW.awarded_revenue
        ) THEN
            RAISE EXCEPTION 'an award is the sum of its letters'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


# Its postings are in the months of its project: those of a locked one do not leave it.
STAYS_IN_ITS_PROJECT = pgtrigger.Trigger(
    name="stays_in_its_project",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("project_id"),
    func=f"""
        IF NEW.project_id <> OLD.project_id AND EXISTS (
            SELECT 1 FROM projects_posting p JOIN projects_ledgermonth m
                ON m.month = p.month AND m.is_outturn = p.is_outturn
                AND m.project_id IN (OLD.project_id, NEW.project_id)
            WHERE p.source_id = NEW.id AND m.state = {quoted(MonthState.LOCKED)}
        ) THEN
            RAISE EXCEPTION 'funding with postings of a locked month stays in its project'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# What was received, spent or claimed is cash; what was given is not.
STAYS_IN_ITS_FORM = pgtrigger.Trigger(
    name="stays_in_its_form",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("form"),
    func="""
        IF NEW.form <> OLD.form AND (
            EXISTS (SELECT 1 FROM projects_posting WHERE source_id = NEW.id)
            OR EXISTS (SELECT 1 FROM projects_claim WHERE source_id = NEW.id)
            OR EXISTS (SELECT 1 FROM projects_regrant WHERE source_id = NEW.id)
            OR EXISTS (SELECT 1 FROM projects_inkindgiven WHERE source_id = NEW.id)
        ) THEN
            RAISE EXCEPTION 'funding that has been used stays cash or in kind'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track(exclude=["evidence", "note", "acceptance_reason"], model_name="FundingSourceAudit")
class FundingSource(models.Model):
    """Money, or its worth in kind, that somebody gives towards a project: a grant, match funding,
    a partner’s or a supplier’s contribution.

    What was awarded is the sum of its letters, repeated here in pounds by a trigger. It is secured
    only with evidence and a date.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="funding_sources"
    )
    kind = models.CharField("type of funding", max_length=8, choices=SourceKind)
    title = models.CharField("fund or contribution", max_length=160)
    # A partner of ours, or somebody who is none: one of the two.
    organisation = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="funding_sources",
        verbose_name="partner",
    )
    funder = models.CharField(max_length=160, blank=True)
    agreement_reference = models.CharField("agreement reference", max_length=60, blank=True)
    form = models.CharField("cash or in kind", max_length=8, choices=Form, default=Form.CASH)
    starts_on = models.DateField("funding starts", null=True, blank=True)
    ends_on = models.DateField("funding ends", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    is_public = models.BooleanField(
        "name the funder on the project’s public page",
        default=False,
        help_text="The name alone: no amount is shown.",
    )

    state = models.CharField(
        "status", max_length=10, choices=SourceState, default=SourceState.EXPECTED, editable=False
    )
    secured_on = models.DateField("secured on", null=True, blank=True, editable=False)
    evidence = models.CharField(
        "evidence that it is secured", max_length=300, blank=True, editable=False
    )
    awarded_capital = pounds_field("awarded, capital (£)", default=0, editable=False)
    awarded_revenue = pounds_field("awarded, revenue (£)", default=0, editable=False)

    # Of a contribution in kind alone.
    in_kind = models.CharField("what is given in kind", max_length=12, choices=InKind, blank=True)
    valuation = models.CharField("how it is valued", max_length=300, blank=True)
    acceptance = models.CharField(
        "accepted as match", max_length=10, choices=Acceptance, blank=True, editable=False
    )
    acceptance_reason = models.CharField(
        "clause or page of the funding agreement", max_length=300, blank=True, editable=False
    )
    accepted_percent = models.PositiveSmallIntegerField(
        "share accepted as match (%)", default=100, editable=False
    )
    accepted_up_to = pounds_field("accepted up to (£)", null=True, blank=True, editable=False)

    objects = FundingSourceQuerySet.as_manager()

    class Meta:
        verbose_name = "funding source"
        ordering = ["kind", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "title"],
                condition=~Q(state=SourceState.WITHDRAWN),
                name="projects_source_title_once",
                violation_error_message=(
                    "This project already has a funding source with this name. Enter a different "
                    "name"
                ),
            ),
            models.CheckConstraint(
                condition=Q(organisation=None) ^ Q(funder=""),
                name="projects_source_has_one_funder",
                violation_error_message="Select a partner or enter a funder, not both",
            ),
            models.CheckConstraint(
                condition=Q(state__in=SourceState.values),
                name="projects_source_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(state=SourceState.SECURED, secured_on__isnull=False) & ~Q(evidence="")
                | ~Q(state=SourceState.SECURED),
                name="projects_secured_has_evidence",
                violation_error_message=(
                    "Enter the evidence that the funding is secured, and its date"
                ),
            ),
            models.CheckConstraint(
                condition=Q(awarded_capital__gte=0, awarded_revenue__gte=0),
                name="projects_award_not_negative",
                violation_error_message="Enter an amount that leaves £0 or more of the award",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(starts_on=None) | Q(ends_on__gte=F("starts_on")),
                name="projects_source_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date",
            ),
            models.CheckConstraint(
                condition=(
                    Q(form=Form.IN_KIND) & ~Q(in_kind="") & ~Q(valuation="") & ~Q(acceptance="")
                )
                | Q(form=Form.CASH, in_kind="", valuation="", acceptance=""),
                name="projects_in_kind_is_valued",
                violation_error_message="Select what is given in kind and enter how it is valued",
            ),
            models.CheckConstraint(
                condition=Q(acceptance__in=["", Acceptance.ASKED]) | ~Q(acceptance_reason=""),
                name="projects_acceptance_has_reason",
                violation_error_message="Enter the clause or page of the funding agreement",
            ),
            models.CheckConstraint(
                condition=Q(accepted_percent__range=(1, 100))
                & (Q(accepted_up_to=None) | Q(accepted_up_to__gt=0)),
                name="projects_acceptance_rate_and_cap",
                violation_error_message="Enter a percentage from 1 to 100, and a limit above £0",
            ),
        ]
        triggers = [AWARD_IS_ITS_LETTERS, STAYS_IN_ITS_PROJECT, STAYS_IN_ITS_FORM]

    def __str__(self):
        return self.title

    @property
    def awarded(self):
        """By all its letters, in pounds."""
        return self.awarded_capital + self.awarded_revenue

    @property
    def giver(self) -> str:
        """Who gives it."""
        return str(self.organisation) if self.organisation_id else self.funder

    @property
    def is_cash(self) -> bool:
        return self.form == Form.CASH


class SourceEvent(models.Model):
    """A funding source was secured, was not after all, was withdrawn; or was taken for match."""

    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField("status", max_length=10, choices=SourceState)
    # Of a decision about match in kind alone, and what it said: match as at a day follows from it.
    acceptance = models.CharField(max_length=10, choices=Acceptance, blank=True)
    accepted_percent = models.PositiveSmallIntegerField("share accepted as match (%)", default=100)
    accepted_up_to = pounds_field("accepted up to (£)", null=True, blank=True)
    on = models.DateField("date")
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.source}: {self.get_state_display()}"


ADDS_TO_THE_AWARD = pgtrigger.Trigger(
    name="adds_to_the_award",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func="""
        UPDATE projects_fundingsource
        SET awarded_capital = awarded_capital + NEW.capital,
            awarded_revenue = awarded_revenue + NEW.revenue
        WHERE id = NEW.source_id;
        RETURN NULL;
    """,
)


class FundingLetter(models.Model):
    """A letter that awards funding or varies an award, in pounds; a variation may be less than 0.

    The award as at a day is the sum of the letters dated by then and recorded by its end.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField("type of letter", max_length=10, choices=LetterKind)
    dated_on = models.DateField("date of the letter")
    capital = pounds_field("capital (£)", default=0)
    revenue = pounds_field("revenue (£)", default=0)
    letter_reference = models.CharField("letter reference", max_length=60, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    paper = models.OneToOneField(
        "documents.Document",
        verbose_name="document",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="funding_letter",
    )
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "funding letter"
        ordering = ["dated_on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_letter_sent_once",
                violation_error_message="This letter has already been entered. Reload the page to "
                "see it",
            ),
            models.UniqueConstraint(
                fields=["source"],
                condition=Q(kind=LetterKind.AWARD),
                name="projects_one_award_letter",
                violation_error_message="This funding has been awarded. Enter a variation",
            ),
            models.CheckConstraint(
                condition=~Q(capital=0, revenue=0),
                name="projects_letter_changes_something",
                violation_error_message="Enter an amount of capital or revenue",
            ),
            models.CheckConstraint(
                condition=Q(kind=LetterKind.VARIATION) | Q(capital__gte=0, revenue__gte=0),
                name="projects_award_letter_gives",
                violation_error_message="Enter an amount of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(kind=LetterKind.AWARD) | ~Q(reason=""),
                name="projects_variation_has_reason",
                violation_error_message="Enter why the award was varied",
            ),
        ]
        triggers = [append_only(), ADDS_TO_THE_AWARD]

    def __str__(self):
        return f"{self.source}: {self.get_kind_display().lower()} of {self.dated_on}"

    @property
    def amount(self):
        return self.capital + self.revenue


class ConditionKind(models.TextChoices):
    BRANDING = "branding", "Branding and publicity"
    EVALUATION = "evaluation", "Evaluation"
    ASSETS = "assets", "Asset register"
    RECORDS = "records", "Keep records"
    REPORT = "report", "Report or return"
    OTHER = "other", "Other"


@pghistory.track(exclude=["title", "met_how"], model_name="FundingConditionAudit")
class FundingCondition(models.Model):
    """What the funder asks for in return, with the day by which it is due."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(FundingSource, on_delete=models.PROTECT, related_name="conditions")
    kind = models.CharField("type of condition", max_length=12, choices=ConditionKind)
    title = models.CharField("condition", max_length=200)
    due_on = models.DateField("due")
    owner = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="funding_conditions"
    )
    met_on = models.DateField("met on", null=True, blank=True)
    met_how = models.CharField("how it was met", max_length=300, blank=True)

    class Meta:
        verbose_name = "funding condition"
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(met_on=None) | ~Q(met_how=""),
                name="projects_condition_met_says_how",
                violation_error_message="Enter how the condition was met",
            ),
        ]

    def __str__(self):
        return self.title


GIVEN_FITS = pgtrigger.Trigger(
    name="given_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM projects_fundingsource
            WHERE id = NEW.source_id AND form = {quoted(Form.IN_KIND)}
        ) THEN
            RAISE EXCEPTION 'only funding in kind is given in kind'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.corrects_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM projects_inkindgiven g
            WHERE g.id = NEW.corrects_id AND g.source_id = NEW.source_id AND g."on" = NEW."on"
                AND g.quantity = -NEW.quantity AND g.rate = NEW.rate AND g.amount = -NEW.amount
        ) THEN
            RAISE EXCEPTION 'what is corrected is taken back in full'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class InKindGiven(models.Model):
    """Something given in kind on a day: what, how much of it, and at what rate in pounds.

    It counts towards match as far as the agreement accepts it, and is never claimed. A correction
    is a row of its own with the opposite quantity.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(
        FundingSource, on_delete=models.PROTECT, related_name="in_kind_given"
    )
    on = models.DateField("date")
    what = models.CharField("what was given", max_length=200)
    quantity = models.DecimalField(max_digits=10, decimal_places=2)
    unit = models.CharField(max_length=30, help_text="For example, hours or days.")
    rate = pounds_field("rate (£)")
    amount = pounds_field("value (£)", editable=False)
    evidence = models.CharField(max_length=300, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "contribution in kind"
        verbose_name_plural = "contributions in kind"
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_in_kind_sent_once",
                violation_error_message="This contribution has already been entered. Reload the "
                "page to see it",
            ),
            models.CheckConstraint(
                condition=Q(quantity__gt=0, corrects=None)
                | Q(quantity__lt=0, corrects__isnull=False),
                name="projects_in_kind_quantity",
                violation_error_message="Enter a quantity above 0",
            ),
            models.CheckConstraint(
                condition=Q(rate__gt=0),
                name="projects_in_kind_rate",
                violation_error_message="Enter a rate above £0",
            ),
            models.CheckConstraint(
                condition=Q(amount=Round(F("quantity") * F("rate"), 2)),
                name="projects_in_kind_amount",
                violation_error_message="Enter a value that is the quantity times the rate",
            ),
        ]
        triggers = [append_only(), GIVEN_FITS]

    def __str__(self):
        return f"{self.what}, {self.on}"

    @property
    def may_be_corrected(self) -> bool:
        return self.corrects_id is None and not hasattr(self, "corrected_by")
