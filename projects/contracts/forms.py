"""What is typed about contracts, subsidy and section 24."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    LineField,
    PoundsField,
    WordsField,
    records_field,
)
from diz_portal.layout import laid_out
from partners.models import Organisation
from projects.contracts.enums import Notice, SubsidyRoute
from projects.contracts.models import Contract
from projects.money.enums import Expenditure
from projects.portfolio.models import Project


def line(label: str, missing: str = "", most: int = 160, **options: Any) -> LineField:
    return LineField(
        label=label,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing},
        **options,
    )


def day(label: str, missing: str = "", **options: Any) -> DayField:
    return DayField(
        label=label,
        required=bool(missing),
        required_message=missing,
        **options,
    )


def pounds(label: str, missing: str = "Enter an amount", **options: Any) -> PoundsField:
    return PoundsField(
        label=label,
        min_value=0,
        max_digits=14,
        error_messages={"required": missing},
        **options,
    )


class Laid(forms.Form):
    """A form of one column."""

    button = ""
    long: tuple[str, ...] = ()

    def lay(self, cancel: str) -> None:
        names = [
            Field.textarea(name, rows=4) if name in self.long else name for name in self.fields
        ]
        self.helper = laid_out(*names, button=self.button, cancel=cancel)


class _Contract(Laid):
    button = "Save contract"
    long = ("note",)
    title = line("What is bought", "Enter what is bought")
    supplier = line("Supplier", "Enter the supplier")
    buyer = forms.ModelChoiceField(
        Organisation.objects.none(), error_messages={"required": "Select who buys it"}
    )
    expenditure = forms.ChoiceField(
        label="Capital or revenue",
        choices=Expenditure,
        widget=forms.RadioSelect,
        error_messages={"required": "Select capital or revenue"},
    )
    value = pounds("Value, excluding VAT (£)")
    price_is_variable = forms.BooleanField(label="The price may vary", required=False)
    began_on = day(
        "Procurement began on",
        "Enter the day the procurement began",
        help_text="The day of the tender notice, or of the first approach. It decides which "
        "rules apply: the Procurement Act 2023 from 24 February 2025",
    )
    signed_on = day("Signed on", "Enter the day it was signed")
    starts_on = day("Starts on", "Enter the day it starts")
    ends_on = day("Ends on")
    consent_on = day(
        "Section 24 consent given on",
        help_text="If the buyer is a council that is to be dissolved",
    )
    consent_reference = line("Reference of the consent", most=200)
    note = WordsField(required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def prepare(self, project: Project, cancel: str) -> None:
        partners = Organisation.objects.filter(projects=project)
        lead = Organisation.objects.filter(pk=project.lead_id)
        records_field(self, "buyer").queryset = (partners | lead).distinct().order_by("name")
        self.lay(cancel)


class NewContractForm(_Contract):
    def __init__(self, *args: Any, project: Project, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.prepare(project, cancel)


class ContractForm(Edits, _Contract):
    def __init__(self, *args: Any, contract: Contract, cancel: str, **kwargs: Any):
        super().__init__(*args, record=contract, **kwargs)
        self.prepare(contract.project, cancel)

    def written(self, contract: Contract) -> dict[str, Any]:
        return {
            name: contract.buyer_id if name == "buyer" else getattr(contract, name)
            for name in _Contract.base_fields
        }


class Act(Laid):
    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.lay(cancel)


class NoticeForm(Act):
    button = "Add notice"
    kind = forms.ChoiceField(
        label="Notice",
        choices=[("", "Select a notice"), *Notice.choices],
        error_messages={"required": "Select a notice"},
    )
    number = line("Notice reference", "Enter the notice reference", most=60)
    published_on = day("Published on", "Enter the day it was published")


class KpiForm(Act):
    button = "Add indicator"
    words = line("Key performance indicator", "Enter the indicator", most=200)


class PlanReviewForm(Act):
    button = "Add review"
    due_on = day("Review due", "Enter when the review is due")


class ReviewForm(Act):
    button = "Record review"
    long = ("outcome",)
    outcome = WordsField(
        label="What the review found",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": "Enter what the review found"},
    )
    next_on = day("Next review due")


class SubsidyForm(Act):
    button = "Save assessment"
    long = ("reasoning",)
    enterprise = line("Enterprise", "Enter the enterprise")
    company_number = line(
        "Company or charity number", "Enter the company or charity number", most=20
    )
    purpose = line("What the award is for", "Enter what the award is for", most=300)
    amount = pounds("Amount (£)")
    decided_on = day(
        "Date of the award",
        "Enter the date of the award",
        help_text="It decides which rules apply: the Subsidy Control Act 2022 from 4 January 2023",
    )
    route = forms.ChoiceField(
        choices=[("", "Select a route"), *SubsidyRoute.choices],
        error_messages={"required": "Select a route"},
    )
    reasoning = WordsField(
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Why it is or is not a subsidy, and how it meets the rules",
        error_messages={"required": "Enter the reasoning"},
    )
    declared = pounds(
        "Declared assistance from others in the 3 financial years (£)",
        required=False,
        help_text="For Minimal Financial Assistance: what the recipient has confirmed",
    )
    stated_on = day("Statement sent on", help_text="For Minimal Financial Assistance")
    confirmed_on = day("Recipient confirmed on", help_text="For Minimal Financial Assistance")


class UploadForm(Act):
    button = "Save upload"
    uploaded_on = day("Uploaded to the subsidy database on", "Enter the day of the upload")
    upload_reference = line(
        "Reference in the database", "Enter the reference in the database", most=60
    )


class ConfirmForm(Act):
    button = "Save confirmation"
    received_on = day("Confirmation sent on", "Enter the day it was sent")


class WithdrawForm(Act):
    button = "Withdraw assessment"
    withdrawn_reason = line(
        "Reason for withdrawing", "Enter why you are withdrawing this assessment", most=300
    )


class DirectionForm(Act):
    button = "Save direction"
    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name"),
        label="Council",
        error_messages={"required": "Select a council"},
    )
    direction_from = day("Direction in force from", "Enter when the direction comes into force")
    dissolves_on = day("Date of dissolution")
    direction = line("Reference of the direction", "Enter the reference", most=200)
    lifted_on = day(
        "Direction lifted on",
        help_text="If it no longer applies. From this day the portal does not ask for consent",
    )
