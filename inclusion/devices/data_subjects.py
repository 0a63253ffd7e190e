"""People who donate devices."""

from functools import partial
from typing import Any

from django.db.models import (
    Exists,
    OuterRef,
    Q,
)
from django.urls import reverse

from diz_portal.privacy.kinds import (
    Bearer,
    Kind,
    Part,
    by_managers,
    elsewhere,
    own,
    register,
)
from diz_portal.privacy.mentions import places
from inclusion.cases.roles import handles_for, protects_data_for
from inclusion.cases.rules import is_caseworker
from inclusion.devices.models import (
    Device,
    DeviceEvent,
    Donation,
    Holding,
    PatTest,
    WipeRecord,
)
from inclusion.devices.models import Part as SparePart
from inclusion.devices.services import donations


def _still_arranged(row: Any) -> str:
    return "" if row.settled_at else "This offer is still open. Receive it or decline it first"


def _donor(row: Any) -> Bearer:
    return Bearer(row.name, row.email, row.phone, postcode=row.postcode)


register(
    Kind(
        name="device-gift",
        what="Offer of devices",
        model=Donation,
        find=lambda wanted: wanted.among(Donation.objects.select_related("to").exclude(name="")),
        bearer=_donor,
        controller=lambda row: str(row.to),
        erase=lambda row, by: donations.forget(donation=row),
        obstacles=[_still_arranged],
        decides=lambda user, row: (
            by_managers(user, row) or row.to_id in handles_for(user) | protects_data_for(user)
        ),
        enters=is_caseworker,
        named="name",
        stays=("The record that devices were donated, and how they were used.",),
        parts=[
            Part(
                Donation,
                lambda row: [row],
                {
                    "reference": "Reference",
                    "offered_at": "Offered",
                    "to": "Offered to",
                    "transferred_at": "With this organisation since",
                    "what": "What you offered",
                    "how_many": "How many",
                    "drop_off": "You will bring it to us",
                    "state": "Status",
                    "settled_at": "Received or declined",
                    "words": "Our message to you",
                    "name": own("Name"),
                    "email": own("Email address"),
                    "phone": own("Phone number"),
                    "postcode": own("Postcode"),
                    "organisation": "Organisation",
                },
                subject="Devices you offered",
            )
        ],
    )
)

elsewhere(WipeRecord, "Who wiped a device, at work.")

elsewhere(PatTest, "Who tested a device, at work.")

places.found_by_itself(Donation, "name email phone postcode", kind="device-gift")
places.made_here(Donation, "attempt", "Random, of the form that was sent.")


def _of_devices(path: str, user: Any) -> Q:
    return Q(**{f"{path}__in": Device.objects.visible_to(user).values("pk")})


def _device_page(reference: str) -> str:
    return reverse("inclusion_workspace:device", args=[reference])


# Of whoever had the device at that time.
_WITH_SOMEBODY = Exists(
    Holding.objects.filter(
        Q(returned_at=None) | Q(returned_at__gte=OuterRef("at")),
        device=OuterRef("device"),
        issued_at__lte=OuterRef("at"),
        need__case__person__erased_at=None,
    )
)
places.room(
    Donation,
    name="Devices",
    read=lambda user: places.staff(user) | Q(to__in=handles_for(user) | protects_data_for(user)),
    others=Q(erased_at=None),
    link=("reference", lambda ref: reverse("inclusion_workspace:donation", args=[ref])),
)
places.room(
    Device, name="Devices", read=partial(_of_devices, "pk"), link=("reference", _device_page)
)
places.room(
    PatTest,
    WipeRecord,
    name="Devices",
    read=partial(_of_devices, "device"),
    link=("device__reference", _device_page),
)
places.room(
    DeviceEvent,
    name="Devices",
    read=partial(_of_devices, "device"),
    others=Q(_WITH_SOMEBODY),
    link=("device__reference", _device_page),
)
places.room(
    Holding,
    name="Devices",
    read=lambda user: Q(device__kept_by__in=handles_for(user)),
    others=Q(need__case__person__erased_at=None),
    link=("device__reference", _device_page),
)
places.needed(WipeRecord, "operator", "it says who is responsible for the wipe")
places.needed(PatTest, "tester", "it says who is responsible for the wipe")
places.yields(Holding, "as_signed")
places.yields(SparePart, "used_once")
places.room(
    SparePart,
    name="Devices",
    read=lambda user: Q(pk__in=SparePart.objects.visible_to(user).values("pk")),
)
