"""Fields that every app's forms use."""

import calendar
from collections.abc import Callable
from datetime import date, time
from typing import Any, ClassVar

from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.widgets import DateInputWidget
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator
from django.utils import timezone

from . import phones, unseen
from .accounts.models import normalise_email
from .names import without_address
from .places.spelling import require_postcode, spaced_postcode
from .tables import values
from .tables.values.days import MONTHS
from .words import clock


class _Month(forms.CharField):
    """A number, or a name: some write the month out."""

    def to_python(self, value):
        text = (super().to_python(value) or "").strip(" .")
        return str(MONTHS.get(text.casefold(), text))


class DayBoxes(DateInputWidget):
    """Three boxes; in an address, or from a program, a day may stand in one piece."""

    def value_from_datadict(self, data, files, name):
        if name in data:
            return [data[name], "", ""]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)


class DayField(DateInputField):
    """A day typed as day, month and year. What is wrong is said of the box where it is; a date in
    one piece, pasted into the first box, is taken for what it says.

    `example`: a year such as is asked for, for whoever leaves it out; this year if none is given.
    """

    EARLIEST, LATEST = 1900, 2199
    widget = DayBoxes

    def __init__(
        self,
        *,
        required_message: str = "Enter the day, month and year",
        example: int | None = None,
        own_birthday: bool = False,
        **options,
    ):
        super().__init__(require_all_fields=False, **options)
        self.error_messages["required"] = required_message
        self.example = example
        day, _, year = self.fields  # type: ignore[has-type]
        self.fields = (day, _Month(), year)
        for box, widget in zip(self.fields, self.widget.widgets, strict=True):
            box.validators = []
            box.required = True
            widget.attrs["inputmode"] = "numeric"
        if own_birthday:
            # What a browser knows of the person who sits before it (WCAG 1.3.5).
            for widget, part in zip(self.widget.widgets, ("day", "month", "year"), strict=True):
                widget.attrs["autocomplete"] = f"bday-{part}"

    def clean(self, value):
        year = self.example or timezone.localdate().year
        parts = (("day", "27"), ("month", "3"), ("year", str(year)))
        for box, (name, example) in zip(self.fields, parts, strict=True):
            sentence = f"Enter the {name}, for example {example}"
            box.error_messages["incomplete"] = sentence
            box.validators = [RegexValidator(r"^[0-9]{1,6}\Z", sentence)]
        return super().clean(self._taken_apart(value))

    def _taken_apart(self, value):
        """The boxes as they would be, had a date in one piece been typed into all three."""
        if not isinstance(value, (list, tuple)):
            return value
        first, *others = value or [""]
        whole = str(first or "").strip()
        if not whole or whole.isdigit() or any(others):
            return value
        year = self.example or timezone.localdate().year
        try:
            day = values.Day(first=1, last=9999)(whole)
        except values.Unreadable as wrong:
            raise ValidationError(f"Enter a real date, for example 27 3 {year}") from wrong
        except values.Wrong as wrong:
            raise ValidationError(str(wrong)) from wrong
        return [str(day.day), str(day.month), str(day.year)]

    def compress(self, data_list):
        if not any(data_list or []):
            return None
        day, month, year = (int(part) for part in data_list)
        if year < 1000:
            example = self.example or timezone.localdate().year
            raise ValidationError(f"Enter the year with 4 digits, for example {example}")
        if not self.EARLIEST <= year <= self.LATEST:
            raise ValidationError(
                f"Enter a real year, such as {self.example or timezone.localdate().year}"
            )
        if not 1 <= month <= 12:
            raise ValidationError("Enter a month from 1 to 12")
        try:
            return date(year, month, day)
        except (ValueError, OverflowError):
            name = calendar.month_name[month]
            raise ValidationError(
                f"{day} {name} {year} is not a real date. Check the day and month"
            ) from None


class Written(forms.Field):
    """What is typed is read by the one parser of values, as a file is (`diz_portal.tables.values`).

    The parser says what is wrong; of what is nothing of the kind, the field's own `invalid` does.
    """

    reader: Callable[[Any], Any]

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            if not value.strip():
                return None
            try:
                value = self.reader(value)
            except values.Unreadable as wrong:
                raise ValidationError(self.error_messages["invalid"], code="invalid") from wrong
            except values.Wrong as wrong:
                raise ValidationError(str(wrong), code="invalid") from wrong
        return super().to_python(value)


def _number(options: dict[str, Any], mode: str, **messages: str) -> dict[str, Any]:
    """How a number is typed, and what is said of one that will not do.

    A plain field: one of the type “number” changes under a scrolling wheel.
    """
    options.setdefault("widget", forms.TextInput(attrs={"inputmode": mode, "autocomplete": "off"}))
    for name, words in (("min_value", "or more"), ("max_value", "or less")):
        if (limit := options.get(name)) is not None:
            messages[name] = f"Enter {limit:,} {words}"
    options["error_messages"] = {**messages, **options.get("error_messages", {})}
    return options


# The bounds of a field have words of their own.
_LEAST, _MOST = float("-inf"), float("inf")


class WholeNumberField(Written, forms.IntegerField):
    """A number without decimals; `units` may stand behind it, as in `20 GB`."""

    def __init__(self, *, units: values.Units | None = None, **options):
        self.reader = values.Number(0, units=units, least=_LEAST, most=_MOST)
        super().__init__(**_number(options, "numeric", invalid="Enter a whole number, such as 20"))


class NumberField(Written, forms.DecimalField):
    """A number with at most `decimal_places` decimals; `units` may stand behind it."""

    def __init__(self, *, decimal_places: int, units: values.Units | None = None, **options):
        self.reader = values.Number(decimal_places, units=units, least=_LEAST, most=_MOST)
        attrs = {"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        said = _number(options, "decimal", invalid="Enter a number, such as 20 or 2.5")
        super().__init__(decimal_places=decimal_places, **said)


class PoundsField(Written, forms.DecimalField):
    """Pounds and whole pence, as people write them: `£23,000`, `-400.50`, `(400)`."""

    def __init__(self, *, max_digits: int = 12, **options):
        self.reader = values.Pounds(least=-values.MOST_POUNDS, most=values.MOST_POUNDS)
        attrs = {"class": "govuk-input--width-10", "inputmode": "decimal", "autocomplete": "off"}
        options.setdefault("widget", forms.TextInput(attrs=attrs))
        words = "Enter an amount in pounds, such as 23,000 or 400.50"
        said = _number(options, "decimal", invalid=words)
        super().__init__(max_digits=max_digits, decimal_places=2, **said)


class DegreesField(Written, forms.FloatField):
    """Degrees of latitude or longitude, to six decimals."""

    def __init__(self, **options):
        self.reader = values.Number(6, least=-180, most=180, rounded=True)
        said = _number(options, "text", invalid="Enter degrees, such as 51.7712 or -0.0934")
        super().__init__(**said)


class WordsField(forms.CharField):
    """Words in a box of several lines; of what nobody sees, it is as if nothing had been typed."""

    widget = forms.Textarea

    def to_python(self, value):
        text = super().to_python(value)
        return text if unseen.taken_out(text or "").strip() else self.empty_value


class LineField(forms.CharField):
    """One line of text: no line break, nothing unseen, nothing that turns the words around it."""

    def to_python(self, value):
        # NUL stays, for the validator that names it.
        text = super().to_python(value) or ""
        return unseen.on_a_line(text) if "\x00" not in text else text


class NameField(LineField):
    """What somebody or an organisation is called. It may end in a message to somebody else, so it
    takes no web or email address: every field for a name is one of these."""

    default_validators = [without_address]


class PersonNameField(NameField):
    """What a person is called; asked of themselves unless the label says otherwise."""

    def __init__(self, *, autocomplete: str = "name", **options):
        options = {
            "label": "Your name",
            "max_length": 150,
            "widget": forms.TextInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            "error_messages": {"required": "Enter your name"},
            **options,
        }
        super().__init__(**options)


class EmailField(forms.EmailField):
    """An email address, in the one spelling by which we know it again.

    `as_typed` is for a record that keeps that spelling beside what the person wrote.
    """

    # No mail of ours leaves for "localhost", nor for a machine by its number.
    default_validators = [
        EmailValidator(allowlist=[]),
        RegexValidator(r"@\[", inverse_match=True, code="invalid"),
    ]

    def __init__(
        self, *, autocomplete="email", as_typed: bool = False, error_messages=None, **options
    ):
        options = {
            "label": "Email address",
            "max_length": 254,
            "widget": forms.EmailInput(attrs={"autocomplete": autocomplete, "spellcheck": "false"}),
            **options,
        }
        sentences = {
            "required": "Enter an email address",
            "invalid": "Enter an email address in the correct format, like name@example.com",
        }
        super().__init__(error_messages=sentences | (error_messages or {}), **options)
        self.as_typed = as_typed

    def to_python(self, value):
        return unseen.taken_out(super().to_python(value) or "").strip()

    def clean(self, value):
        address = super().clean(value)
        return address if self.as_typed else normalise_email(address)


class PhoneField(LineField):
    """A UK telephone number, in the one spelling that we keep."""

    def __init__(self, *, autocomplete: str = "tel", **options):
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": autocomplete})
        super().__init__(**{"max_length": 40, "widget": widget, **options})

    def clean(self, value):
        return phones.normalise(super().clean(value))


class PostcodeField(forms.CharField):
    """A full postcode with its space."""

    def __init__(self, **options):
        widget = forms.TextInput(attrs={"autocomplete": "off"})
        super().__init__(**{"widget": widget, **options})

    def clean(self, value):
        text = super().clean(value) or ""
        if text:
            require_postcode(text)
        return spaced_postcode(text)


class PostalAddressField(forms.CharField):
    """As it stands on an envelope, without the name: what fits in its window."""

    MOST_LINES, LONGEST_LINE = 6, 45

    def __init__(self, *, autocomplete: str = "street-address", **options):
        widget = forms.Textarea(attrs={"autocomplete": autocomplete})
        options = {
            "label": "Postal address",
            "help_text": (
                f"Write it as on an envelope, without the name. Use up to {self.MOST_LINES} lines."
            ),
            "max_length": 400,
            "widget": widget,
            **options,
        }
        super().__init__(**options)

    def clean(self, value):
        typed = super().clean(value).splitlines()
        lines = [" ".join(line.split()) for line in typed if line.strip()]
        if len(lines) > self.MOST_LINES:
            raise ValidationError(f"Enter the address in {self.MOST_LINES} lines or fewer")
        if any(len(line) > self.LONGEST_LINE for line in lines):
            raise ValidationError(f"Enter {self.LONGEST_LINE} characters or fewer on each line")
        return "\n".join(lines)


class HourField(forms.TimeField):
    """`14:30`, `2:30pm`, `2pm` or `midday`; shown as everywhere else."""

    NAMED: ClassVar = {"midday": "12pm", "noon": "12pm", "midnight": "12am"}

    def __init__(self, **options):
        options.setdefault("help_text", "For example, 10:30am or 2pm")
        super().__init__(
            input_formats=["%H:%M", "%H.%M", "%I:%M%p", "%I.%M%p", "%I%p"],
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
            error_messages={
                "required": "Enter a time",
                "invalid": "Enter a time, such as 10:30am or 2pm",
            },
            **options,
        )

    def to_python(self, value):
        if isinstance(value, str):
            typed = value.replace(" ", "").lower()
            value = self.NAMED.get(typed, typed)
        return super().to_python(value)

    def prepare_value(self, value):
        return clock(value) if isinstance(value, time) else value


# Any: the stubs of these fields let nobody assign how a record is called, and read `choices` as one
# of ten things.


def choice_field(form: forms.BaseForm, name: str) -> Any:
    """The field of a form that offers choices, so that the code says what it is."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    return field


def records_field(form: forms.BaseForm, name: str) -> Any:
    """The field of a form that offers records."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} offers no records")
    return field
