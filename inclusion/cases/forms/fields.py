"""What the forms about people ask alike."""

from crispy_forms_gds.layout import Field, Fluid
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from diz_portal import phones
from diz_portal.fields import (
    DayField,
    EmailField,
    LineField,
    PersonNameField,
    PhoneField,
    PostcodeField,
    WordsField,
)
from diz_portal.words import uk_date
from inclusion.cases.models import Adjustment, ContactBy, Need


class PastDayField(DayField):
    """A day that has been."""

    def clean(self, value):
        day = super().clean(value)
        if day and day > timezone.localdate():
            raise ValidationError("Enter a date that is today or in the past")
        return day


class ArrivalField(PastDayField):
    """A day on which something arrived; no earlier than any device we could have."""

    EARLIEST = 1990


class SeveralField(forms.MultipleChoiceField):
    def __init__(self, **options):
        super().__init__(widget=forms.CheckboxSelectMultiple, **options)


def line(label: str, longest: int, *, required: bool = False, **options) -> forms.CharField:
    options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
    return LineField(label=label, max_length=longest, required=required, **options)


def wide(name: str) -> Field:
    return Field.text(name, field_width=Fluid.TWO_THIRDS)


def words(label: str, *, most: int = 2000, required: bool = False, **options) -> forms.CharField:
    return WordsField(label=label, max_length=most, required=required, **options)


def need_words(need: Need) -> str:
    urgency = need.case.get_urgency_display().partition(":")[0].lower()
    item = need.item or need.get_kind_display().lower()
    return f"{item} – case {need.case.reference}, {urgency}, since {uk_date(need.identified_at)}"


class PersonFields(forms.Form):
    """Who someone is and how to reach them: little, and each line with its use."""

    name = PersonNameField(
        label="Name",
        autocomplete="off",
        error_messages={"required": "Enter the person’s name"},
    )
    date_of_birth = PastDayField(
        example=1948,
        label="Date of birth (optional)",
        help_text="Only to recognise someone we already help. For example, 27 3 1951",
        required=False,
    )
    phone = PhoneField(label="Phone number (optional)", required=False, autocomplete="off")
    email = EmailField(
        label="Email address (optional)", required=False, autocomplete="off", as_typed=True
    )
    address = WordsField(
        label="Address (optional)",
        help_text="Only if someone will visit them or write to them.",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"autocomplete": "off"}),
    )
    postcode = PostcodeField(
        max_length=10,
        label="Postcode (optional)",
        help_text="It decides which team will help.",
        required=False,
    )
    contact_by = forms.ChoiceField(
        label="How should we contact them?",
        choices=ContactBy.choices,
        initial=ContactBy.PHONE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select how we should contact them"},
    )
    contact_notes = LineField(
        label="When is it safe and convenient? (optional)",
        help_text="For example, mornings only, or do not leave a message.",
        max_length=300,
        required=False,
    )
    adjustments = SeveralField(
        label="Support needs (optional)",
        help_text="What would make it easier for them. Do not include a diagnosis.",
        choices=Adjustment.choices,
        required=False,
    )
    adjustments_words = words("Other support needs (optional)", most=1000)

    REACHES = {
        ContactBy.PHONE: (
            "phone",
            "Enter a phone number, or select another way to contact them",
        ),
        ContactBy.TEXT: ("phone", "Enter a mobile number, or select another way to contact them"),
        ContactBy.EMAIL: ("email", "Enter an email address, or select another way to contact them"),
        ContactBy.LETTER: ("address", "Enter an address, or select another way to contact them"),
    }

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        way = cleaned.get("contact_by")
        name, message = self.REACHES.get(ContactBy(way), ("", "")) if way else ("", "")
        given = cleaned.get(name)
        reached = phones.is_mobile(given or "") if way == ContactBy.TEXT else given
        if name in cleaned and not reached:
            self.add_error(name, message)
        return cleaned
