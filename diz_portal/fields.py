"""Fields that every app's forms use."""

import re
from datetime import date

from crispy_forms_gds.fields import DateInputField
from django import forms
from django.core.exceptions import ValidationError

from .names import without_address

_NOT_IN_A_LINE = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


class DayField(DateInputField):
    """A day typed as day, month and year."""

    def __init__(self, *, required_message: str = "Enter the day, month and year.", **options):
        super().__init__(**options)
        self.error_messages["required"] = required_message

    def compress(self, data_list):
        given = [part for part in data_list or [] if part]
        if not given:
            return None
        if len(given) < 3:
            raise ValidationError("Enter the day, month and year.")
        day, month, year = (int(part[:6]) for part in data_list)
        if year < 1000:
            raise ValidationError("Enter the year with four digits, such as 2026.")
        if not 1900 <= year <= 2199:
            raise ValidationError(f"Check the year: {year} cannot be right.")
        try:
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(
                f"There is no day {day} {month} {year}. Check the day and the month."
            ) from None


class LineField(forms.CharField):
    """One line of text: no line break, nothing that turns the words around it."""

    def to_python(self, value):
        # NUL stays, for the validator that names it.
        text = super().to_python(value)
        return " ".join(_NOT_IN_A_LINE.sub(" ", text).split()) if "\x00" not in text else text


class NameField(LineField):
    """What somebody or an organisation is called. It may end in a message to somebody else, so it
    takes no web or email address: every field for a name is one of these."""

    default_validators = [without_address]


class HourField(forms.TimeField):
    """`14:30`, `2:30pm` or `2pm`."""

    def __init__(self, **options):
        options.setdefault("help_text", "For example 10:30 or 2pm.")
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={
                "required": "Enter a time.",
                "invalid": "Enter a time, such as 10:30 or 2pm.",
            },
            **options,
        )

    def to_python(self, value):
        return super().to_python(value.replace(" ", "") if isinstance(value, str) else value)
