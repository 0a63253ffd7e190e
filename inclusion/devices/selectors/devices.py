"""What can be read of the device bank."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from diz_portal.disclosure import said
from diz_portal.reminders.models import Reminder, ReminderState
from inclusion.cases.models import Need, NeedKind, NeedState
from inclusion.cases.roles import handles_for
from inclusion.devices.models import (
    GONE,
    Device,
    DeviceState,
    Donation,
    Holding,
    HoldingKind,
    Part,
    PartKind,
    WipeRecord,
)
from inclusion.devices.selectors.donors import to_call

WAITS = (NeedState.APPROVED, NeedState.WAITING)
# Beside the states in the filter: on the bench, and not to be finished yet.
WAITS_FOR_A_PART = "waits"


@dataclass(frozen=True)
class StateCount:
    """One number of the row over the list."""

    state: DeviceState
    number: int


def by_state(devices: QuerySet[Device]) -> list[StateCount]:
    counted = dict(devices.order_by().values_list("state").annotate(number=Count("pk")))
    return [StateCount(state, counted.get(state.value, 0)) for state in DeviceState]


def waiting_for_a_part(devices: QuerySet[Device]) -> QuerySet[Device]:
    return devices.filter(state=DeviceState.REPAIRING).exclude(needs_part="")


def of_words(devices: QuerySet[Device], text: str) -> QuerySet[Device]:
    """Found by reference, serial number, make, model, shelf or the part it waits for."""
    for word in text.split()[:6]:
        devices = devices.filter(
            Q(reference__iexact=word)
            | Q(serial__icontains=word)
            | Q(medium_serial__icontains=word)
            | Q(make__icontains=word)
            | Q(model__icontains=word)
            | Q(shelf__icontains=word)
            | Q(needs_part__icontains=word)
        )
    return devices


def spare_parts(parts: QuerySet[Part], kind: str = "") -> QuerySet[Part]:
    found = parts.filter(went_at=None).select_related("taken_from", "kept_by", "came_by")
    if kind in PartKind.values:
        found = found.filter(kind=kind)
    return found.order_by("came_at", "pk")


def parts_for(device: Device) -> QuerySet[Part]:
    """What may be fitted into a device: its keeper's, but for what was taken out of it."""
    mine = Part.objects.filter(kept_by=device.kept_by_id).exclude(taken_from=device)
    return spare_parts(mine).order_by("kind", "came_at", "pk")


def waiting_needs(user: Any) -> QuerySet[Need]:
    """Approved needs of a device that have none, the longest waiting first."""
    return (
        Need.objects.visible_to(user)
        .filter(kind=NeedKind.DEVICE, state__in=WAITS)
        .select_related("case")
        .order_by("identified_at", "pk")
    )


def ready_for(need: Need) -> QuerySet[Device]:
    return (
        Device.objects.ready()
        .filter(kept_by=need.case.handled_by_id)
        .order_by("kind", "received_at", "pk")
    )


def loans(user: Any) -> QuerySet[Holding]:
    """Devices lent by the person's own organisations and not returned, the first due first."""
    told = Reminder.objects.filter(kind="loan", subject=OuterRef("pk"))
    last = told.filter(state=ReminderState.SENT).order_by("-settled_at")
    return (
        Holding.objects.filter(
            device__state=DeviceState.ISSUED,
            kind=HoldingKind.LOAN,
            returned_at=None,
            device__kept_by__in=handles_for(user),
        )
        .annotate(
            to_tell=Exists(told.filter(state=ReminderState.BY_HAND)),
            last_told=Subquery(last.values("settled_at")[:1]),
        )
        .select_related("device", "need__case")
        .order_by("due_on", "pk")
    )


def due(found: QuerySet[Holding], show: str, today: date) -> QuerySet[Holding]:
    """Of `loans`, which say whether somebody is to be told."""
    if show == "late":
        return found.filter(due_on__lt=today)
    if show == "soon":
        return found.filter(due_on__range=(today, today + timedelta(days=14)))
    if show == "tell":
        waiting = Reminder.objects.filter(kind="loan", state=ReminderState.BY_HAND)
        return found.filter(pk__in=waiting.values("subject"))
    return found


@dataclass(frozen=True)
class Fate:
    """How a donation was used, told without telling of anybody."""

    promised: int
    received: int
    wiped: int
    with_people: int
    recycled: int

    @property
    def with_people_said(self) -> str:
        return said(self.with_people)

    @property
    def has_helped(self) -> bool:
        return self.with_people > 0


def fate(donation: Donation) -> Fate:
    devices = Device.objects.filter(donation=donation)
    wiped = WipeRecord.objects.filter(device=OuterRef("pk"), passed=True)
    counted = devices.aggregate(
        received=Count("pk"),
        wiped=Count("pk", filter=Exists(wiped)),
        # Once with somebody, it has helped, also when it has come back since.
        with_people=Count("pk", filter=Exists(Holding.objects.filter(device=OuterRef("pk")))),
        recycled=Count("pk", filter=Q(state__in=GONE)),
    )
    return Fate(promised=donation.how_many, **counted)


# Among the states of offers: whoever is called about one, whatever its state.
TO_CALL = "to-call"


def donations(user: Any, state: str = "") -> QuerySet[Donation]:
    found = Donation.objects.visible_to(user).annotate(booked_in=Count("devices"))
    found = found.order_by("-offered_at", "-pk")
    if state == TO_CALL:
        return found.filter(pk__in=to_call(user).values("pk"))
    return found.filter(state=state) if state else found
