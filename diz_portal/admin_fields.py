"""Numbers and days of the admin's forms, read by the one parser as everywhere else.

Django's own take `1e3`, and `03/04/05` for a day of 2005; a number in a control of the type
“number” is lost without a word in browsers that do not understand how it is typed.
"""

from typing import Any

from django import forms
from django.contrib.admin import widgets
from django.db import models

from .fields import DegreesField, NumberField, PostcodeField, PoundsField, WholeNumberField, Written
from .tables import values


class TypedDay(Written, forms.DateField):
    """A day in one box, with the admin's calendar beside it."""

    reader = values.Day()

    def __init__(self, **options: Any):
        # Whether it was changed is known from the record; a second input would only repeat it.
        super().__init__(**options | {"show_hidden_initial": False})


class TypedMoment(forms.SplitDateTimeField):
    """A day and a time of it."""

    def __init__(self, **options: Any):
        super().__init__(**options)
        self.fields = (TypedDay(required=False), self.fields[1])


def _decimal(*, decimal_places: int, widget: Any = None, **options: Any) -> forms.Field:
    """What has two decimals is pounds."""
    if decimal_places == 2:
        return PoundsField(**options)
    return NumberField(decimal_places=decimal_places, **options)


def _whole(*, widget: Any = None, **options: Any) -> forms.Field:
    return WholeNumberField(**options)


READ_BY_US: dict[type[models.Field], dict[str, Any]] = {
    models.DateField: {"form_class": TypedDay, "widget": widgets.AdminDateWidget},
    models.DateTimeField: {"form_class": TypedMoment, "widget": widgets.AdminSplitDateTime},
    models.DecimalField: {"form_class": _decimal},
    models.IntegerField: {"form_class": _whole},
    models.BigIntegerField: {"form_class": _whole},
    models.FloatField: {"form_class": DegreesField},
}
# Columns that mean one thing wherever they stand.
READ_BY_NAME: dict[str, type[forms.Field]] = {"postcode": PostcodeField}
