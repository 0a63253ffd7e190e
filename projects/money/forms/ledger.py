"""What is typed about the ledger: its file, why a month differs, how a line is posted."""

from decimal import Decimal

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.fields import PoundsField, choice_field, records_field
from diz_portal.imports.forms import TableField, UploadsAFile
from diz_portal.layout import laid_out
from diz_portal.sent_once import SentOnce
from projects.money.enums import Expenditure, Form, PostingKind, SourceState
from projects.money.enums_ledger import Why
from projects.money.forms.consents import ask_consent
from projects.money.forms.postings import basis_field, expenditure_field
from projects.money.forms.sources import reason_field
from projects.money.ledger_import import Ledger
from projects.money.models import BudgetLine, FundingSource, LedgerLine, Posting
from projects.money.selectors import ledger
from projects.money.selectors.finance import recovers_vat
from projects.money.services.ledger_posting import day_of
from projects.portfolio.models import Project


class LedgerFileForm(UploadsAFile):
    file = TableField(limits=Ledger.limits)

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out("file", button="Upload and check", cancel=cancel)


class DifferenceForm(SentOnce):
    """Why the ledger has so much more than the portal, or less."""

    kind = forms.ChoiceField(
        label="Why the ledger and the portal differ",
        choices=Why,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why they differ"},
    )
    amount = PoundsField(
        label="Amount (£)",
        max_digits=14,
        help_text="How much more the ledger has than the portal. Use a minus sign if it has less",
        error_messages={"required": "Enter the amount"},
    )
    says = reason_field(
        "Explanation",
        help_text="For example, paid on 30 September and booked in October",
        error_messages={"required": "Enter why they differ"},
    )

    def __init__(self, *args, cancel: str, amount: Decimal | None = None, kind: str = "", **kwargs):
        super().__init__(*args, initial={"amount": amount, "kind": kind}, **kwargs)
        self.helper = laid_out(
            *(Field.radios("kind", small=True), "amount", Field.textarea("says", rows=3)),
            "attempt",
            button="Add explanation",
            cancel=cancel,
        )

    def clean_amount(self) -> Decimal:
        if not self.cleaned_data["amount"]:
            raise forms.ValidationError("Enter an amount other than £0")
        return self.cleaned_data["amount"]


class PostLineForm(SentOnce):
    """Which source and budget line a line of the ledger belongs to."""

    source = forms.ModelChoiceField(
        FundingSource.objects.none(),
        label="Funding source",
        error_messages={"required": "Select the funding source"},
    )
    expenditure = expenditure_field()
    capital_basis = basis_field()
    budget_line = forms.ModelChoiceField(
        BudgetLine.objects.none(), label="Budget line", required=False, empty_label="None"
    )
    vat = PoundsField(
        label="VAT in the amount (£)",
        max_digits=14,
        min_value=0,
        required=False,
        help_text="Only if the VAT is not recovered. The amount then includes it",
    )
    refund_of = forms.ModelChoiceField(
        Posting.objects.none(),
        label="Refund of",
        required=False,
        empty_label="None: it is a receipt",
        help_text="If a supplier refunds what was paid",
    )

    def __init__(self, *args, line: LedgerLine, project: Project, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.line = line
        sources = project.funding_sources.filter(form=Form.CASH).exclude(
            state=SourceState.WITHDRAWN
        )
        records_field(self, "source").queryset = sources
        spends = line.amount > 0
        if spends and not line.is_late:
            records_field(self, "budget_line").queryset = BudgetLine.objects.filter(
                source__in=sources
            ).select_related("source")
            del self.fields["refund_of"]
        else:
            del self.fields["budget_line"], self.fields["vat"]
        if spends and line.is_late:
            del self.fields["refund_of"]
        elif not spends:
            del self.fields["capital_basis"]
            records_field(self, "refund_of").queryset = (
                ledger.postings_of(project)
                .filter(
                    kind=PostingKind.SPEND,
                    reversed_by=None,
                    net__gte=-line.amount,
                    on__lte=day_of(line),
                )
                .select_related("source")
            )
            # A supplier's credit is no money of the funder: what it was paid is proposed.
            if spent := self._paid_to(line.supplier):
                self.fields["refund_of"].initial = spent
                self.fields["source"].initial = spent.source
                self.fields["expenditure"].initial = spent.expenditure
        if spends and not line.is_late:
            if line.vat and not recovers_vat(project.lead):
                self.fields["vat"].initial = line.vat
            ask_consent(self, project)
        choice_field(self, "expenditure").initial = Expenditure.REVENUE
        self.helper = laid_out(*self.fields, button="Create posting", cancel=cancel)

    def clean(self):
        found = super().clean()
        given = self.cleaned_data
        if (
            "capital_basis" in self.fields
            and given.get("expenditure") == Expenditure.CAPITAL
            and not given.get("capital_basis")
        ):
            self.add_error("capital_basis", "Select why the spend is capital")
        line, source = given.get("budget_line"), given.get("source")
        if line and source and line.source_id != source.pk:
            self.add_error("budget_line", "Select a budget line of this funding source")
        spent = given.get("refund_of")
        if spent and source and spent.source_id != source.pk:
            self.add_error("refund_of", "Select spend from this funding source")
        return found

    def _paid_to(self, supplier: str) -> Posting | None:
        """The last spend with the supplier of the line, which it may be a refund of."""
        if not supplier:
            return None
        known = records_field(self, "refund_of").queryset.filter(counterparty__iexact=supplier)
        return known.order_by("-on", "-pk").first()

    @property
    def said(self) -> dict:
        """As the service takes it."""
        given = dict(self.cleaned_data)
        vat = given.pop("vat", None) or Decimal(0)
        return {**given, "vat": vat, "vat_recoverable": not vat}
