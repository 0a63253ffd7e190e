"""What the device bank adds to a case: see `inclusion.cases.additions`."""

from datetime import timedelta

import pgtrigger
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from diz_portal.privacy.kinds import (
    Part,
    Shown,
)
from inclusion.cases.additions import Addition, Door, add
from inclusion.cases.models import Case, Need, NeedKind, NeedState, Person
from inclusion.cases.selectors.residents import cases_of
from inclusion.devices.models import Device, DeviceEvent, Holding, HoldingKind

RETURNED = "Device returned: ask if they need another one, then update the need"
# The event of a return is written just after it.
A_MOMENT = timedelta(seconds=5)
ON_LOAN = "A device is still on loan to this person. Record its return or make it a gift first"


def came_back(need: Need) -> str:
    """What was supplied last has been brought back, and the person has nothing."""
    if (need.kind, need.state) != (NeedKind.DEVICE, NeedState.SUPPLIED):
        return ""
    held = list(need.holdings.all())
    last = held[-1].returned_at if held else None
    return RETURNED if last is not None and last >= need.changed_at else ""


# As most are given; the page of the terms leads to the other choices.
LOAN = {"kind": HoldingKind.LOAN.value}
WANTS_ONE = (NeedState.IDENTIFIED, NeedState.APPROVED, NeedState.WAITING)


def door(need: Need) -> Door | None:
    """Reserve one, and once it is reserved, issue it: as a loan, which the page can change."""
    if need.kind != NeedKind.DEVICE:
        return None
    if reserved := next(iter(need.reserved_devices.all()), None):
        return Door(
            f"Issue {reserved.get_kind_display().lower()} {reserved.reference}",
            reverse("inclusion_workspace:device_issue", args=[reserved.reference], query=LOAN),
        )
    if need.state in WANTS_ONE:
        return Door(
            "Reserve a device", reverse("inclusion_workspace:need_device", args=[need.reference])
        )
    return None


def still_on_loan(person: Person) -> str:
    lent = Holding.objects.filter(
        need__case__in=cases_of(person), returned_at=None, kind=HoldingKind.LOAN
    )
    return ON_LOAN if lent.exists() else ""


def events_with(cases: QuerySet[Case]) -> QuerySet[DeviceEvent]:
    """What was written of devices while they were with the person."""
    with_them = Holding.objects.filter(
        Q(returned_at=None) | Q(returned_at__gte=OuterRef("at") - A_MOMENT),
        device=OuterRef("device"),
        issued_at__lte=OuterRef("at"),
        need__case__in=cases,
    )
    return DeviceEvent.objects.filter(Exists(with_them))


def _in_words(device: Device) -> str:
    """“Laptop, Lenovo ThinkPad, serial number PF0X1”."""
    called = " ".join(filter(None, [device.make, device.model]))
    serial = f"serial number {device.serial}" if device.serial else ""
    return ", ".join(filter(None, [device.get_kind_display(), called, serial]))


def forget(people: list[int], cases: QuerySet[Case]) -> None:
    """What they signed for stays, without their name."""
    signed = Holding.objects.filter(need__case__in=cases).exclude(signed_name="")
    signed.update(signed_name="")
    with pgtrigger.ignore("inclusion.DeviceEvent:append_only"):
        events_with(cases).exclude(why="").update(why="")


add(
    Addition(
        room="devices",
        read_with_needs=lambda: [
            "reserved_devices",
            Prefetch("holdings", Holding.objects.select_related("device")),
        ],
        next_action=came_back,
        door=door,
        obstacle=still_on_loan,
        forget=forget,
        parts=(
            Part(
                Holding,
                lambda person: Holding.objects.filter(need__case__in=cases_of(person)),
                {
                    "device": Shown("Device", lambda one: _in_words(one.device)),
                    "kind": "Loan or gift",
                    "issued_at": "Date you got it",
                    "due_on": "Return date",
                    "returned_at": "Returned",
                    # Somebody else may have signed for them.
                    "signed_name": "Signed by",
                    "signed_at": "Signed",
                    # The same for everybody.
                    "terms": Shown("Agreed terms", is_read=False),
                },
                subject="Devices lent or given to you",
            ),
            Part(
                Device,
                lambda person: Device.objects.filter(reserved_for__case__in=cases_of(person)),
                {"kind": Shown("Device", _in_words)},
                subject="Devices reserved for you",
            ),
            Part(
                DeviceEvent,
                lambda person: events_with(cases_of(person)).exclude(why=""),
                {
                    "at": "When",
                    "device": Shown("Device", lambda one: _in_words(one.device)),
                    "to_state": "What happened",
                    "why": "Note",
                },
                subject="What we recorded about a device while you had it",
            ),
        ),
    )
)
