"""Fields for the codes by which a site is known."""

from django import forms
from django.core.exceptions import ValidationError

from diz_portal.tables import values


class UprnField(forms.CharField):
    """One to twelve digits; what a spreadsheet made of them is refused, not guessed at."""

    def clean(self, value):
        return _code(values.uprn, super().clean(value))


class OdsField(forms.CharField):
    """3 to 12 letters and digits, such as E82060."""

    def clean(self, value):
        return _code(values.ods_code, super().clean(value))


def _code(reader, typed: str) -> str | None:
    try:
        return reader(typed) if typed else None
    except values.Wrong as wrong:
        raise ValidationError(str(wrong)) from wrong
