"""What this app adds to the dataset: devices and mobile data, what came and what went each day. Of
things, never of people."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Count, F, QuerySet, Sum
from django.db.models.functions import TruncDate

from diz_portal.reports import dataset
from diz_portal.reports.dataset import DATE
from diz_portal.reports.declaring import Column, Kind, Table
from diz_portal.reports.fields import A_LOOK
from inclusion.databank.models import Account, DataBatch, DataEntry
from inclusion.devices.models import Device, DeviceEvent, DeviceKind, DeviceState

DEVICES = (
    Column("moved_on", "Day", Kind.DAY),
    Column("organisation_code", "Code of the organisation that holds them"),
    Column("kind_code", "Type code"),
    Column("kind", "Type of device"),
    Column("from_code", "Status code before", about="Empty for a new device."),
    Column("from_status", "Status before"),
    Column("to_code", "Status code after"),
    Column("to_status", "Status after"),
    Column("devices", "Devices", Kind.WHOLE),
)
DATA = (
    Column("moved_on", "Day", Kind.DAY),
    Column("organisation_code", "Code of the organisation that holds it", about="Empty: shared."),
    Column("from_code", "Account code before"),
    Column("from_account", "Account before"),
    Column("to_code", "Account code after"),
    Column("to_account", "Account after"),
    Column("mb", "Data (MB)", Kind.WHOLE, about="1GB is 1,000MB."),
)
REFERS_TO = {
    "moved_on": DATE,
    "organisation_code": ("dim_organisation", "organisation_code"),
}


@dataset.tables
def stores(user: Any) -> Iterator[Table]:
    """Of what one's teams keep; of all for managers."""
    if user is None or user.has_perm("inclusion.see_stock"):
        devices = Device.objects.all() if user is None else Device.objects.visible_to(user)
        yield _devices(devices)
    if user is None or user.has_perm("inclusion.see_databank"):
        batches = DataBatch.objects.all() if user is None else DataBatch.objects.visible_to(user)
        yield _data(batches)


def _devices(devices: QuerySet[Device]) -> Table:
    moves = (
        DeviceEvent.objects.filter(device__in=devices)
        .exclude(from_state=F("to_state"))
        .annotate(day=TruncDate("at"))
        .values_list("day", "device__kept_by__slug", "device__kind", "from_state", "to_state")
        .annotate(number=Count("pk"))
        .order_by("day", "device__kept_by__slug", "device__kind", "from_state", "to_state")
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for day, keeper, kind, before, after, number in moves.iterator(2000):
            was = DeviceState(before).label if before else ""
            label = DeviceKind(kind).label
            yield day, keeper, kind, label, before, was, after, DeviceState(after).label, number

    return Table(
        "fact_device_movements",
        "Changes of device status",
        DEVICES,
        rows,
        moves.count(),
        refers_to=REFERS_TO,
        shown=A_LOOK,
    )


def _data(batches: QuerySet[DataBatch]) -> Table:
    moves = (
        DataEntry.objects.filter(batch__in=batches)
        .annotate(day=TruncDate("at"))
        .values_list("day", "batch__kept_by__slug", "from_account", "to_account")
        .annotate(total=Sum("mb"))
        .order_by("day", "batch__kept_by__slug", "from_account", "to_account")
    )

    def rows() -> Iterator[tuple[Any, ...]]:
        for day, keeper, before, after, total in moves.iterator(2000):
            yield (
                day,
                keeper,
                before,
                Account(before).label,
                after,
                Account(after).label,
                total,
            )

    return Table(
        "fact_data_movements",
        "Movements of mobile data between accounts",
        DATA,
        rows,
        moves.count(),
        refers_to=REFERS_TO,
        shown=A_LOOK,
    )
