"""What is typed about devices."""

from datetime import datetime, timedelta

from crispy_forms_gds.layout import Field, Fixed, Size
from django import forms
from django.utils import timezone

from diz_portal.documents.forms import DocumentField
from diz_portal.fields import DayField, HourField, WholeNumberField, WordsField, records_field
from diz_portal.layout import laid_out
from diz_portal.tables.values import GIGABYTES, PERCENT
from diz_portal.uploads import FileField
from diz_portal.words import uk_date
from inclusion.cases.forms.fields import ArrivalField, PastDayField, line, wide
from inclusion.cases.roles import takes_for
from inclusion.devices.forms.editing import EditsDevice
from inclusion.devices.forms.fields import SerialField
from inclusion.devices.models import (
    HOLDS_DATA,
    Device,
    DeviceKind,
    Donation,
    DonationState,
    Grade,
    WipeMethod,
)
from partners.models import Organisation

USUAL_STANDARD = "NIST SP 800-88 Clear"
MOST_LOGS = 50


def keepers(user) -> list[Organisation]:
    """The organisations for which the person may book devices in."""
    return list(Organisation.objects.filter(pk__in=takes_for(user)).order_by("name"))


class KeeperFields(forms.Form):
    """Whose it is: asked only of somebody who works for several."""

    kept_by = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Held by",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": "Select who holds it"},
    )

    def set_keepers(self, user) -> None:
        mine = keepers(user)
        self.only = mine[0] if len(mine) == 1 else None
        field = records_field(self, "kept_by")
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in mine])
        if self.only:
            del self.fields["kept_by"]

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if self.only:
            cleaned["kept_by"] = self.only
        return cleaned

    @property
    def keeper_fields(self) -> list:
        shown = "kept_by" in self.fields
        return [Field.radios("kept_by", legend_size=Size.SMALL)] if shown else []


class WhatItIs(forms.Form):
    """Make, model and numbers: what may be corrected at any time."""

    make = line("Make", 60)
    model = line("Model", 80)
    serial = SerialField(
        label="Serial number", help_text="It is on a label underneath, or in the settings."
    )
    medium_serial = SerialField(
        label="Drive serial number",
        help_text="If you can read it. Used to match wipe logs.",
    )
    memory_gb = WholeNumberField(
        label="Memory (GB)", min_value=1, max_value=4096, units=GIGABYTES, required=False
    )
    storage_gb = WholeNumberField(
        label="Storage (GB)", min_value=1, max_value=100_000, units=GIGABYTES, required=False
    )
    shelf = line("Storage location", 60, help_text="For example, shelf B3. Printed on its label.")

    def lines(self) -> list:
        return [
            wide("make"),
            wide("model"),
            wide("serial"),
            wide("medium_serial"),
            Field.text("memory_gb", field_width=Fixed.FIVE),
            Field.text("storage_gb", field_width=Fixed.FIVE),
            Field.text("shelf", field_width=Fixed.TEN),
        ]


class BookInForm(KeeperFields, WhatItIs):
    kind = forms.ChoiceField(
        label="What type of device is it?",
        choices=DeviceKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of device"},
    )
    mains_powered = forms.TypedChoiceField(
        label="Does it have a charger or mains lead?",
        choices=[("yes", "Yes, so it needs a PAT test"), ("no", "No")],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if it has a charger or mains lead"},
    )
    received_on = ArrivalField(
        label="Date received",
        help_text=(
            "Wipes only count from this date. Change it if you received the device before today."
        ),
        required=False,
    )
    donation = forms.ModelChoiceField(
        Donation.objects.none(),
        label="Which offer is it from?",
        required=False,
        empty_label="None of these offers",
    )

    def __init__(self, *args, user, cancel: str, donation: Donation | None = None, **kwargs):
        kwargs["initial"] = {"received_on": timezone.localdate()}
        super().__init__(*args, **kwargs)
        self.set_keepers(user)
        offers = Donation.objects.visible_to(user).filter(state=DonationState.RECEIVED)
        records_field(self, "donation").queryset = offers
        self.fields["donation"].initial = donation
        records_field(self, "donation").label_from_instance = offer_words
        self.helper = laid_out(
            *self.keeper_fields,
            Field.radios("kind", legend_size=Size.SMALL),
            Field.radios("mains_powered", legend_size=Size.SMALL),
            "received_on",
            *self.lines(),
            "donation",
            button="Book in device",
            cancel=cancel,
        )

    def asked(self) -> dict:
        details = dict(self.cleaned_data)
        details["holds_data"] = details["kind"] in HOLDS_DATA
        return details


def offer_words(donation: Donation) -> str:
    """Never the donor's name: this stands beside a device."""
    return f"{donation.reference}: {donation.how_many} offered on {uk_date(donation.offered_at)}"


class EditForm(EditsDevice, WhatItIs):
    battery_percent = WholeNumberField(
        label="Battery health (%)", min_value=0, max_value=100, units=PERCENT, required=False
    )
    locked_to_user = forms.BooleanField(label="Locked to previous user", required=False)

    def __init__(self, *args, device: Device, cancel: str, **kwargs):
        super().__init__(*args, record=device, **kwargs)
        self.helper = laid_out(
            *self.lines(),
            Field.text("battery_percent", field_width=Fixed.FIVE),
            "locked_to_user",
            button="Save details",
            cancel=cancel,
        )

    def written(self, device: Device) -> dict:
        return {name: getattr(device, name) for name in self.base_fields}


class FileForm(KeeperFields):
    """A file of many devices, or an eraser's log."""

    file = FileField(
        label="File",
        error_messages={
            "required": "Select a file",
            "empty": "The file is empty. Upload another one",
            "invalid": "The file was not uploaded. Select it again",
        },
    )

    def __init__(self, *args, user, cancel: str, label: str, accept: str, button: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_keepers(user)
        self.fields["file"].label = label
        self.fields["file"].widget.attrs["accept"] = accept
        self.helper = laid_out(*self.keeper_fields, "file", button=button, cancel=cancel)


class SeveralFiles(forms.FileInput):
    allow_multiple_selected = True


class FilesField(FileField):
    """One file or several: cleaned to a list."""

    widget = SeveralFiles

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in files or [None]]


class LogForm(FileForm):
    operator = line("Wiped by", 100, help_text="Kept with the wipe record.")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["operator"].initial = user.name
        self.helper.layout.fields.insert(-2, wide("operator"))


class LogsForm(LogForm):
    """Of many runs at once."""

    file = FilesField(
        help_text=f"You can select up to {MOST_LOGS} files.",
        error_messages={
            "required": "Select one or more logs",
            "empty": "One of the files is empty. Select the others again",
            "invalid": "A file was not uploaded. Select all the logs again",
        },
    )

    def clean_file(self):
        files = self.cleaned_data["file"]
        if len(files) > MOST_LOGS:
            raise forms.ValidationError(f"Select up to {MOST_LOGS} logs")
        return files


class WipeForm(forms.Form):
    passed = forms.TypedChoiceField(
        label="Result of the wipe",
        choices=[("yes", "Wiped and checked"), ("no", "Wipe failed")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the result of the wipe"},
    )
    method = forms.ChoiceField(
        label="Wiping method",
        choices=WipeMethod.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the wiping method"},
    )
    standard = line(
        "Wiping standard",
        60,
        required=True,
        initial=USUAL_STANDARD,
        error_messages={"required": "Enter the wiping standard, such as NIST SP 800-88 Clear"},
    )
    medium_serial = SerialField(label="Drive serial number")
    operator = line(
        "Wiped by",
        100,
        required=True,
        error_messages={"required": "Enter who wiped it"},
    )
    day = DayField(label="Date finished", required_message="Enter the date it finished")
    time = HourField(label="Time finished")
    evidence = DocumentField(label="Wipe certificate or photograph (optional)", required=False)

    def __init__(self, *args, device: Device, user, cancel: str, **kwargs):
        kwargs["initial"] = {
            "medium_serial": device.medium_serial,
            "operator": user.name,
            "day": timezone.localdate(),
            "time": timezone.localtime().time().replace(second=0, microsecond=0),
            "standard": USUAL_STANDARD,
        }
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("passed", legend_size=Size.SMALL),
            Field.radios("method", legend_size=Size.SMALL),
            wide("standard"),
            wide("medium_serial"),
            wide("operator"),
            "day",
            Field.text("time", field_width=Fixed.TEN),
            "evidence",
            button="Record wipe",
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        day, clock = cleaned.pop("day", None), cleaned.pop("time", None)
        if day and clock:
            moment = datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())
            now = timezone.now()
            # Typed to the minute: "now" may be a few seconds ahead of the clock.
            is_now = now < moment < now + timedelta(minutes=1)
            cleaned["finished_at"] = now if is_now else moment
            if moment > now and not is_now:
                self.add_error("day", "Enter a date and time that is not in the future")
        return cleaned


class InspectForm(EditsDevice, forms.Form):
    grade = forms.ChoiceField(
        label="Grade",
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a grade"},
    )
    memory_gb = WholeNumberField(
        label="Memory (GB)", min_value=1, max_value=4096, units=GIGABYTES, required=False
    )
    storage_gb = WholeNumberField(
        label="Storage (GB)", min_value=1, max_value=100_000, units=GIGABYTES, required=False
    )
    battery_percent = WholeNumberField(
        label="Battery health (%)", min_value=0, max_value=100, units=PERCENT, required=False
    )
    locked_to_user = forms.BooleanField(label="Locked to previous user", required=False)

    def __init__(self, *args, device: Device, cancel: str, **kwargs):
        super().__init__(*args, record=device, **kwargs)
        self.helper = laid_out(
            Field.radios("grade", legend_size=Size.SMALL),
            Field.text("memory_gb", field_width=Fixed.FIVE),
            Field.text("storage_gb", field_width=Fixed.FIVE),
            Field.text("battery_percent", field_width=Fixed.FIVE),
            "locked_to_user",
            button="Save inspection",
            cancel=cancel,
        )

    def written(self, device: Device) -> dict:
        return {name: getattr(device, name) for name in self.base_fields}


class WhyForm(forms.Form):
    """One question and its answer in words."""

    why = WordsField(widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(
        self,
        *args,
        label: str,
        button: str,
        cancel: str,
        missing: str,
        hint: str = "",
        longest: int = 200,
        **kwargs,
    ):
        super().__init__(*args, **kwargs)
        self.fields["why"] = WordsField(
            label=label,
            help_text=hint,
            max_length=longest,
            error_messages={"required": missing},
        )
        self.helper = laid_out(Field.textarea("why", rows=3), button=button, cancel=cancel)


class PatForm(forms.Form):
    passed = forms.TypedChoiceField(
        label="Result of the PAT test",
        choices=[("yes", "Passed"), ("no", "Failed, so send it to repair")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": "Select the result of the PAT test"},
    )
    tester = line(
        "Tested by", 100, required=True, error_messages={"required": "Enter who tested it"}
    )
    tested_on = PastDayField(label="Date tested", required_message="Enter the date of the test")
    next_due_on = DayField(label="Next test due (if it passed)", required=False)

    def __init__(self, *args, user, cancel: str, button: str = "Record PAT test", **kwargs):
        today = timezone.localdate()
        initial = {
            "tester": user.name,
            "tested_on": today,
            "next_due_on": today + timedelta(days=365),
        }
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.radios("passed", legend_size=Size.SMALL),
            wide("tester"),
            "tested_on",
            "next_due_on",
            button=button,
            cancel=cancel,
        )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("passed") is False:
            cleaned["next_due_on"] = None
        elif "next_due_on" in cleaned and cleaned["next_due_on"] is None:
            self.add_error("next_due_on", "Enter when the next test is due")
        return cleaned
