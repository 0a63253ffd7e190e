"""What is typed when a device is reserved, issued, extended or returned."""

from datetime import timedelta

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.http import QueryDict
from django.utils import timezone

from diz_portal.fields import DayField, NameField, records_field
from diz_portal.layout import laid_out
from inclusion.cases.forms.fields import PastDayField, wide
from inclusion.devices.models import Device, HoldingKind

USUAL_LOAN = timedelta(days=182)
LONGEST_LOAN = timedelta(days=3 * 366)


class ChooseForm(forms.Form):
    """One of a list: a need for a device, or a device for a need."""

    chosen = forms.ModelChoiceField(
        Device.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        to_field_name="reference",
        error_messages={"required": "Select one of these", "invalid_choice": "Select one of these"},
    )

    def __init__(self, *args, choices, words, label: str, button: str, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        field = records_field(self, "chosen")
        field.queryset, field.label = choices, label
        field.label_from_instance = words
        self.helper = laid_out(
            Field.radios("chosen", legend_size=Size.SMALL), button=button, cancel=cancel
        )


def device_words(device: Device) -> str:
    extras = [
        f"grade {device.grade.upper()}" if device.grade else "",
        f"{device.memory_gb}GB memory" if device.memory_gb else "",
        f"{device.storage_gb}GB storage" if device.storage_gb else "",
        f"location {device.shelf}" if device.shelf else "",
    ]
    facts = ", ".join(filter(None, [device.reference, *extras]))
    return f"{device.get_kind_display()}: {device.title} ({facts})"


class TermsForm(forms.Form):
    """Loan or gift, and until when; it only asks, so it travels in the address."""

    kind = forms.ChoiceField(
        label="Loan or gift?",
        choices=[(HoldingKind.LOAN.value, "Loan"), (HoldingKind.GIFT.value, "Gift")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select loan or gift"},
    )
    due_on = DayField(label="Return date (loans only)", required=False)

    def __init__(self, *args, cancel: str, **kwargs):
        initial = {"kind": "loan", "due_on": timezone.localdate() + USUAL_LOAN}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("kind", legend_size=Size.SMALL),
            "due_on",
            button="Continue to the terms",
            cancel=cancel,
        )
        self.helper.form_method = "get"

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == HoldingKind.GIFT:
            cleaned["due_on"] = None
        elif cleaned.get("kind") and "due_on" not in self.errors:
            check_day(self, cleaned.get("due_on"))
        return cleaned


def terms_in(address: QueryDict) -> QueryDict | None:
    """What an address asks for: a loan of which it names no day lasts as long as most do."""
    if "kind" not in address or any(key.startswith("due_on") for key in address):
        return address if "kind" in address else None
    last = timezone.localdate() + USUAL_LOAN
    whole = address.copy()
    for part, number in enumerate((last.day, last.month, last.year)):
        whole[f"due_on_{part}"] = str(number)
    return whole


def check_day(form: forms.Form, day) -> None:
    today = timezone.localdate()
    if day is None or day <= today:
        form.add_error("due_on", "Enter a return date in the future")
    elif day > today + LONGEST_LOAN:
        form.add_error("due_on", "Enter a return date within 3 years")


class SignForm(forms.Form):
    shown = forms.CharField(widget=forms.HiddenInput)
    signed_name = NameField(
        label="Full name of the person who signs",
        max_length=150,
        help_text="They type it, or you type it while they watch.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Enter the full name of the person who signs"},
    )
    agrees = forms.BooleanField(
        label="They have read or heard these terms and agree",
        error_messages={
            "required": "Select the box when they have read or heard the terms and agree"
        },
    )

    def __init__(self, *args, shown: str, button: str, cancel: str, **kwargs):
        kwargs["initial"] = {"shown": shown}
        super().__init__(*args, **kwargs)
        self.expected = shown
        self.helper = laid_out("shown", wide("signed_name"), "agrees", button=button, cancel=cancel)

    def clean_shown(self):
        if self.cleaned_data["shown"] != self.expected:
            raise forms.ValidationError("The terms have changed. Check them again before they sign")
        return self.cleaned_data["shown"]


class ReturnForm(forms.Form):
    returned_on = PastDayField(
        label="Date returned",
        help_text="Wipes only count from this date.",
        required=False,
    )

    def __init__(self, *args, cancel: str, **kwargs):
        kwargs["initial"] = {"returned_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.helper = laid_out("returned_on", button="Record return", cancel=cancel)


class ExtendForm(forms.Form):
    due_on = DayField(label="New return date", required_message="Enter the new return date")

    def __init__(self, *args, cancel: str, **kwargs):
        kwargs["initial"] = {"due_on": timezone.localdate() + USUAL_LOAN}
        super().__init__(*args, **kwargs)
        self.helper = laid_out("due_on", button="Extend loan", cancel=cancel)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("due_on"):
            check_day(self, cleaned["due_on"])
        return cleaned
