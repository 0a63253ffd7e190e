"""Numbers and days that are typed are read as those of a file, in words for whoever types."""

from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError

from diz_portal.fields import (
    DayField,
    DegreesField,
    NumberField,
    PoundsField,
    WholeNumberField,
)
from diz_portal.tables.values import GIGABYTES, PERCENT

GB = NumberField(decimal_places=1, min_value=0, max_value=1000, units=GIGABYTES)
DAYS = DayField(required=False)
DEGREES = DegreesField(required=False)
POUNDS = PoundsField(required=False, min_value=-1_000_000)
WHOLE = WholeNumberField(min_value=1, max_value=1000, units=PERCENT)


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        (POUNDS, "£1,250.50", Decimal("1250.50")),
        (POUNDS, "(400)", Decimal(-400)),
        (POUNDS, "1 250", Decimal(1250)),
        (POUNDS, " ", None),
        (GB, "20 GB", 20),
        (GB, "2.5", Decimal("2.5")),
        (WHOLE, "1,000", 1000),
        (WHOLE, "85%", 85),
        (DEGREES, "-0.09341234567", -0.093412),
        (DAYS, ["2026-11-23", "", ""], date(2026, 11, 23)),
        (DAYS, ["23-Nov-26", "", ""], date(2026, 11, 23)),
        (DAYS, ["", "", ""], None),
    ],
)
def test_what_is_typed_is_read(field, typed, value):
    assert field.clean(typed) == value


def test_a_day_is_typed_on_a_keyboard_of_numbers():
    drawn = str(forms.Form.__class__("OfDay", (forms.Form,), {"on": DayField(label="On")})())

    assert drawn.count('inputmode="numeric"') == 3


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        (POUNDS, "12,5", "Use a point for decimals"),
        (POUNDS, "1.005", "a fraction of a penny"),
        (POUNDS, "one million", "Enter an amount in pounds, such as 23,000 or 400.50"),
        (POUNDS, "1.7m", "Enter “1.7m” in full, such as 1,700,000"),
        (POUNDS, "-2,000,000", "Enter -1,000,000 or more"),
        (POUNDS, "1,000,000,000", "Enter 999,999,999.99 or less"),
        (PoundsField(max_digits=14), "99999999999.99", "Enter 999,999,999.99 or less"),
        (GB, "2.25", "Enter it with 1 decimal place"),
        (GB, "1001", "Enter 1,000 or less"),
        (GB, "", "Enter or select an answer"),
        (WHOLE, "2.5", "Enter a whole number, such as 20"),
        (WHOLE, "1e3", "Enter a whole number, such as 20"),
        (DEGREES, "51,77", "Use a point for decimals"),
        (DEGREES, "north", "Enter degrees, such as 51.7712 or -0.0934"),
        (DAYS, ["31/02/2026", "", ""], "Enter a real date, for example 27 3"),
        (DAYS, ["11/23/2026", "", ""], "has the month before the day"),
        (DAYS, ["03.04.05", "", ""], "Enter the year with 4 digits"),
    ],
)
def test_what_will_not_do_is_said(field, typed, words):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert words in refused.value.messages[0]


def test_what_was_typed_comes_back_as_typed():
    class Form(forms.Form):
        spent = PoundsField()

    form = Form({"spent": " one million "})

    assert not form.is_valid()
    assert form["spent"].value() == " one million "
