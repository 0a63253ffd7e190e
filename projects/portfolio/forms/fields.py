"""Fields that say in plain words what is wrong with what was typed."""

import re
from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError


class MoneyField(forms.DecimalField):
    """Pounds, as people type them: `£23,000`, `-400000`."""

    def __init__(self, **words):
        super().__init__(**{"max_digits": 12, "decimal_places": 2, **words})
        self.widget = forms.TextInput(
            attrs={"class": "govuk-input--width-10", "inputmode": "decimal"}
        )

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"[£,\s]", "", value).replace("−", "-").replace("–", "-")
        if value in self.empty_values:
            return None
        try:
            return Decimal(value)
        except InvalidOperation:
            raise ValidationError("Enter an amount in pounds, such as 23000 or -400.50.") from None


class UprnField(forms.CharField):
    """One to twelve digits; what a spreadsheet made of them is refused, not guessed at."""

    def clean(self, value):
        value = re.sub(r"\s+", "", super().clean(value) or "")
        if re.search(r"[0-9][.,]?[0-9]*[eE]\+?[0-9]", value):
            raise ValidationError(
                "This is how a spreadsheet shortens a long number. Enter all the digits."
            )
        if value and not re.fullmatch(r"[0-9]{1,12}", value):
            raise ValidationError("A UPRN has up to 12 digits and nothing else.")
        return value.lstrip("0") or None


class OdsField(forms.CharField):
    def clean(self, value):
        value = re.sub(r"\s+", "", super().clean(value) or "").upper()
        if value and not re.fullmatch(r"[A-Z0-9]{3,12}", value):
            raise ValidationError("An ODS code has letters and digits alone, such as E82060.")
        return value or None


NOT_A_DATE = "Enter a real date, like 22/11/2026."
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y", "%d.%m.%Y"]


class CompactDayField(forms.DateField):
    """One date in the browser's own control; typed as day/month/year where it has none."""

    widget = forms.DateInput(
        attrs={"type": "date", "class": "govuk-input govuk-input--width-10"}, format="%Y-%m-%d"
    )
    default_error_messages = {"invalid": NOT_A_DATE}

    def __init__(self, **kwargs):
        super().__init__(input_formats=DATE_FORMATS, **kwargs)
