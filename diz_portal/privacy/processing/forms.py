"""What a data protection lead says of a record, and of a processor."""

from typing import Any

from crispy_forms_gds.layout import Field, Fieldset, Fluid, Size
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, LineField, NameField, choice_field, records_field
from diz_portal.layout import laid_out

from . import selectors, services
from .enums import PARAGRAPHS, Basis, Condition, Paragraph, Transfers
from .models import ProcessingRecord, Processor

NO_PARAGRAPH = ("", "None needed")


def _field_of(label: str) -> str:
    return "kept_" + label.replace(".", "_").lower()


def _said(sentence: str) -> dict[str, str]:
    return dict.fromkeys(("required", "invalid_choice"), sentence)


class ProcessingForm(Edits, forms.Form):
    """One record: choices with their articles, and only periods that the portal carries out."""

    together = (("condition", "schedule_1"), ("transfers", "transfers_to"))

    basis = forms.ChoiceField(
        label="Lawful basis (UK GDPR Article 6)",
        choices=Basis.choices,
        widget=forms.RadioSelect,
        error_messages=_said("Select a lawful basis"),
    )
    basis_words = LineField(
        label="Law, task or interest (optional)",
        help_text="For public task or legal obligation, the Act and section. For legitimate "
        "interests, the interest.",
        max_length=300,
        required=False,
    )
    assessed_on = DayField(
        label="Legitimate interests assessment done on (optional)",
        help_text="Only for legitimate interests. For example, 27 3 2026",
        required=False,
    )
    condition = forms.ChoiceField(
        label="Condition for special category data (UK GDPR Article 9)",
        choices=Condition.choices,
        widget=forms.RadioSelect,
        error_messages=_said("Select an Article 9 condition"),
    )
    schedule_1 = forms.ChoiceField(
        label="Data Protection Act 2018, Schedule 1",
        help_text="Needed for 4 of the conditions: social protection, substantial public "
        "interest, health or social care, and archiving or research.",
        choices=[NO_PARAGRAPH, *Paragraph.choices],
        required=False,
    )
    policy_on = DayField(
        label="Date of the appropriate policy document (optional)",
        help_text="Needed with social protection and substantial public interest.",
        required=False,
    )
    source = LineField(
        label="Source of the data",
        max_length=300,
        error_messages={"required": "Enter the source of the data"},
    )
    recipients = LineField(
        label="Recipients",
        max_length=300,
        error_messages={"required": "Enter the recipients"},
    )
    processors: forms.ModelMultipleChoiceField = forms.ModelMultipleChoiceField(
        queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    transfers = forms.ChoiceField(
        label="Transfers abroad",
        choices=Transfers.choices,
        widget=forms.RadioSelect,
        error_messages=_said("Select whether data leaves the UK"),
    )
    transfers_to = LineField(
        label="Countries and recipients (optional)",
        help_text="Needed if data leaves the UK.",
        max_length=200,
        required=False,
    )
    next_review_on = DayField(
        label="Next review",
        help_text="Within a year is usual. For example, 27 3 2027",
        required_message="Enter the date of the next review",
    )

    def __init__(self, *args, record: ProcessingRecord, cancel: str, **kwargs):
        self.periods = selectors.period_choices(record)
        super().__init__(*args, record=record, **kwargs)
        if not record.special:
            for name in ("condition", "schedule_1", "policy_on"):
                del self.fields[name]
        if not record.controller.is_public_body:
            choice_field(self, "basis").choices = [
                one for one in Basis.choices if one[0] != Basis.PUBLIC_TASK
            ]
        processors = selectors.processors_of(record.controller)
        if processors.exists():
            records_field(self, "processors").queryset = processors
        else:
            del self.fields["processors"]
        for one, _, choices in self.periods:
            self.fields[_field_of(one.label)] = forms.TypedChoiceField(
                label=f"{one.what}: kept for",
                help_text=f"After {one.starts}." if one.starts else "",
                choices=choices,
                coerce=int,
                error_messages=_said("Select a period from the list"),
            )
        self.helper = laid_out(*self._layout(), button="Save record", cancel=cancel)

    def _layout(self) -> list[Any]:
        basis = [
            Field.radios("basis", legend_size=Size.SMALL),
            Field.text("basis_words", field_width=Fluid.FULL),
            "assessed_on",
        ]
        special = [
            Field.radios("condition", legend_size=Size.SMALL),
            "schedule_1",
            "policy_on",
        ]
        people = [
            Field.text("source", field_width=Fluid.FULL),
            Field.text("recipients", field_width=Fluid.FULL),
            Field.checkboxes("processors", legend_size=Size.SMALL, small=True),
            Field.radios("transfers", legend_size=Size.SMALL, small=True),
            Field.text("transfers_to", field_width=Fluid.FULL),
        ]
        kept = [_field_of(one.label) for one, _, _ in self.periods]
        groups = [
            ("Lawful basis", basis),
            ("Special category data", special if "condition" in self.fields else []),
            ("Source and recipients", [one for one in people if self._is_here(one)]),
            ("How long it is kept", kept),
            ("Review", ["next_review_on"]),
        ]
        return [
            Fieldset(*fields, legend=legend, legend_size=Size.MEDIUM)
            for legend, fields in groups
            if fields
        ]

    def _is_here(self, piece: Any) -> bool:
        return all(name in self.fields for name in piece.fields)

    def written(self, record: ProcessingRecord) -> dict[str, Any]:
        return {
            **{name: getattr(record, name) for name in (*services.CHANGED, "next_review_on")},
            "processors": [one.pk for one in record.processors],
            **{_field_of(one.label): days for one, days, _ in selectors.period_choices(record)},
        }

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        self._clean_condition(cleaned)
        if cleaned.get("transfers", Transfers.NONE) != Transfers.NONE and not cleaned.get(
            "transfers_to"
        ):
            self.add_error(
                "transfers_to", "Enter the countries that data goes to, and who receives it there"
            )
        today = timezone.localdate()
        day = cleaned.get("next_review_on")
        if day and day <= today:
            self.add_error("next_review_on", "Enter a date after today")
        for name in ("assessed_on", "policy_on"):
            if (day := cleaned.get(name)) and day > today:
                self.add_error(name, "Enter a date that is today or in the past")
        return cleaned

    def _clean_condition(self, cleaned: dict[str, Any]) -> None:
        condition = cleaned.get("condition")
        if not condition:
            return
        allowed = PARAGRAPHS.get(Condition(condition), ())
        paragraph = cleaned.get("schedule_1", "")
        if allowed and paragraph not in allowed:
            numbers = ", ".join(str(one.value) for one in allowed)
            self.add_error(
                "schedule_1",
                f"Select the paragraph of Schedule 1 that belongs to the condition: {numbers}",
            )
        elif paragraph and not allowed:
            self.add_error("schedule_1", "Select “None needed”: this condition needs no paragraph")

    @property
    def values(self) -> dict[str, Any]:
        """For the service."""
        kept = {_field_of(one.label): one.label for one, _, _ in self.periods}
        cleaned = {name: value for name, value in self.cleaned_data.items() if name not in kept}
        return {
            **cleaned,
            "processors": list(cleaned.get("processors", [])),
            "kept": {label: self.cleaned_data[name] for name, label in kept.items()},
        }


class ProcessorForm(Edits, forms.Form):
    name = NameField(
        label="Name of the processor",
        max_length=150,
        error_messages={"required": "Enter the name of the processor"},
    )
    what_for = LineField(
        label="What it does",
        help_text="For example, sends emails",
        max_length=200,
        error_messages={"required": "Enter what it does"},
    )
    where = LineField(
        label="Where the data is",
        help_text="The country, and the place if you know it.",
        max_length=150,
        error_messages={"required": "Enter where the data is"},
    )
    contract_on = DayField(
        label="Date of the contract (optional)",
        help_text="The contract under Article 28. For example, 27 3 2026",
        required=False,
    )
    is_for_all = forms.BooleanField(
        label="It handles data in all records, for example because it hosts the portal",
        required=False,
    )

    def __init__(self, *args, processor: Processor | None, cancel: str, **kwargs):
        super().__init__(*args, record=processor, **kwargs)
        self.helper = laid_out(
            Field.text("name", field_width=Fluid.TWO_THIRDS),
            Field.text("what_for", field_width=Fluid.TWO_THIRDS),
            Field.text("where", field_width=Fluid.TWO_THIRDS),
            "contract_on",
            "is_for_all",
            button="Save processor" if processor else "Add processor",
            cancel=cancel,
        )

    def written(self, processor: Processor) -> dict[str, Any]:
        names = ("name", "what_for", "where", "contract_on", "is_for_all")
        return {name: getattr(processor, name) for name in names}
