"""What is typed on the repair bench, and when a device has come to its end."""

from datetime import datetime, time

from crispy_forms_gds.layout import Field, Size
from django import forms
from django.utils import timezone

from diz_portal.documents.forms import DocumentField
from diz_portal.fields import DayField, records_field
from diz_portal.layout import laid_out
from inclusion.cases.forms.fields import line, wide
from inclusion.devices.forms.devices import KeeperFields
from inclusion.devices.forms.editing import EditsDevice
from inclusion.devices.forms.fields import SerialField
from inclusion.devices.models import Device, DeviceState, Part, PartKind

MOST_SHOWN = 50


class WhatPart(forms.Form):
    kind = forms.ChoiceField(
        label="Which part is it?",
        choices=PartKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which part it is."},
    )
    what = line("What exactly (optional)", 80, help_text="Such as 8 GB DDR4, or 65 W USB-C.")
    serial = SerialField(label="Serial number (optional)")

    def lines(self) -> list:
        return [Field.radios("kind", legend_size=Size.SMALL), wide("what"), wide("serial")]


class TakeOutForm(WhatPart):
    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(*self.lines(), button="It is taken out", cancel=cancel)


class ShelfForm(KeeperFields, WhatPart):
    is_new = forms.TypedChoiceField(
        label="Was it used before?",
        choices=[("no", "No, it is new"), ("yes", "Yes")],
        coerce=lambda value: value == "no",
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it was used before."},
    )

    def __init__(self, *args, user, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_keepers(user)
        self.helper = laid_out(
            *self.keeper_fields,
            *self.lines(),
            Field.radios("is_new", legend_size=Size.SMALL),
            button="Put it on the shelf",
            cancel=cancel,
        )


def part_words(part: Part) -> str:
    own = "new" if part.is_new else "used"
    origin = f"from {part.taken_from}" if part.taken_from else own
    return f"{part.title} ({origin})"


class FitForm(forms.Form):
    part = forms.ModelChoiceField(
        Part.objects.none(),
        label="Which part?",
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={
            "required": "Choose the part.",
            "invalid_choice": "Somebody has just used this part. Choose another one.",
        },
    )

    def __init__(self, *args, parts, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "part").queryset = parts
        records_field(self, "part").label_from_instance = part_words
        self.helper = laid_out(
            Field.radios("part", legend_size=Size.SMALL), button="It is fitted", cancel=cancel
        )


class RepairForm(forms.Form):
    why = line(
        "What is wrong?",
        100,
        required=True,
        help_text="About the device, never about people.",
        error_messages={"required": "Say what is wrong."},
    )
    part = line(
        "Which part does it wait for? (optional)", 100, help_text="Leave it empty if it needs none."
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("why"), wide("part"), button="Send it to repair", cancel=cancel
        )


class WaitForm(EditsDevice, forms.Form):
    part = line(
        "Which part does it wait for?",
        100,
        help_text="Such as a keyboard. Empty it when it waits no longer.",
    )

    def __init__(self, *args, device: Device, cancel: str, **kwargs):
        super().__init__(*args, record=device, **kwargs)
        self.helper = laid_out(wide("part"), button="Save", cancel=cancel)

    def written(self, device: Device) -> dict:
        return {"part": device.needs_part}


class RetireForm(forms.Form):
    to = forms.ChoiceField(
        label="What becomes of it?",
        choices=[
            (DeviceState.PARTS.value, "Taken apart: its parts repair others"),
            (DeviceState.RECYCLED.value, "Recycled"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what becomes of it."},
    )
    why = line("Why", 200, required=True, error_messages={"required": "Say why."})
    medium_serial = SerialField(label="Serial number of the drive")
    operator = line(
        "Who destroyed its drive",
        100,
        required=True,
        error_messages={"required": "Say who destroyed its drive."},
    )
    day = DayField(
        label="Destroyed on", required_message="Enter the day on which its drive was destroyed."
    )
    evidence = DocumentField(label="Certificate or photograph (optional)", required=False)

    def __init__(self, *args, device: Device | None, user, cancel: str, **kwargs):
        """With `device`, nothing proves that it was wiped: the drive is asked about."""
        initial = {"day": timezone.localdate(), "operator": user.name}
        if device:
            initial["medium_serial"] = device.medium_serial
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        drive = [wide("operator"), wide("medium_serial"), "day", "evidence"]
        if device is None:
            drive = []
            for name in ("medium_serial", "operator", "day", "evidence"):
                del self.fields[name]
        self.helper = laid_out(
            Field.radios("to", legend_size=Size.SMALL),
            wide("why"),
            *drive,
            button="Retire it",
            cancel=cancel,
        )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError("The drive cannot have been destroyed in the future.")
        return day

    def asked(self) -> dict:
        """`destroyed` as a wipe is recorded, or nothing where the drive is not asked about."""
        details = dict(self.cleaned_data)
        destroyed = None
        if "day" in details:
            end = datetime.combine(
                details.pop("day"), time(23, 59), tzinfo=timezone.get_default_timezone()
            )
            destroyed = {
                "operator": details.pop("operator"),
                "medium_serial": details.pop("medium_serial"),
                "finished_at": min(end, timezone.now()),
                "paper": details.pop("evidence"),
            }
        return {**details, "destroyed": destroyed}
