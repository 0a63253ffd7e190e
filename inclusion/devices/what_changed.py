"""Devices that were given to the device bank, and issued from it: numbers of devices by day."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, F
from django.db.models.functions import TruncDate
from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.asked import begins
from diz_portal.changes.registry import Rows, total
from inclusion.devices.models import Device, DeviceEvent, DeviceState
from partners.models import Organisation


def _issued(rows: Rows) -> str:
    number = total(rows, "devices_issued")
    return "1 device was issued" if number == 1 else f"{number:,} devices were issued"


def _received(rows: Rows) -> str:
    number = total(rows, "devices_received")
    return "1 device was booked in" if number == 1 else f"{number:,} devices were booked in"


ISSUED = Kind(
    name="devices-issued",
    title="Devices issued",
    room="Device bank",
    says=_issued,
    order=86,
    counted="devices_issued",
)
RECEIVED = Kind(
    name="devices-received",
    title="Devices booked in",
    room="Device bank",
    says=_received,
    order=85,
    counted="devices_received",
)


def find(asked: Asked) -> Iterator[Change]:
    if asked.project is not None or not asked.reader.has_perm("inclusion.see_stock"):
        return
    devices = Device.objects.visible_to(asked.reader)
    if asked.organisation is not None:
        devices = devices.filter(kept_by=asked.organisation)
    events = DeviceEvent.objects.filter(asked.noted("at"), device__in=devices)
    issued = events.filter(to_state=DeviceState.ISSUED).exclude(from_state=F("to_state"))
    received = events.filter(from_state="")
    rows = [
        (kind, row)
        for kind, found in ((ISSUED, issued), (RECEIVED, received))
        for row in found.order_by()
        .values(keeper=F("device__kept_by"), day=TruncDate("at"))
        .annotate(number=Count("pk"))
    ]
    keepers = Organisation.objects.in_bulk({row["keeper"] for _, row in rows})
    for kind, row in rows:
        yield _change(kind, row["number"], row["day"], keepers[row["keeper"]])


def _change(kind: Kind, number: int, day: date, keeper: Organisation) -> Change:
    if kind == ISSUED:
        many = "1 device was issued" if number == 1 else f"{number:,} devices were issued"
    else:
        many = "1 device was booked in" if number == 1 else f"{number:,} devices were booked in"
    return Change(
        kind=kind.name,
        on=day,
        recorded_at=begins(day),
        says=f"{many} by {keeper}",
        url=reverse("inclusion_workspace:devices"),
        organisation=keeper,
        counts={kind.counted: number},
    )


changes.register(ISSUED, RECEIVED, find=find)
