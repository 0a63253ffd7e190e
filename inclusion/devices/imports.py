"""Many devices at once, from a list: a preview first, then all of them or none."""

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

import pgtrigger
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone

from diz_portal.accounts.models import User
from diz_portal.imports.columns import Columns, Errors, Seen, in_chunks
from diz_portal.imports.fields import Field
from diz_portal.imports.headings import norm
from diz_portal.imports.kinds import Check, Progress, Share
from diz_portal.imports.preview import Preview
from diz_portal.imports.records import NEW, rows_of
from diz_portal.imports.refusals import TouchedSince
from diz_portal.tables import FileRefused, Limits, Row
from diz_portal.tables.values import line, serial, serial_key, yes_or_no
from inclusion.devices.models import HOLDS_DATA, Device, DeviceEvent, DeviceKind
from inclusion.devices.services import devices
from inclusion.imports.arrival import ARRIVED, day_of, refuse_ahead
from inclusion.imports.kinds import ListKind
from inclusion.imports.models import ImportBatch, ImportKind

MOST = 1_000
FIELDS = [
    Field(
        "kind",
        "Type",
        line(40),
        ("kind", "device type", "device", "category", "item", "what", "equipment"),
    ),
    Field("make", "Make", line(60), ("manufacturer", "brand", "vendor", "maker")),
    Field(
        "model",
        "Model",
        line(80),
        ("model name", "model number", "model no", "product", "description"),
    ),
    Field(
        "serial",
        "Serial number",
        serial,
        ("serial no", "s/n", "sn", "serial #", "service tag", "asset serial", "device serial"),
    ),
    Field(
        "medium_serial",
        "Drive serial number",
        serial,
        (
            "drive serial",
            "serial number of its drive",
            "drive serial no",
            "drive s/n",
            "disk serial",
            "hdd serial",
            "hdd serial number",
            "ssd serial",
            "hard drive serial",
        ),
    ),
    Field(
        "charger",
        "Charger (yes or no)",
        yes_or_no,
        ("charger", "charger included", "has charger", "psu", "power supply", "mains lead"),
    ),
    Field("shelf", "Storage location", line(60), ("shelf", "location", "bay", "where")),
    ARRIVED,
]
WORDS = {norm(word): kind.value for kind in DeviceKind for word in (kind.value, kind.label)} | {
    "notebook": DeviceKind.LAPTOP.value,
    "chromebook": DeviceKind.LAPTOP.value,
    "macbook": DeviceKind.LAPTOP.value,
    "ipad": DeviceKind.TABLET.value,
    "iphone": DeviceKind.PHONE.value,
    "mobile": DeviceKind.PHONE.value,
    "mobilephone": DeviceKind.PHONE.value,
    "pc": DeviceKind.DESKTOP.value,
    "desktoppc": DeviceKind.DESKTOP.value,
    "mifi": DeviceKind.ROUTER.value,
    "screen": DeviceKind.MONITOR.value,
    "keyboard": DeviceKind.ACCESSORY.value,
    "mouse": DeviceKind.ACCESSORY.value,
}
# What tells two devices without a serial number apart, as far as anything does.
ALIKE = ("kind", "make", "model", "medium_serial")


class DeviceCheck:
    def __init__(self, batch: ImportBatch, columns: Columns, preview: Preview):
        self.words, self.columns, self.preview = batch.words, columns, preview
        self.said = batch.said
        here = Device.objects.filter(kept_by=batch.kept_by_id)
        self._here = {
            serial_key(device.serial): device for device in here.exclude(serial="").order_by("pk")
        }
        self._nameless = Counter(
            _alike(dict(zip(ALIKE, found, strict=True)))
            for found in here.filter(serial="").values_list(*ALIKE)
        )
        self._seen = Seen()

    def run(self, rows: Iterator[Row], progress: Progress) -> None:
        number = 0
        for chunk in in_chunks(rows, progress):
            for row in chunk:
                number += 1
                self._judge(row, *self.columns.values(row))
        if number > MOST:
            raise FileRefused(
                f"The file has {number:,} devices, and the limit is {MOST:,}. Split it into "
                "several files"
            )

    def _judge(self, row: Row, values: dict[str, Any], errors: Errors) -> None:
        heading = self.columns.heading_of
        kind = self._kind(row, values, errors)
        wanted = {
            "kind": kind,
            **{name: values.get(name) or "" for name in ("make", "model", "serial")},
            "medium_serial": values.get("medium_serial") or "",
            "shelf": values.get("shelf") or "",
            "holds_data": kind in HOLDS_DATA,
            "mains_powered": values.get("charger", True),
        }
        if day := values.get("received_on") or self.said.get("received_on"):
            wanted["received_on"] = day
        refuse_ahead(values, self.columns, errors)
        key = serial_key(wanted["serial"])
        if key and (both := self._seen.before(key, row)):
            errors.append(
                (heading["serial"], f"{both} have the same serial number. Correct one of them")
            )
        device = self._here.get(key) if key else None
        label = " ".join(filter(None, (wanted["make"], wanted["model"]))) or values.get("kind", "")
        if not errors and device:
            if _alike(wanted) == _alike({name: getattr(device, name) for name in ALIKE}):
                self.preview.unchanged()
                return
            errors.append(
                (
                    heading["serial"],
                    f"A device with serial number {wanted['serial']} already exists: {device}, "
                    f"{device.title}. Correct the file or that device",
                )
            )
        if errors:
            self.preview.error(row, label, errors)
        elif not key and self._nameless[_alike(wanted)] > 0:
            self._nameless[_alike(wanted)] -= 1
            self.preview.double(row, label, wanted)
        else:
            self.preview.create(row, label, wanted)

    def _kind(self, row: Row, values: dict[str, Any], errors: Errors) -> str:
        word = values.get("kind", "")
        heading = self.columns.heading_of["kind"]
        if not word:
            if not any(column == heading for column, _ in errors):
                errors.append((heading, "Enter the type of device"))
            return ""
        found = WORDS.get(norm(word)) or self.words.get(word.casefold())
        if not found:
            if found is None:
                self.preview.unknown(row, word)
            known = ", ".join(kind.label.lower() for kind in DeviceKind)
            message = f"“{word}” is not a type of device. Use {known}"
            errors.append((heading, message))
        return found or ""


def _alike(values: dict[str, Any]) -> tuple[str, ...]:
    return tuple(serial_key(str(values[name])) for name in ALIKE)


class Devices(ListKind):
    name, noun, nouns = ImportKind.DEVICES.value, "device", "devices"
    fields = FIELDS
    needed = [("kind",)]
    limits = Limits(size=1_000_000, rows=2 * MOST)
    worded, word_choices = "kind", DeviceKind.choices
    worded_as = ("type of device", "types of device")
    no_word = "None of these (show the rows as errors)"
    labels = {"mains_powered": "Charger (yes or no)"}
    hidden = frozenset({"holds_data"})
    undone_new = "removed, as if they had never been booked in"
    undone_more = "If any device has been worked on since, nothing will be removed."

    def check(self, batch: ImportBatch, columns: Columns, preview: Preview) -> Check:
        return DeviceCheck(batch, columns, preview)

    def apply(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        for row in rows_of(batch, NEW):
            values = {**row.values, "received_on": day_of(row.values)}
            device = devices.book_in(by=cast(User, by), kept_by_id=batch.kept_by_id, **values)
            row.record_id = device.pk
            row.save(update_fields=["record_id"])

    def undo(self, batch: ImportBatch, *, by: User | None, progress: Share) -> None:
        rows = {row.record_id: row for row in rows_of(batch, NEW)}
        found = Device.objects.select_for_update(of=("self",), no_key=True)
        there = {device.pk: device for device in found.filter(pk__in=rows).order_by("pk")}
        for key, row in rows.items():
            device = there.get(key)
            if device is None or _touched(device, row.values):
                raise TouchedSince(
                    f"You cannot undo this import, because {device or row.label} has been worked "
                    "on since. Correct the devices one by one"
                )
        try:
            # What was never here has no history.
            with pgtrigger.ignore("inclusion.DeviceEvent:append_only"):
                DeviceEvent.objects.filter(device__in=there).delete()
                Device.objects.filter(pk__in=there).delete()
        except ProtectedError as error:
            raise TouchedSince(
                "You cannot undo this import, because some of the devices have been worked on"
                " since. Correct the devices one by one"
            ) from error

    def names(self, rows: list[Any]) -> dict[str, dict[Any, str]]:
        return {"kind": dict(DeviceKind.choices)}

    def looked_at(self, batch: ImportBatch) -> tuple[str, str]:
        address = reverse("inclusion_workspace:devices")
        return "View devices", f"{address}?state=quarantined"


def _touched(device: Device, values: dict[str, Any]) -> bool:
    now = {**vars(device), "received_on": timezone.localdate(device.received_at).isoformat()}
    changed = any(now[name] != value for name, value in values.items())
    return changed or device.events.count() != 1
