"""Devices and offers of a team go to another: see `diz_portal.open_work`."""

import pgtrigger
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.open_work import Ending
from inclusion.devices.models import Device, DeviceEvent, Donation
from inclusion.devices.services import donations
from partners.models import Organisation


class SerialKnown(Refusal):
    message = (
        "The team you chose already has a device with the same serial number. Select another team, "
        "or correct the serial number first"
    )


@transaction.atomic
def move_devices(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    """Whose they are; where they are stored is the new keeper's to enter."""
    moved = list(Device.objects.filter(pk__in=rows.values("pk")).select_for_update().order_by("pk"))
    for device in moved:
        device.kept_by, device.shelf = to, ""
    try:
        # What is lent goes along, though nobody else may move it.
        with pgtrigger.ignore("inclusion.Device:stays_with_its_keeper"), transaction.atomic():
            Device.objects.bulk_update(moved, ["kept_by", "shelf"])
    except IntegrityError as error:
        if "one_device_per_serial" in str(error):
            raise SerialKnown from None
        raise
    why = f"Transferred to {to}"[:200]
    DeviceEvent.objects.bulk_create(
        DeviceEvent(device=device, from_state=device.state, to_state=device.state, by=by, why=why)
        for device in moved
    )


@transaction.atomic
def pass_donations(*, rows: QuerySet, to: Organisation, by: User, ending: Ending) -> None:
    for donation in Donation.objects.filter(pk__in=rows.values("pk")).order_by("pk"):
        donations.pass_to(donation=donation, to=to, by=by)
