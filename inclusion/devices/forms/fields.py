"""What forms of devices and their parts ask for in one way."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from diz_portal.fields import LineField
from diz_portal.tables import values
from diz_portal.tables.values.identifiers import LONGEST_SERIAL


class SerialField(LineField):
    """A serial number as files bring it too: without what nobody sees, blank where it only says
    that there is none, and refused where a spreadsheet has shortened it."""

    def __init__(self, *, label: str, **options: Any):
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(
            **{"label": label, "required": False, "max_length": LONGEST_SERIAL, **options}
        )

    def to_python(self, value: Any) -> str:
        typed = super().to_python(value)
        if not typed or "\x00" in typed:
            return typed
        try:
            return values.serial(typed)
        except values.Wrong as wrong:
            raise ValidationError(str(wrong)) from wrong
