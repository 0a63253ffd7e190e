import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index
from diz_portal.sql import quoted
from partners.roles import is_manager
from projects.money.enums import Expenditure, Form, PostingKind
from projects.money.models.sources import pounds_field
from projects.money.readers import keepers, own_readers
from projects.money.regrant_enums import (
    TO_RELEASE,
    PurposeMet,
    RecipientKind,
    RegrantState,
    RegrantType,
)


class GrantRecipient(models.Model):
    """A voluntary or community body that is given grants, known by its number; never a person."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=160)
    kind = models.CharField("type of body", max_length=8, choices=RecipientKind)
    # Of the Charity Commission, Companies House or the Mutuals Register, by its kind.
    number = models.CharField("registration number", max_length=12, blank=True)
    constitution = models.CharField(
        "constitution, and when it was checked",
        max_length=200,
        blank=True,
        help_text="Only for a group without a registration number.",
    )
    # Where it is a partner too: then its people read its grants.
    organisation = models.OneToOneField(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grant_recipient",
        verbose_name="partner",
    )

    is_withheld = models.BooleanField(
        "never published",
        default=False,
        db_default=False,
        help_text="For example, a refuge, or a body at someone’s home address.",
    )

    class Meta:
        verbose_name = "grant recipient"
        ordering = [Lower("name"), "pk"]
        indexes = [
            words_index(Words("name"), name="projects_recipient_words"),
            code_index(Code("number"), name="projects_recipient_code"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RecipientKind.values),
                name="projects_recipient_is_a_body",
                violation_error_message=(
                    "Select the type of body. A grant cannot be given to an individual"
                ),
            ),
            models.CheckConstraint(
                condition=(Q(kind=RecipientKind.GROUP, number="") & ~Q(constitution=""))
                | (~Q(kind=RecipientKind.GROUP) & ~Q(number="")),
                name="projects_recipient_has_number",
                violation_error_message=(
                    "Enter the registration number, or the constitution of a group without one"
                ),
            ),
            models.UniqueConstraint(
                fields=["number"],
                condition=~Q(number=""),
                name="projects_recipient_number_once",
                violation_error_message="Select the existing recipient with this number",
            ),
            models.UniqueConstraint(
                Lower("name"),
                condition=Q(number=""),
                name="projects_recipient_group_once",
                violation_error_message="Select the existing group with this name",
            ),
        ]

    def __str__(self):
        return self.name


class RegrantQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the funding source it comes from; and the recipient’s people, where it is a partner,
        once it has been awarded."""
        if is_manager(user):
            return self
        mine = own_readers(user)
        return self.filter(
            Q(source__project__lead__in=keepers(user))
            | Q(source__organisation__in=mine)
            | Q(recipient__organisation__in=mine, awarded_on__isnull=False)
        )

    def standing(self):
        return self.exclude(state=RegrantState.CANCELLED)


# Every posting that belongs to the payments of a grant: they, their refunds, and what reversed
# either. `%s` is the grant.
_PAYMENTS = "SELECT posting_id FROM projects_regrantpayment WHERE regrant_id = %s"
PAID = f"""
    SELECT coalesce(sum(amount), 0) FROM projects_posting WHERE id IN (
        {_PAYMENTS}
        UNION SELECT id FROM projects_posting WHERE reverses_id IN ({_PAYMENTS})
        UNION SELECT id FROM projects_posting WHERE refunds_id IN ({_PAYMENTS})
        UNION SELECT id FROM projects_posting WHERE reverses_id IN (
            SELECT id FROM projects_posting WHERE refunds_id IN ({_PAYMENTS})
        )
    )
"""  # noqa: S608  words of ours
REGRANT_FITS = pgtrigger.Trigger(
    name="regrant_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("source_id", "recipient_id", "amount", "expenditure", "state"),
    func=f"""
        DECLARE
            fund projects_fundingsource%ROWTYPE;
            paid numeric;
        BEGIN
            -- One grant at a time: the next sees this one.
            SELECT * INTO fund FROM projects_fundingsource
                WHERE id = NEW.source_id FOR NO KEY UPDATE;
            IF fund.form <> {quoted(Form.CASH)} THEN
                RAISE EXCEPTION 'a grant is made of cash' USING ERRCODE = 'check_violation';
            END IF;
            IF NEW.state <> {quoted(RegrantState.CANCELLED)} AND NEW.amount + coalesce((
                SELECT sum(amount) FROM projects_regrant
                WHERE source_id = NEW.source_id AND id <> NEW.id
                    AND state <> {quoted(RegrantState.CANCELLED)}
            ), 0) > fund.awarded_capital + fund.awarded_revenue THEN
                RAISE EXCEPTION 'grants are within the award of their funding source'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF TG_OP = 'UPDATE' THEN
                paid := ({PAID.replace("%s", "NEW.id")});
                IF OLD.state <> {quoted(RegrantState.DECIDED)} AND (
                    OLD.source_id, OLD.recipient_id, OLD.expenditure
                ) IS DISTINCT FROM (NEW.source_id, NEW.recipient_id, NEW.expenditure) THEN
                    RAISE EXCEPTION 'what was awarded stays as it was awarded'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF paid > 0 AND (
                    NEW.state = {quoted(RegrantState.CANCELLED)} OR NEW.amount < paid
                ) THEN
                    RAISE EXCEPTION 'a grant is no less than was paid of it'
                        USING ERRCODE = 'check_violation';
                END IF;
            END IF;
            RETURN NEW;
        END;
    """,  # noqa: S608  words of ours
)


@pghistory.track(
    exclude=["purpose", "conditions", "decision", "agreement", "public_fields"],
    model_name="RegrantAudit",
)
class Regrant(models.Model):
    """A grant to a voluntary body out of a funding source: decided, awarded, paid, monitored.

    What was paid is the sum of its postings, so that it is in the statement of the fund.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    source = models.ForeignKey(
        "projects.FundingSource",
        on_delete=models.PROTECT,
        related_name="regrants",
        verbose_name="funding source",
    )
    recipient = models.ForeignKey(
        GrantRecipient, on_delete=models.PROTECT, related_name="grants", verbose_name="beneficiary"
    )
    title = models.CharField("grant", max_length=140)
    programme = models.CharField("grant programme", max_length=120, blank=True)
    department = models.CharField("local authority department", max_length=120)
    purpose = models.CharField(max_length=500)
    conditions = models.CharField(max_length=500, blank=True)
    starts_on = models.DateField("period starts")
    ends_on = models.DateField("period ends")
    expenditure = models.CharField("capital or revenue", max_length=8, choices=Expenditure)
    amount = pounds_field("amount (£)")
    monitor_on = models.DateField("monitoring due")
    # Empty where the recipient spends it itself, as most do.
    regrant_type = models.CharField(
        "how the recipient awards it to others",
        max_length=6,
        choices=RegrantType,
        blank=True,
        default="",
        db_default="",
    )

    state = models.CharField(
        "status",
        max_length=10,
        choices=RegrantState,
        default=RegrantState.DECIDED,
        editable=False,
    )
    decided_on = models.DateField("decided on")
    decision = models.CharField("who decided, and where this is minuted", max_length=200)
    awarded_on = models.DateField("awarded on", null=True, blank=True, editable=False)
    agreement = models.CharField("grant agreement", max_length=200, blank=True, editable=False)
    # What was released, of the register and for open data: keys of `TO_RELEASE`.
    public_fields = models.JSONField(default=list, blank=True, editable=False)
    attempt = models.CharField(max_length=12, blank=True, editable=False)

    objects = RegrantQuerySet.as_manager()

    class Meta:
        verbose_name = "grant to a voluntary organisation"
        verbose_name_plural = "grants to voluntary organisations"
        ordering = ["-decided_on", "-pk"]
        indexes = [words_index(Words("title"), name="projects_regrant_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_regrant_sent_once",
                violation_error_message="This grant has already been added. Reload the page to "
                "see it",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RegrantState.values),
                name="projects_regrant_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(regrant_type__in=["", *RegrantType.values]),
                name="projects_regrant_type_known",
                violation_error_message="Select from the list how the recipient awards it",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0),
                name="projects_regrant_gives",
                violation_error_message="Enter an amount above £0",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="projects_regrant_ends_after_it_starts",
                violation_error_message="Enter an end date on or after the start date",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(decision="") & ~Q(department=""),
                name="projects_regrant_says_what_for",
                violation_error_message="Enter the department, the purpose and who decided",
            ),
            models.CheckConstraint(
                condition=(Q(awarded_on__gte=F("decided_on")) & ~Q(agreement=""))
                | (Q(awarded_on=None, agreement="") & ~Q(state=RegrantState.AWARDED)),
                name="projects_regrant_awarded_has_agreement",
                violation_error_message=(
                    "Enter the grant agreement, and the date of the award on or after the decision"
                ),
            ),
            models.CheckConstraint(
                condition=Q(public_fields__contained_by=sorted(TO_RELEASE)),
                name="projects_regrant_publishes_the_register",
                violation_error_message="Select what is published from the list",
            ),
        ]
        triggers = [REGRANT_FITS]

    def __str__(self):
        return self.title


class RegrantEvent(models.Model):
    """A grant was decided, awarded, changed or cancelled: when, to what amount, by whom, why."""

    regrant = models.ForeignKey(Regrant, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField("status", max_length=10, choices=RegrantState)
    amount = pounds_field("amount (£)")
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
        return f"{self.regrant}: {self.get_state_display()}"


PAYMENT_FITS = pgtrigger.Trigger(
    name="payment_fits",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=f"""
        DECLARE
            award projects_regrant%ROWTYPE;
        BEGIN
            SELECT * INTO award FROM projects_regrant
                WHERE id = NEW.regrant_id FOR NO KEY UPDATE;
            IF award.state <> {quoted(RegrantState.AWARDED)} THEN
                RAISE EXCEPTION 'a grant is paid once it has been awarded'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF NOT EXISTS (
                SELECT 1 FROM projects_posting
                WHERE id = NEW.posting_id AND source_id = award.source_id
                    AND expenditure = award.expenditure AND kind = {quoted(PostingKind.SPEND)}
            ) THEN
                RAISE EXCEPTION 'a grant is paid from its own funding source and class'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF ({PAID.replace("%s", "NEW.regrant_id")}) > award.amount THEN
                RAISE EXCEPTION 'no more is paid than was awarded'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END;
    """,  # noqa: S608  words of ours
)


# A refund that is reversed pays its grant again: no more than was awarded, and none of one that was
# cancelled since.
REFUND_OF_A_GRANT = pgtrigger.Trigger(
    name="refund_of_a_grant",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Condition("NEW.reverses_id IS NOT NULL"),
    func=f"""
        IF EXISTS (
            SELECT 1 FROM projects_posting r
            JOIN projects_regrantpayment a ON a.posting_id = r.refunds_id
            JOIN projects_regrant g ON g.id = a.regrant_id
            WHERE r.id = NEW.reverses_id AND (
                g.state <> {quoted(RegrantState.AWARDED)}
                OR ({PAID.replace("%s", "g.id")}) > g.amount
            )
        ) THEN
            RAISE EXCEPTION 'what is paid of a grant again is within it'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)


class RegrantPayment(models.Model):
    """A posting of spend by which a grant, or a part of it, was paid."""

    regrant = models.ForeignKey(Regrant, on_delete=models.PROTECT, related_name="payments")
    posting = models.OneToOneField(
        "projects.Posting", on_delete=models.PROTECT, related_name="regrant_payment"
    )

    class Meta:
        verbose_name = "payment of a grant"
        verbose_name_plural = "payments of grants"
        ordering = ["pk"]
        triggers = [append_only(), PAYMENT_FITS]

    def __str__(self):
        return f"{self.regrant}: {self.posting}"


class RegrantNote(models.Model):
    """What monitoring found on a day: whether the purpose of the grant was met."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    regrant = models.ForeignKey(Regrant, on_delete=models.PROTECT, related_name="notes")
    on = models.DateField("date")
    met = models.CharField("purpose met", max_length=6, choices=PurposeMet)
    note = models.CharField("what was found", max_length=500)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "monitoring note"
        ordering = ["on", "recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_regrant_note_sent_once",
                violation_error_message="This note has already been entered. Reload the page to "
                "see it",
            ),
            models.CheckConstraint(
                condition=~Q(note=""),
                name="projects_regrant_note_says_what",
                violation_error_message="Enter what monitoring found",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.regrant}, {self.on}: {self.get_met_display()}"
