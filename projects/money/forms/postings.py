"""What is typed about money that came or went. Each form posts once, however often it is sent."""

from decimal import Decimal
from typing import Any

from django import forms

from diz_portal.fields import (
    LineField,
    PoundsField,
    choice_field,
    records_field,
)
from diz_portal.sent_once import SentOnce
from partners.models import Organisation
from projects.money import periods
from projects.money.enums import CapitalBasis, Expenditure, Flow
from projects.money.forms.consents import ask_consent
from projects.money.forms.sources import ActOn, reason_field, today_field
from projects.money.models import BudgetLine
from projects.money.selectors.finance import recovers_vat
from projects.portfolio.selectors.milestones import organisations

PENNY = Decimal("0.01")


def above_nothing(label: str = "Amount (£)", **options: Any) -> PoundsField:
    return PoundsField(
        label=label,
        max_digits=14,
        min_value=PENNY,
        **{
            "error_messages": {
                "required": "Enter the amount",
                "min_value": "Enter an amount above £0",
            },
            **options,
        },
    )


def expenditure_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Capital or revenue",
        choices=Expenditure,
        error_messages={"required": "Select capital or revenue"},
        widget=forms.RadioSelect,
    )


def basis_field(**options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Why it is capital",
        choices=[("", "Revenue only"), *CapitalBasis.choices],
        required=False,
        help_text="The accountable body’s decision. Capital only",
        **options,
    )


class Posts(SentOnce, ActOn):
    """A posting to a source: the a code for the form goes with it."""

    def clean(self):
        found = super().clean()
        if self.cleaned_data.get("expenditure") == Expenditure.CAPITAL and (
            "capital_basis" in self.fields and not self.cleaned_data.get("capital_basis")
        ):
            self.add_error("capital_basis", "Select why the spend is capital")
        return found

    def prepare(self) -> None:
        """Who holds or spends it: the accountable body, unless a partner is chosen."""
        if "organisation" in self.fields:
            records_field(self, "organisation").queryset = organisations(self.source.project)
            self.fields["organisation"].initial = self.source.project.lead_id
        if "budget_line" in self.fields:
            records_field(self, "budget_line").queryset = self.source.budget_lines.all()
        awarded = self.source.awarded_capital >= self.source.awarded_revenue
        if "expenditure" in self.fields:
            self.fields["expenditure"].initial = (
                Expenditure.CAPITAL if awarded else Expenditure.REVENUE
            )


def organisation_field(label: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Organisation.objects.none(),
        label=label,
        error_messages={"required": "Select an organisation"},
    )


class ReceiptForm(Posts):
    button = "Record receipt"
    on = today_field("Received on")
    amount = above_nothing("Amount received (£)")
    expenditure = expenditure_field()
    organisation = organisation_field("Received by")
    transaction_reference = LineField(label="Transaction reference", max_length=60, required=False)


class ClawbackForm(Posts):
    button = "Record clawback"
    on = today_field("Returned on")
    amount = above_nothing("Amount returned (£)")
    expenditure = expenditure_field()
    reason = reason_field()


class SpendForm(Posts):
    button = "Record spend"
    on = today_field("Paid on")
    description = LineField(
        label="What was paid for",
        max_length=200,
        error_messages={"required": "Enter what was paid for"},
    )
    counterparty = LineField(label="Paid to", max_length=160, required=False)
    net = above_nothing("Net amount (£)")
    vat = PoundsField(
        label="VAT (£)",
        max_digits=14,
        min_value=0,
        required=False,
        help_text="Enter 0 if there is none",
    )
    vat_recoverable = forms.BooleanField(
        label="We recover this VAT, so it is not charged to the funding",
        required=False,
        initial=True,
    )
    expenditure = expenditure_field()
    capital_basis = basis_field()
    organisation = organisation_field("Paid by")
    budget_line = forms.ModelChoiceField(
        BudgetLine.objects.none(),
        label="Budget line",
        required=False,
        empty_label="None",
    )
    transaction_reference = LineField(label="Transaction reference", max_length=60, required=False)
    is_outturn = forms.BooleanField(
        label="Part of the year-end outturn, dated 31 March",
        required=False,
    )

    def prepare(self) -> None:
        super().prepare()
        payer = self.source.project.lead
        vat = self.fields["vat_recoverable"]
        vat.initial = recovers_vat(payer)
        vat.help_text = f"{payer} usually {'recovers' if vat.initial else 'does not recover'} VAT"
        ask_consent(self, self.source.project)

    def clean_vat(self) -> Decimal:
        return self.cleaned_data["vat"] or Decimal(0)


class AccrualForm(Posts):
    button = "Record accrual"
    month = forms.ChoiceField(
        label="Month in which the work was done",
        error_messages={"required": "Select the month in which the work was done"},
    )
    net = above_nothing("Net amount (£)")
    description = LineField(
        label="What was done",
        max_length=200,
        error_messages={"required": "Enter what was done"},
    )
    counterparty = LineField(label="To be paid to", max_length=160, required=False)
    expenditure = expenditure_field()
    capital_basis = basis_field()
    organisation = organisation_field("To be paid by")

    def prepare(self) -> None:
        super().prepare()
        choice_field(self, "month").choices = periods.recent_months()

    def clean_month(self):
        return periods.as_month(self.cleaned_data["month"])


class AdjustmentForm(Posts):
    button = "Record adjustment"
    flow = forms.ChoiceField(
        label="What is adjusted",
        choices=Flow,
        widget=forms.RadioSelect,
        initial=Flow.SPENT,
        error_messages={"required": "Select received or spent"},
    )
    on = today_field()
    for_month = forms.ChoiceField(label="Month it belongs to", required=False)
    amount = PoundsField(
        label="Amount (£)",
        max_digits=14,
        help_text="Use a minus sign to reduce it. For example, -250",
        error_messages={"required": "Enter the amount"},
    )
    description = LineField(
        label="What it is for",
        max_length=200,
        error_messages={"required": "Enter what it is for"},
    )
    expenditure = expenditure_field()
    capital_basis = basis_field()
    organisation = organisation_field("Adjusted for")
    reason = reason_field()

    def prepare(self) -> None:
        super().prepare()
        choice_field(self, "for_month").choices = [
            ("", "The month of its date"),
            *periods.recent_months(),
        ]

    def clean_for_month(self):
        chosen = self.cleaned_data["for_month"]
        return periods.as_month(chosen) if chosen else None

    def clean_amount(self) -> Decimal:
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError("Enter an amount other than £0")
        return self.cleaned_data["amount"]


class ReclassifyForm(Posts):
    button = "Reclassify spend"
    on = today_field()
    to = forms.ChoiceField(
        label="Reclassify as",
        choices=Expenditure,
        widget=forms.RadioSelect,
        error_messages={"required": "Select capital or revenue"},
    )
    amount = above_nothing()
    capital_basis = forms.ChoiceField(
        label="Why it is, or was treated as, capital",
        choices=CapitalBasis,
        error_messages={"required": "Select why it is, or was, capital"},
    )
    reason = reason_field()


class RefundForm(Posts):
    button = "Record refund"
    on = today_field("Refunded on")
    net = above_nothing("Net amount refunded (£)")
    reason = reason_field()


class ReverseForm(ActOn):
    button = "Reverse posting"
    reason = reason_field(help_text="For example, paid by another project")
