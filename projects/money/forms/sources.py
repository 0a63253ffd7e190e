"""What is typed about where the money comes from."""

from decimal import Decimal

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.documents.forms import DocumentField
from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    LineField,
    NumberField,
    PoundsField,
    WholeNumberField,
    WordsField,
    choice_field,
    records_field,
)
from diz_portal.layout import laid_out
from diz_portal.sent_once import SentOnce
from partners.models import Organisation
from projects.money.enums import Acceptance, Form, InKind, SourceKind
from projects.money.models import ConditionKind, FundingCondition, FundingSource
from projects.portfolio.models import Project
from projects.portfolio.selectors.milestones import organisations


def reason_field(label: str = "Reason", **options) -> WordsField:
    return WordsField(
        label=label,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        **{"error_messages": {"required": "Enter the reason"}, **options},
    )


def partner_field(**options) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Organisation.objects.none(), required=False, empty_label="None", **options
    )


class _Described(forms.Form):
    title = LineField(
        label="Fund or contribution",
        max_length=160,
        help_text="For example, Local Full Fibre Networks programme",
        error_messages={"required": "Enter what the fund or contribution is called"},
    )
    agreement_reference = LineField(label="Agreement reference", max_length=60, required=False)
    starts_on = DayField(label="Funding starts", required=False)
    ends_on = DayField(label="Funding ends", required=False)
    note = WordsField(
        label="Note", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    is_public = forms.BooleanField(
        label="Name the funder on the project’s public page, without an amount",
        required=False,
    )

    def clean(self):
        found = super().clean()
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Enter an end date on or after the start date")
        return found


class NewSourceForm(_Described):
    kind = forms.ChoiceField(
        label="Type of funding",
        choices=SourceKind,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of funding"},
    )
    organisation = partner_field(label="Partner", help_text="If a partner of this project gives it")
    funder = LineField(
        label="Funder",
        max_length=160,
        required=False,
        help_text="If someone else gives it: a department, a fund or a charity",
    )
    form = forms.ChoiceField(
        label="Cash or in kind",
        choices=Form,
        initial=Form.CASH,
        widget=forms.RadioSelect,
        error_messages={"required": "Select cash or in kind"},
    )
    in_kind = forms.ChoiceField(
        label="What is given in kind",
        choices=[("", "Cash only"), *InKind.choices],
        required=False,
        help_text="In kind only",
    )
    valuation = LineField(
        label="How it is valued",
        max_length=300,
        required=False,
        help_text="In kind only. For example, staff hours at the hourly rate for the grade, "
        "including on-costs",
    )

    def __init__(self, *args, project: Project, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "organisation").queryset = organisations(project)
        self.helper = laid_out(
            *("title", Field.radios("kind", small=True), "organisation", "funder"),
            *(Field.radios("form", small=True), "in_kind", "valuation"),
            *("agreement_reference", "starts_on", "ends_on", Field.textarea("note", rows=3)),
            "is_public",
            button="Add funding source",
            cancel=cancel,
        )

    def clean(self):
        found = super().clean()
        partner, funder = self.cleaned_data.get("organisation"), self.cleaned_data.get("funder")
        if partner and funder:
            self.add_error("funder", "Select a partner or enter a funder, not both")
        elif not (partner or funder) and "funder" not in self.errors:
            self.add_error("funder", "Select a partner or enter a funder")
        if self.cleaned_data.get("form") == Form.IN_KIND:
            if not self.cleaned_data.get("in_kind"):
                self.add_error("in_kind", "Select what is given in kind")
            if not self.cleaned_data.get("valuation") and "valuation" not in self.errors:
                self.add_error("valuation", "Enter how it is valued")
        return found


class SourceForm(Edits, _Described):
    def __init__(self, *args, source: FundingSource, cancel: str, **kwargs):
        super().__init__(*args, record=source, **kwargs)
        if source.is_cash:
            del self.fields["valuation"]
        self.helper = laid_out(
            *(name for name in self.fields if name != "note"),
            Field.textarea("note", rows=3),
            button="Save funding source",
            cancel=cancel,
        )

    valuation = LineField(
        label="How it is valued",
        max_length=300,
        error_messages={"required": "Enter how it is valued"},
    )

    def written(self, source: FundingSource) -> dict:
        found = {
            "title": source.title,
            "agreement_reference": source.agreement_reference,
            "starts_on": source.starts_on,
            "ends_on": source.ends_on,
            "note": source.note,
            "is_public": source.is_public,
        }
        return found if source.is_cash else {**found, "valuation": source.valuation}


class ActOn(forms.Form):
    """One step of a funding source: its fields in their order, and the button that says it."""

    button = ""

    def __init__(self, *args, source: FundingSource, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.source = source
        self.prepare()
        self.helper = laid_out(*self.fields, button=self.button, cancel=cancel)

    def prepare(self) -> None:
        """Set what depends on the source."""


def today_field(label: str = "Date", **options) -> DayField:
    return DayField(
        label=label, initial=timezone.localdate, required_message="Enter the date", **options
    )


class LetterForm(ActOn):
    button = "Save award letter"
    dated_on = DayField(label="Date of the letter", required_message="Enter the date of the letter")
    capital = PoundsField(label="Capital (£)", max_digits=14, required=False)
    revenue = PoundsField(label="Revenue (£)", max_digits=14, required=False)
    letter_reference = LineField(label="Letter reference", max_length=60, required=False)
    upload = DocumentField(label="The letter", required=False)

    def clean(self):
        found = super().clean()
        for name in ("capital", "revenue"):
            if self.cleaned_data.get(name) is None:
                self.cleaned_data[name] = Decimal(0)
        if not self.errors and not (self.cleaned_data["capital"] or self.cleaned_data["revenue"]):
            self.add_error("capital", "Enter an amount of capital or revenue")
        return found


class AwardForm(LetterForm):
    capital = PoundsField(label="Capital (£)", max_digits=14, min_value=0, required=False)
    revenue = PoundsField(label="Revenue (£)", max_digits=14, min_value=0, required=False)


class VariationForm(SentOnce, LetterForm):
    button = "Save variation"
    capital = PoundsField(
        label="Change in capital (£)",
        max_digits=14,
        required=False,
        help_text="Use a minus sign if the award is reduced. For example, -400,000",
    )
    revenue = PoundsField(label="Change in revenue (£)", max_digits=14, required=False)
    reason = reason_field(help_text="For example, 113 surgeries became 74")


class SecureForm(ActOn):
    button = "Mark as secured"
    on = today_field("Secured on")
    evidence = LineField(
        label="Evidence",
        max_length=300,
        help_text="A minute, a letter or a payment, and where it is kept",
        error_messages={"required": "Enter the evidence: a minute, a letter or a payment"},
    )


class UnsecureForm(ActOn):
    button = "Mark as not secured"
    reason = reason_field()


class WithdrawForm(ActOn):
    button = "Withdraw funding source"
    on = today_field("Withdrawn on")
    reason = reason_field()


class RestoreForm(ActOn):
    button = "Restore funding source"
    reason = reason_field()


class MatchForm(ActOn):
    button = "Save decision"
    acceptance = forms.ChoiceField(
        label="Decision",
        choices=[(one.value, one.label) for one in Acceptance if one != Acceptance.ASKED],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether it is accepted as match"},
    )
    percent = WholeNumberField(
        label="Share accepted (%)",
        min_value=1,
        max_value=100,
        initial=100,
        error_messages={"required": "Enter the share that is accepted, from 1 to 100"},
    )
    up_to = PoundsField(
        label="Accepted up to (£)", max_digits=14, min_value=Decimal("0.01"), required=False
    )
    reason = reason_field("Clause or page of the funding agreement")


class InKindForm(SentOnce, ActOn):
    button = "Save contribution"
    on = today_field()
    what = LineField(
        label="What was given",
        max_length=200,
        error_messages={"required": "Enter what was given"},
    )
    quantity = NumberField(
        label="Quantity",
        decimal_places=2,
        max_digits=10,
        min_value=Decimal("0.01"),
        error_messages={"required": "Enter the quantity"},
    )
    unit = LineField(
        label="Unit",
        max_length=30,
        help_text="For example, hours or days",
        error_messages={"required": "Enter the unit, such as hours or days"},
    )
    rate = PoundsField(
        label="Rate (£)",
        max_digits=14,
        min_value=Decimal("0.01"),
        help_text="The value of one unit",
        error_messages={"required": "Enter the rate"},
    )
    evidence = LineField(label="Evidence", max_length=300, required=False)


class TakeBackForm(ActOn):
    button = "Correct contribution"
    reason = reason_field()


class ConditionForm(ActOn):
    button = "Add condition"
    kind = forms.ChoiceField(
        choices=ConditionKind, error_messages={"required": "Select the type of condition"}
    )
    title = LineField(
        label="Condition",
        max_length=200,
        help_text="For example, Keep invoices until 2034",
        error_messages={"required": "Enter the condition"},
    )
    due_on = DayField(label="Due", required_message="Enter the date it is due")
    owner = forms.ModelChoiceField(
        Organisation.objects.none(), error_messages={"required": "Select who is responsible"}
    )

    def prepare(self) -> None:
        records_field(self, "owner").queryset = organisations(self.source.project)
        self.fields["owner"].initial = self.source.project.lead_id
        choice_field(self, "kind").label = "Type of condition"


class EditConditionForm(Edits, ConditionForm):
    button = "Save condition"

    def __init__(self, *args, condition: FundingCondition, **kwargs):
        super().__init__(*args, record=condition, source=condition.source, **kwargs)

    def written(self, condition: FundingCondition) -> dict:
        return {
            "kind": condition.kind,
            "title": condition.title,
            "due_on": condition.due_on,
            "owner": condition.owner_id,
        }


class MeetForm(ActOn):
    button = "Mark as met"
    on = today_field("Met on")
    how = LineField(
        label="How it was met",
        max_length=300,
        error_messages={"required": "Enter how the condition was met"},
    )
