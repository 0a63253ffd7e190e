"""What is typed about grants to voluntary bodies."""

from typing import Any

from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, NameField, WordsField, records_field
from diz_portal.sent_once import SentOnce
from partners.models import Organisation, Sector
from projects.money.enums import Form
from projects.money.forms.bids import Step
from projects.money.forms.consents import ask_consent
from projects.money.forms.postings import above_nothing, expenditure_field
from projects.money.forms.sources import reason_field, today_field
from projects.money.models import FundingSource, GrantRecipient, Regrant
from projects.money.regrant_enums import (
    TO_RELEASE,
    PurposeMet,
    RecipientKind,
    RegrantState,
    RegrantType,
)
from projects.money.selectors import regrants


def words_field(label: str, *, required: str = "", **options: Any) -> WordsField:
    if required:
        options["error_messages"] = {"required": required}
    return WordsField(
        label=label,
        max_length=500,
        required=bool(required),
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


class RecipientForm(Step):
    button = "Add recipient"
    name = NameField(
        label="Name of the organisation",
        max_length=160,
        error_messages={"required": "Enter the name of the organisation"},
    )
    kind = forms.ChoiceField(
        label="Type of organisation",
        choices=RecipientKind,
        widget=forms.RadioSelect,
        help_text="Grants are never given to individuals or sole traders",
        error_messages={"required": "Select the type of organisation"},
    )
    number = LineField(
        label="Registration number",
        max_length=20,
        required=False,
        help_text="Charity number, company number or society number",
    )
    constitution = LineField(
        label="Constitution, and when it was checked",
        max_length=200,
        required=False,
        help_text="Only for a group without a number",
    )
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Partner",
        required=False,
        empty_label="None",
        help_text="If it is a partner, its finance officers can see its grants",
    )

    is_withheld = forms.BooleanField(
        label="Never publish this organisation or its grants",
        required=False,
        help_text="For example, a refuge, or a body at someone’s home address",
    )

    def prepare(self) -> None:
        free = Organisation.objects.public().filter(
            sector=Sector.VOLUNTARY, grant_recipient__isnull=True
        )
        records_field(self, "organisation").queryset = free


class GrantFields(Step):
    title = LineField(
        label="Name of the grant",
        max_length=140,
        error_messages={"required": "Enter the name of the grant"},
    )
    programme = LineField(label="Grant programme", max_length=120, required=False)
    regrant_type = forms.ChoiceField(
        label="How the recipient awards it to others",
        choices=[("", "It does not award it to others"), *RegrantType.choices],
        required=False,
        help_text="For the open data of grants",
    )
    department = LineField(
        label="Local authority department",
        max_length=120,
        error_messages={"required": "Enter the department that awards the grant"},
    )
    purpose = words_field("Purpose", required="Enter the purpose of the grant")
    conditions = words_field("Conditions")
    starts_on = DayField(label="Period starts", required_message="Enter the first day")
    ends_on = DayField(label="Period ends", required_message="Enter the last day")
    monitor_on = DayField(
        label="Monitoring due", required_message="Enter the date monitoring is due"
    )
    decision = LineField(
        label="Who decided, and where it is minuted",
        max_length=200,
        help_text="For example, Programme board, minute 14",
        error_messages={"required": "Enter who decided, and where it is minuted"},
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        starts, ends = self.cleaned_data.get("starts_on"), self.cleaned_data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Enter an end date on or after the start date")
        return found


class NewGrantForm(SentOnce, GrantFields):
    button = "Add grant"
    source = forms.ModelChoiceField(
        FundingSource.objects.none(),
        label="Funding source",
        error_messages={"required": "Select the funding source"},
    )
    recipient = forms.ModelChoiceField(
        GrantRecipient.objects.none(), error_messages={"required": "Select the recipient"}
    )
    amount = above_nothing()
    expenditure = expenditure_field()
    decided_on = today_field("Decided on")

    def __init__(self, *args: Any, sources: Any, **kwargs: Any):
        self.sources = sources
        super().__init__(*args, **kwargs)

    def prepare(self) -> None:
        source = records_field(self, "source")
        source.queryset = self.sources.filter(form=Form.CASH).select_related("project")
        source.label_from_instance = lambda one: f"{one.title}, {one.project}"
        records_field(self, "recipient").queryset = GrantRecipient.objects.all()
        self.order_fields(
            [
                *("source", "recipient", "title", "programme", "purpose", "conditions"),
                "regrant_type",
                *("amount", "expenditure", "starts_on", "ends_on", "department", "decision"),
                *("decided_on", "monitor_on"),
            ]
        )


class GrantForm(Edits, GrantFields):
    """What was awarded stays; what describes it may change."""

    button = "Save grant"
    together = (("starts_on", "ends_on"),)
    recipient = forms.ModelChoiceField(
        GrantRecipient.objects.none(), error_messages={"required": "Select the recipient"}
    )

    def __init__(self, *args: Any, grant: Regrant, **kwargs: Any):
        super().__init__(*args, record=grant, **kwargs)

    def prepare(self) -> None:
        if self.record.state == RegrantState.AWARDED:
            del self.fields["recipient"]
        else:
            records_field(self, "recipient").queryset = GrantRecipient.objects.all()

    def written(self, record: Regrant) -> dict[str, Any]:
        names = (
            *("title", "programme", "department", "purpose", "conditions", "regrant_type"),
            *("starts_on", "ends_on", "monitor_on", "decision"),
        )
        found = {name: getattr(record, name) for name in names}
        if record.state == RegrantState.AWARDED:
            return found
        return {**found, "recipient": record.recipient_id}


class AwardGrantForm(Step):
    button = "Award grant"
    on = today_field("Awarded on")
    agreement = LineField(
        label="Grant agreement",
        max_length=200,
        help_text="Its reference, or the letter that the recipient accepted",
        error_messages={"required": "Enter the grant agreement"},
    )


class OfGrant(Step):
    def __init__(self, *args: Any, grant: Regrant, **kwargs: Any):
        self.grant = grant
        super().__init__(*args, **kwargs)


class VaryGrantForm(OfGrant):
    button = "Save new amount"
    on = today_field("Decided on")
    amount = above_nothing("New amount (£)")
    reason = reason_field()


class PayGrantForm(SentOnce, OfGrant):
    button = "Record payment"
    on = today_field("Paid on")
    amount = above_nothing()
    transaction_reference = LineField(label="Transaction reference", max_length=60, required=False)

    def prepare(self) -> None:
        self.fields["amount"].initial = self.grant.amount - regrants.paid(self.grant)
        ask_consent(self, self.grant.source.project)


class MonitorForm(SentOnce, OfGrant):
    button = "Save note"
    on = today_field("Date of monitoring")
    met = forms.ChoiceField(
        label="Was the purpose met?",
        choices=PurposeMet,
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether the purpose was met"},
    )
    note = words_field("What was found", required="Enter what monitoring found")


class CancelGrantForm(OfGrant):
    button = "Cancel grant"
    on = today_field("Cancelled on")
    reason = reason_field()


class PublishForm(Edits, Step):
    button = "Save what is published"
    fields_shown = forms.MultipleChoiceField(
        label="Published in the public edition of the register and as open data",
        choices=list(TO_RELEASE.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Select nothing to leave the grant out",
    )

    def __init__(self, *args: Any, grant: Regrant, **kwargs: Any):
        super().__init__(*args, record=grant, **kwargs)

    def written(self, record: Regrant) -> dict[str, Any]:
        return {"fields_shown": record.public_fields}

    def clean(self) -> dict[str, Any]:
        found = super().clean()
        self.cleaned_data["fields"] = self.cleaned_data.pop("fields_shown", [])
        return found
