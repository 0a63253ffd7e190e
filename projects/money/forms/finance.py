"""What a project costs, and the day that a statement is asked for."""

from crispy_forms_gds.layout import Field
from django import forms
from django.utils import timezone

from diz_portal.editing import Edits
from diz_portal.fields import DayField, PoundsField, WholeNumberField, WordsField
from diz_portal.layout import laid_out
from projects.money.models import Finance


class AsAtForm(forms.Form):
    as_at = DayField(label="Figures as at", required=False)

    def clean_as_at(self):
        day = self.cleaned_data["as_at"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Enter a date that is today or in the past")
        return day


def _pounds(label: str, **options) -> PoundsField:
    return PoundsField(
        label=label,
        max_digits=14,
        min_value=0,
        error_messages={"required": "Enter an amount, or 0"},
        **options,
    )


class FinanceForm(Edits, forms.Form):
    cost_capital = _pounds("Total cost, capital (£)")
    cost_revenue = _pounds("Total cost, revenue (£)")
    gap_comment = WordsField(
        label="Why funding and cost differ",
        required=False,
        max_length=500,
        help_text="How a shortfall will be met, or what a surplus is for",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    variance_percent = WholeNumberField(
        label="Variance that needs a reason (%)",
        min_value=0,
        max_value=100,
        error_messages={"required": "Enter a percentage from 0 to 100"},
    )
    variance_pounds = _pounds(
        "Variance that needs a reason (£)",
        help_text="A reason is needed where a variance is above both limits",
    )

    def __init__(self, *args, finance: Finance, cancel: str, **kwargs):
        super().__init__(*args, record=finance, **kwargs)
        self.helper = laid_out(
            *("cost_capital", "cost_revenue", Field.textarea("gap_comment", rows=3)),
            *("variance_percent", "variance_pounds"),
            button="Save cost and limits",
            cancel=cancel,
        )

    def written(self, finance: Finance) -> dict:
        names = ("cost_capital", "cost_revenue", "gap_comment")
        limits = ("variance_percent", "variance_pounds")
        return {name: getattr(finance, name) for name in (*names, *limits)}
