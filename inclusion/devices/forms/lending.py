"""What is typed when a device is reserved, lent or given."""

from datetime import timedelta

from crispy_forms_gds.layout import Field, Size
from django import forms
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
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
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
        f"{device.memory_gb} GB memory" if device.memory_gb else "",
        f"{device.storage_gb} GB storage" if device.storage_gb else "",
        f"shelf {device.shelf}" if device.shelf else "",
    ]
    facts = ", ".join(filter(None, [device.reference, *extras]))
    return f"{device.get_kind_display()}: {device.title} ({facts})"


class TermsForm(forms.Form):
    """Lend or give, and until when; it only asks, so it travels in the address."""

    kind = forms.ChoiceField(
        label="Do you lend it or give it?",
        choices=[(HoldingKind.LOAN.value, "Lend it"), (HoldingKind.GIFT.value, "Give it for good")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is lent or given."},
    )
    due_on = DayField(label="Lent until (not needed for a gift)", required=False)

    def __init__(self, *args, cancel: str, **kwargs):
        initial = {"kind": "loan", "due_on": timezone.localdate() + USUAL_LOAN}
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("kind", legend_size=Size.SMALL),
            "due_on",
            button="Show the terms",
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


def check_day(form: forms.Form, day) -> None:
    today = timezone.localdate()
    if day is None or day <= today:
        form.add_error("due_on", "Enter a day to come, until which it is lent.")
    elif day > today + LONGEST_LOAN:
        form.add_error("due_on", "Three years at most. Lend it again then, or give it.")


class SignForm(forms.Form):
    shown = forms.CharField(widget=forms.HiddenInput)
    signed_name = NameField(
        label="Full name of the person who signs",
        max_length=150,
        help_text="They type it themselves, or you type it while they watch.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "The person signs by typing their full name."},
    )
    agrees = forms.BooleanField(
        label="They have read these terms, or had them read aloud, and agree",
        error_messages={"required": "Tick the box once they have read the terms and agree."},
    )

    def __init__(self, *args, shown: str, button: str, cancel: str, **kwargs):
        kwargs["initial"] = {"shown": shown}
        super().__init__(*args, **kwargs)
        self.expected = shown
        self.helper = laid_out("shown", wide("signed_name"), "agrees", button=button, cancel=cancel)

    def clean_shown(self):
        if self.cleaned_data["shown"] != self.expected:
            raise forms.ValidationError("The terms have changed. Read them again, then sign.")
        return self.cleaned_data["shown"]


class TakeBackForm(forms.Form):
    returned_on = PastDayField(
        label="When did it come back?",
        help_text="A wipe counts from this day on.",
        required=False,
    )

    def __init__(self, *args, cancel: str, **kwargs):
        kwargs["initial"] = {"returned_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.helper = laid_out("returned_on", button="It has come back", cancel=cancel)


class ExtendForm(forms.Form):
    due_on = DayField(label="Lent until", required_message="Enter the new day.")

    def __init__(self, *args, cancel: str, **kwargs):
        kwargs["initial"] = {"due_on": timezone.localdate() + USUAL_LOAN}
        super().__init__(*args, **kwargs)
        self.helper = laid_out("due_on", button="Lend it for longer", cancel=cancel)

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("due_on"):
            check_day(self, cleaned["due_on"])
        return cleaned
