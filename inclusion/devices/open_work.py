"""What teams have in hand of devices: see `diz_portal.open_work`."""

from diz_portal.open_work import ORGANISATION, Kind, register
from inclusion.cases.taking_over import AT_AN_END, CASEWORKER, link_to, teams, teams_with_agreement
from inclusion.devices.models import Device, DeviceState, Donation, DonationState, Part
from inclusion.devices.services import handing_over

DEVICES = link_to("devices", "inclusion.see_stock")

IN_STOCK = (
    DeviceState.QUARANTINED,
    DeviceState.WIPED,
    DeviceState.WIPE_FAILED,
    DeviceState.GRADED,
    DeviceState.REPAIRING,
    DeviceState.READY,
)

register(
    Kind(
        name="loans",
        one="device on loan or given",
        many="devices on loan or given",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Device.objects.filter(
            state__in=[DeviceState.ISSUED, DeviceState.LOST], holdings__returned_at=None
        ),
        owner="kept_by",
        candidates=teams_with_agreement,
        hand_over=handing_over.move_devices,
        if_it_stays="No one will remind people or receive the devices they return.",
        url=DEVICES,
    )
)

register(
    Kind(
        name="devices",
        one="device in the device bank",
        many="devices in the device bank",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Device.objects.filter(state__in=IN_STOCK),
        owner="kept_by",
        candidates=teams,
        hand_over=handing_over.move_devices,
        if_it_stays="No one will be able to issue them.",
        url=DEVICES,
    )
)

register(
    Kind(
        name="devices-reserved",
        one="device reserved for someone",
        many="devices reserved for people",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Device.objects.filter(state=DeviceState.RESERVED),
        owner="kept_by",
        if_it_stays="They will stay until a caseworker issues or releases them.",
        url=DEVICES,
    )
)

register(
    Kind(
        name="parts",
        one="spare part in stock",
        many="spare parts in stock",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=Part.objects.in_stock,
        owner="kept_by",
        if_it_stays=(
            "You cannot transfer spare parts. Dispose of them here, and add them at their new "
            "location."
        ),
        url=DEVICES,
    )
)

register(
    Kind(
        name="donations",
        one="offer of devices not received yet",
        many="offers of devices not received yet",
        whose=ORGANISATION,
        hands=CASEWORKER,
        ends=AT_AN_END,
        rows=lambda: Donation.objects.filter(
            state__in=[DonationState.OFFERED, DonationState.EXPECTED]
        ),
        owner="to",
        candidates=teams,
        hand_over=handing_over.pass_donations,
        if_it_stays="No one will answer these donors.",
    )
)
