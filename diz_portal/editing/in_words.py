"""An answer as people read it, made from what the page shows of it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import widgets

from diz_portal.fields import DayField
from diz_portal.words import uk_date

from .shown import Shown, inner


def in_words(field: forms.Field, value: Shown) -> str:
    """Empty where nothing is chosen or typed."""
    texts = [text for part in value for text in part]
    widget = inner(field.widget)
    if isinstance(widget, widgets.CheckboxInput):
        return "Yes" if texts else "No"
    if isinstance(field, forms.ModelChoiceField):
        return _records(field, texts)
    if isinstance(field, forms.ChoiceField):
        return ", ".join(_label(field.choices, text) for text in texts)
    if isinstance(field, DayField):
        return _day(field.compress, [part[0] if part else "" for part in value])
    if isinstance(field, forms.DateField):
        return _day(field.to_python, *texts)
    return " ".join(texts)


def _records(field: forms.ModelChoiceField, texts: list[str]) -> str:
    key = field.to_field_name or "pk"
    try:
        rows = field.queryset
        found = [] if rows is None else list(rows.filter(**{f"{key}__in": texts}))
    except (ValueError, TypeError, ValidationError):
        found = []
    return ", ".join(str(field.label_from_instance(one)) for one in found)


def _label(choices: Any, text: str) -> str:
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            if (found := _label(label, text)) != text:
                return found
        elif str(value) == text:
            return str(label)
    return text


def _day(read: Any, *texts: Any) -> str:
    try:
        return uk_date(read(*texts)) if texts else ""
    except (ValidationError, ValueError):
        return " ".join(texts[0]) if isinstance(texts[0], list) else texts[0]
