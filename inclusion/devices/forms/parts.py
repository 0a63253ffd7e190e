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
        label="What type of part is it?",
        choices=PartKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select the type of part"},
    )
    what = line("Description (optional)", 80, help_text="For example, 8GB DDR4 or 65W USB-C.")
    serial = SerialField(label="Serial number (optional)")

    def lines(self) -> list:
        return [Field.radios("kind", legend_size=Size.SMALL), wide("what"), wide("serial")]


class RemoveForm(WhatPart):
    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(*self.lines(), button="Remove part", cancel=cancel)


class ShelfForm(KeeperFields, WhatPart):
    is_new = forms.TypedChoiceField(
        label="Has it been used before?",
        choices=[("no", "No, it is new"), ("yes", "Yes")],
        coerce=lambda value: value == "no",
        widget=forms.RadioSelect,
        error_messages={"required": "Select yes if it has been used before"},
    )

    def __init__(self, *args, user, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.set_keepers(user)
        self.helper = laid_out(
            *self.keeper_fields,
            *self.lines(),
            Field.radios("is_new", legend_size=Size.SMALL),
            button="Add spare part",
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
            "required": "Select the part",
            "invalid_choice": "Someone else has just used this part. Select another one",
        },
    )

    def __init__(self, *args, parts, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        records_field(self, "part").queryset = parts
        records_field(self, "part").label_from_instance = part_words
        self.helper = laid_out(
            Field.radios("part", legend_size=Size.SMALL), button="Fit part", cancel=cancel
        )


class RepairForm(forms.Form):
    why = line(
        "What is the fault?",
        100,
        required=True,
        help_text="Do not include personal details.",
        error_messages={"required": "Enter what the fault is"},
    )
    part = line(
        "Part needed (optional)",
        100,
        help_text="For example, a keyboard. Leave blank if none is needed.",
    )

    def __init__(self, *args, cancel: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(
            Field.text("why"), wide("part"), button="Send to repair", cancel=cancel
        )


class WaitForm(EditsDevice, forms.Form):
    part = line(
        "Part needed",
        100,
        help_text="For example, a keyboard. Leave blank if it no longer needs a part.",
    )

    def __init__(self, *args, device: Device, cancel: str, **kwargs):
        super().__init__(*args, record=device, **kwargs)
        self.helper = laid_out(wide("part"), button="Save part needed", cancel=cancel)

    def written(self, device: Device) -> dict:
        return {"part": device.needs_part}


class RetireForm(forms.Form):
    to = forms.ChoiceField(
        label="What will happen to it?",
        choices=[
            (DeviceState.PARTS.value, "Used for parts to repair other devices"),
            (DeviceState.RECYCLED.value, "Recycled"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what will happen to it"},
    )
    why = line("Reason", 200, required=True, error_messages={"required": "Enter a reason"})
    medium_serial = SerialField(label="Drive serial number")
    operator = line(
        "Drive destroyed by",
        100,
        required=True,
        error_messages={"required": "Enter who destroyed its drive"},
    )
    day = DayField(
        label="Date destroyed", required_message="Enter the date its drive was destroyed"
    )
    evidence = DocumentField(label="Certificate or photograph (optional)", required=False)

    def __init__(self, *args, device: Device | None, user, cancel: str, **kwargs):
        """With `device`, there is no record that it was wiped: the drive is asked about."""
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
            button="Retire device",
            cancel=cancel,
        )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day > timezone.localdate():
            raise forms.ValidationError("Enter a date that is today or in the past")
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
