"""The statement of the stores: devices and mobile data, what came and what went in a period.

Of devices and MB, never of people. Balances are sums over what nobody can change: the events of
devices, and the ledger of the databank.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.urls import reverse

from diz_portal.reports.declaring import (
    Column,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    PeriodQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from inclusion.databank.models import Account, DataBatch, DataEntry
from inclusion.devices.models import Device, DeviceEvent, DeviceState

DEVICES = (
    Column("state", "Status"),
    Column("opening", "At the start (devices)", Kind.WHOLE),
    Column("came", "Moved to this status (devices)", Kind.WHOLE),
    Column("went", "Left this status (devices)", Kind.WHOLE),
    Column("closing", "At the end (devices)", Kind.WHOLE),
)
DATA = (
    Column("account", "Account"),
    Column("opening", "At the start (MB)", Kind.WHOLE),
    Column("came", "Added (MB)", Kind.WHOLE),
    Column("went", "Removed (MB)", Kind.WHOLE),
    Column("closing", "At the end (MB)", Kind.WHOLE),
)
# What was donated is counted against the donors, and what was undone never came.
ACCOUNTS = [one for one in Account if one not in (Account.DONOR, Account.WITHDRAWN)]


@dataclass(frozen=True)
class Line:
    """opening + came − went = closing."""

    opening: int
    came: int
    went: int

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.went


@register
class StoresStatement(Report):
    name = "stores-statement"
    title = "Device bank and databank statement"
    about = "Devices by status and mobile data by account, at the start and end of a period."
    asks = PeriodQuestion
    # A team reads what it keeps, a manager all.
    is_for_its_asker = True
    order = 60

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        return user.is_authenticated and (
            user.has_perm("inclusion.see_stock") and user.has_perm("inclusion.see_databank")
        )

    def paper(self, question: Question) -> Paper:
        starts, ends = question.answers["starts"], question.answers["ends"]
        devices = question.seen(Device.objects)
        of_devices = device_lines(devices, starts, ends)
        of_data = data_lines(question.seen(DataBatch.objects), starts, ends)
        return Paper(
            title=self.said(question),
            sections=[
                Section("summary", "Summary", [_figures(devices, of_data, starts, ends)]),
                Section("devices", "Device bank", [_devices(of_devices)]),
                Section("data", "Databank", [_data(of_data)]),
            ],
            notes=(
                "“At the start” is the beginning of the first day. “At the end” is the end of the "
                "last day, or now if that is earlier.",
                "A device that changes its status several times is counted each time.",
                "1GB is 1,000MB. Pledged data is not in any account until it is received. A "
                "receipt that is undone is removed from stock.",
            ),
        )


def device_lines(devices: QuerySet[Device], starts: date, ends: date) -> dict[DeviceState, Line]:
    """Of each status, from the events: each names the status before and after."""
    events = DeviceEvent.objects.filter(device__in=devices)
    moves = events.exclude(from_state=F("to_state")).filter(at__date__range=(starts, ends))
    came, went = (_counted(moves, name) for name in ("to_state", "from_state"))
    latest = events.filter(device=OuterRef("pk"), at__date__lt=starts).order_by("-at", "-pk")
    opening = Counter(
        devices.annotate(stood=Subquery(latest.values("to_state")[:1]))
        .order_by()
        .values_list("stood", flat=True)
    )
    return {
        state: Line(opening[state.value], came.get(state.value, 0), went.get(state.value, 0))
        for state in DeviceState
    }


def _counted(events: QuerySet[DeviceEvent], name: str) -> dict[str, int]:
    return dict(events.order_by().values_list(name).annotate(number=Count("pk")))


def data_lines(batches: QuerySet[DataBatch], starts: date, ends: date) -> dict[Account, Line]:
    """Of each account, from the ledger."""
    entries = DataEntry.objects.filter(batch__in=batches)
    before, during = (
        entries.filter(at__date__lt=starts),
        entries.filter(at__date__range=(starts, ends)),
    )
    into, out_of = _moved(before, "to_account"), _moved(before, "from_account")
    came, went = _moved(during, "to_account"), _moved(during, "from_account")
    return {
        one: Line(
            into.get(one.value, 0) - out_of.get(one.value, 0),
            came.get(one.value, 0),
            went.get(one.value, 0),
        )
        for one in ACCOUNTS
    }


def _moved(entries: QuerySet[DataEntry], name: str) -> dict[str, int]:
    return dict(entries.order_by().values_list(name).annotate(total=Sum("mb")))


def _figures(
    devices: QuerySet[Device], of_data: dict[Account, Line], starts: date, ends: date
) -> Figures:
    events = DeviceEvent.objects.filter(device__in=devices, at__date__range=(starts, ends))
    # Back from someone, also what was thought lost.
    returned = events.filter(
        from_state__in=(DeviceState.ISSUED, DeviceState.LOST), to_state=DeviceState.QUARANTINED
    )
    stock = reverse("inclusion_workspace:databank")
    return Figures(
        "stores",
        [
            Figure("devices_received", "Devices received", events.filter(from_state="").count()),
            Figure("devices_issued", "Devices issued", _into(events, DeviceState.ISSUED)),
            Figure("devices_returned", "Devices returned", returned.count()),
            Figure("devices_recycled", "Devices recycled", _into(events, DeviceState.RECYCLED)),
            Figure(
                "mb_in_stock",
                "Mobile data in stock at the end (MB)",
                of_data[Account.STOCK].closing,
                url=stock,
            ),
            Figure(
                "mb_issued", "Mobile data issued in the period (MB)", of_data[Account.ISSUED].came
            ),
        ],
    )


def _into(events: QuerySet[DeviceEvent], state: DeviceState) -> int:
    return events.filter(to_state=state).exclude(from_state=state).count()


def _devices(lines: dict[DeviceState, Line]) -> Table:
    page = reverse("inclusion_workspace:devices")

    def rows() -> Iterator[tuple[Any, ...]]:
        for state, line in lines.items():
            link = Linked(state.label, f"{page}?state={state.value}")
            yield link, line.opening, line.came, line.went, line.closing

    return Table("devices", "Devices by status", DEVICES, rows, len(lines))


def _data(lines: dict[Account, Line]) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        for account, line in lines.items():
            yield account.label, line.opening, line.came, line.went, line.closing

    return Table("data", "Mobile data by account", DATA, rows, len(lines))
