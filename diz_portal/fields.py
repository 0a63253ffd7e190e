"""Fields that every app's forms use."""

from datetime import date

from crispy_forms_gds.fields import DateInputField
from django.core.exceptions import ValidationError


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
        if not 1900 <= year <= 2199:
            raise ValidationError("Enter the year with four digits, such as 2026.")
        try:
            return date(year, month, day)
        except (ValueError, OverflowError):
            raise ValidationError(
                "This day does not exist. Enter a real date, such as 22 11 2026."
            ) from None
