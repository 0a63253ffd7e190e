"""The list of devices: the stock of one's own organisations, and for managers all of it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.declaring import (
    Asking,
    Choice,
    Column,
    Kind,
    List,
    Longer,
    Words,
    register,
)
from inclusion.devices.models import GONE, Device, DeviceKind, DeviceState, Grade
from inclusion.devices.selectors.devices import WAITS_FOR_A_PART, of_words, waiting_for_a_part
from partners.models import Organisation
from partners.roles import is_manager

OLDEST_FIRST = ("received_at", "pk")
# Beside the states: on the bench, or past it and not with anyone yet.
WIPED = "wiped-not-issued"
NOT_ISSUED = (
    DeviceState.WIPED,
    DeviceState.GRADED,
    DeviceState.REPAIRING,
    DeviceState.READY,
    DeviceState.RESERVED,
)
STATES = {
    **dict(DeviceState.choices),
    WAITS_FOR_A_PART: "Waiting for a part",
    WIPED: "Wiped, not issued",
}


def _in_state(rows: QuerySet, state: str, asking: Asking) -> QuerySet:
    if state == WAITS_FOR_A_PART:
        return waiting_for_a_part(rows)
    return rows.filter(state__in=NOT_ISSUED) if state == WIPED else rows.filter(state=state)


def _keepers(asking: Asking) -> QuerySet:
    found = Organisation.objects.filter(
        pk__in=Device.objects.visible_to(asking.user).order_by().values("kept_by")
    )
    return found.order_by("name").values_list("slug", "name")


def _held_for(rows: QuerySet, days: str, asking: Asking) -> QuerySet:
    return rows.filter(received_at__lt=timezone.now() - timedelta(days=int(days)))


@register
class Devices(List):
    name = "devices"
    title = "Devices"
    one, many = "device", "devices"
    place = 50
    order, order_said = OLDEST_FIRST, "Oldest first"
    columns = (
        Column(
            "title",
            "Device",
            order=(Lower("make"), Lower("model"), "pk"),
            cell="inclusion/devices/cells/device.html",
        ),
        Column("reference", "Reference", order=("reference",), at_first=False),
        Column(
            "kind",
            "Type",
            value=lambda device: device.get_kind_display(),
            order=("kind", *OLDEST_FIRST),
            at_first=False,
        ),
        Column(
            "state",
            "Status",
            value=lambda device: device.get_state_display(),
            order=("state", *OLDEST_FIRST),
            cell="inclusion/devices/cells/state.html",
        ),
        Column("serial", "Serial number", order=("serial", *OLDEST_FIRST)),
        Column("grade", "Grade", value=lambda device: device.grade.upper()),
        Column(
            "kept_by",
            "Held by",
            value=lambda device: device.kept_by.name,
            order=(Lower("kept_by__name"), *OLDEST_FIRST),
            at_first=lambda listing: is_manager(listing.user),
        ),
        Column(
            "shelf",
            "Location",
            order=("shelf", *OLDEST_FIRST),
            at_first=lambda listing: not is_manager(listing.user),
        ),
        Column(
            "received_at",
            "Received",
            value=lambda device: timezone.localdate(device.received_at),
            kind=Kind.DAY,
            order=OLDEST_FIRST,
        ),
        Column("needs_part", "Part it needs", at_first=False),
        Column("memory_gb", "Memory (GB)", kind=Kind.WHOLE, at_first=False),
        Column("storage_gb", "Storage (GB)", kind=Kind.WHOLE, at_first=False),
    )
    filters = (
        Words(
            "q",
            "Reference, serial number, make, model, location or part",
            found=lambda rows, text, _: of_words(rows, text),
        ),
        Choice(
            "state",
            "Status",
            found=_in_state,
            choices=lambda _: STATES.items(),
            any="All current devices",
        ),
        Choice(
            "kind",
            "Type",
            found=lambda rows, kind, _: rows.filter(kind=kind),
            choices=lambda _: DeviceKind.choices,
            any="All types",
        ),
        Choice(
            "grade",
            "Grade",
            found=lambda rows, grade, _: rows.filter(grade=grade),
            choices=lambda _: Grade.choices,
            is_more=True,
        ),
        Choice(
            "keeper",
            "Held by",
            found=lambda rows, slug, _: rows.filter(kept_by__slug=slug),
            choices=_keepers,
            is_more=True,
        ),
        Longer("held", "Days since received, more than", found=_held_for, is_more=True),
    )

    def may_open(self, user: Any) -> bool:
        return user.has_perm("inclusion.see_stock")

    def rows(self, asking: Asking) -> QuerySet[Device]:
        return Device.objects.visible_to(asking.user).select_related("kept_by")

    def at_first(self, rows: QuerySet, chosen: Mapping[str, str]) -> QuerySet:
        """What is gone for good is listed only when it is looked for."""
        looked_for = chosen.get("state") or chosen.get("q")
        return rows if looked_for else rows.exclude(state__in=GONE)

    def url(self, device: Device, asking: Asking) -> str:
        return device.get_absolute_url()

    def page(self, filters: Mapping[str, str]) -> str:
        return reverse("inclusion_workspace:devices")
