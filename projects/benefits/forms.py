"""What is typed about benefits and their measures."""

from datetime import date
from typing import Any

from crispy_forms_gds.layout import Field
from dateutil.relativedelta import relativedelta
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import (
    DayField,
    LineField,
    NumberField,
    WholeNumberField,
    WordsField,
    records_field,
)
from diz_portal.layout import laid_out
from diz_portal.words import uk_month
from partners.models import Organisation
from projects.benefits import lines as pasted
from projects.benefits.enums import Frequency, OfPeople, Role, Value
from projects.benefits.models import Benefit
from projects.portfolio.models import Project

LONG = ("contribution", "disbenefits", "dependencies")


def _line(label: str, missing: str, most: int = 160, **options: Any) -> LineField:
    return LineField(label=label, max_length=most, error_messages={"required": missing}, **options)


def _day(label: str, missing: str) -> DayField:
    return DayField(label=label, required_message=missing)


def _number(label: str, missing: str) -> NumberField:
    return NumberField(
        label=label, decimal_places=2, max_digits=14, error_messages={"required": missing}
    )


def _words(label: str, **options: Any) -> WordsField:
    return WordsField(label=label, max_length=500, widget=forms.Textarea, **options)


class _Profile(forms.Form):
    title = _line(
        "Outcome",
        "Enter the outcome",
        help_text="For example, patients have online consultations, or 500 devices are given",
    )
    role = forms.ChoiceField(
        label="Output, purpose or secondary benefit",
        choices=[
            (Role.OUTPUT, "Output: what the project delivers, such as devices given"),
            (Role.PURPOSE, "Purpose: what the project was funded to change"),
            (Role.SECONDARY, "Secondary benefit: what changes besides"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select output, purpose or secondary benefit"},
    )
    value = forms.ChoiceField(
        label="Type of benefit",
        choices=Value,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a type of benefit"},
    )
    owner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Owner",
        help_text="The organisation that will keep measuring after the project ends",
        error_messages={"required": "Select the owner"},
    )
    beneficiary = _line("Who benefits", "Enter who benefits")
    measure = _line("What is measured", "Enter what is measured")
    unit = _line("Unit", "Enter the unit", most=40, help_text="For example, consultations a month")
    counts_people = forms.BooleanField(
        label="It is calculated from what people did or said",
        help_text="Each measure must then be from 5 people or more",
        required=False,
    )
    of_people = forms.ChoiceField(
        label="If so, the value is",
        choices=[("", "Not calculated from people"), *OfPeople.choices],
        help_text="We do not show a measure to the public if a few people could be worked out "
        "from it, for example 5% of 20 people",
        required=False,
    )
    every_months = forms.TypedChoiceField(
        label="Measured",
        choices=Frequency,
        coerce=int,
        error_messages={"required": "Select how often it is measured"},
    )
    baseline = _number("Baseline", "Enter the baseline")
    baseline_on = _day("Date of the baseline", "Enter the date of the baseline")
    baseline_method = _line(
        "How the baseline was measured", "Enter how the baseline was measured", most=300
    )
    target = _number("Target", "Enter the target")
    target_on = _day("Date of the target", "Enter the date of the target")
    contribution = _words(
        "What else may cause a change",
        help_text="The project contributes to a change. This does not prove that it caused it. "
        "You can leave this blank for an output.",
        required=False,
    )
    disbenefits = _words("Disbenefits", required=False)
    dependencies = _words("Dependencies", required=False)
    ended_on = DayField(label="Measuring ended on", required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("counts_people") and cleaned.get("of_people") == "":
            self.add_error("of_people", "Select what the value is")
        if cleaned.get("role") != Role.OUTPUT and cleaned.get("contribution") == "":
            self.add_error("contribution", "Enter what else may cause a change")
        return cleaned

    def prepare(self, project: Project, cancel: str) -> None:
        partners = Organisation.objects.filter(projects=project)
        lead = Organisation.objects.filter(pk=project.lead_id)
        records_field(self, "owner").queryset = (partners | lead).distinct().order_by("name")
        names = [Field.textarea(one, rows=3) if one in LONG else one for one in self.fields]
        self.helper = laid_out(*names, button="Save benefit", cancel=cancel)


class NewBenefitForm(_Profile):
    def __init__(self, *args: Any, project: Project, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.prepare(project, cancel)


class BenefitForm(Edits, _Profile):
    def __init__(self, *args: Any, benefit: Benefit, cancel: str, **kwargs: Any):
        super().__init__(*args, record=benefit, **kwargs)
        self.prepare(benefit.project, cancel)

    def written(self, benefit: Benefit) -> dict[str, Any]:
        return {
            name: benefit.owner_id if name == "owner" else getattr(benefit, name)
            for name in _Profile.base_fields
        }


class SiteMeasuresForm(forms.Form):
    month = forms.ChoiceField(label="Month", error_messages={"required": "Select the month"})
    lines = WordsField(
        label="Values",
        max_length=100_000,
        error_messages={"required": "Enter a line for each site"},
    )
    reason = _line("Reason for the correction", "", most=300, required=False)

    def __init__(self, *args: Any, benefit: Benefit, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        months = _months(benefit)
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            ("", "Select a month"),
            *((one.isoformat(), uk_month(one)) for one in months),
        ]
        people = " and the number of people" if benefit.counts_people else ""
        example = "C81001 41 120" if benefit.counts_people else "C81001 41"
        self.fields["lines"].help_text = (
            f"Paste 1 line for each site from a spreadsheet: its ODS code or reference, the value "
            f"({benefit.unit}){people}. For example, {example}"
        )
        self.fields["reason"].help_text = "Only if a value differs from one you recorded before"
        self.helper = laid_out(
            "month",
            Field.textarea("lines", rows=12),
            "reason",
            button="Record measures",
            cancel=cancel,
        )

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])

    def clean_lines(self) -> list[pasted.Line]:
        return pasted.read(self.cleaned_data["lines"])


def _months(benefit: Benefit) -> list[date]:
    """From the baseline to now, the latest first; two years of them."""
    month = timezone.localdate().replace(day=1)
    first = max(benefit.baseline_on.replace(day=1), month - relativedelta(months=23))
    found = []
    while month >= first:
        found.append(month)
        month -= relativedelta(months=1)
    return found


class MeasureForm(forms.Form):
    on = _day("Date measured", "Enter the date it was measured")
    amount = _number("Value", "Enter the value")
    people = WholeNumberField(
        label="Number of people", error_messages={"required": "Enter the number of people"}
    )
    method = _line("How it was measured", "Enter how it was measured", most=300)
    reason = _line("Reason for the correction", "Enter the reason for the correction", most=300)

    def __init__(
        self, *args: Any, benefit: Benefit, cancel: str, corrects: bool = False, **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        if not benefit.counts_people:
            del self.fields["people"]
        if not corrects:
            del self.fields["reason"]
        self.fields["amount"].label = f"Value ({benefit.unit})"
        button = "Correct measure" if corrects else "Record measure"
        self.helper = laid_out(*self.fields, button=button, cancel=cancel)
