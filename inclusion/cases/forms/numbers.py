"""Numbers, typed into a plain field: a field of type “number” changes under a scrolling wheel."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

# As people write them: no exponents, and nothing else that a computer would take for a number.
_DIGITS = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _told(options: dict[str, Any], mode: str, **messages: str) -> dict[str, Any]:
    """How it is typed, and what is said of a number that will not do."""
    options.setdefault("widget", forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}))
    for name, words in (("min_value", "or more"), ("max_value", "or less")):
        if (limit := options.get(name)) is not None:
            messages[name] = f"Enter {limit:,} {words}."
    options["error_messages"] = {**messages, **options.get("error_messages", {})}
    return options


class AsWritten(forms.Field):
    """Refuses what is not written in digits."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip() and not _DIGITS.fullmatch(value.strip()):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)


class WholeNumber(AsWritten, forms.IntegerField):
    def __init__(self, **options):
        super().__init__(**_told(options, "numeric", invalid="Enter a whole number, such as 20."))


class Amount(AsWritten, forms.DecimalField):
    def __init__(self, **options):
        words = {
            "invalid": "Enter a number, such as 20 or 2.5.",
            "max_decimal_places": "Enter fewer digits after the point, such as 2.5.",
        }
        super().__init__(**_told(options, "decimal", **words))
