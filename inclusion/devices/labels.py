"""Labels to stick on devices: what it is, where it is stored, its reference and a code to scan.

Never a donor's name, and never a holder's: a label is read by everyone who has the device.
"""

from typing import Any

from django.conf import settings

from diz_portal import pdf, square_codes
from inclusion.devices.models import Device


def label_sheet(devices: list[Device]) -> bytes:
    """Stickers of 70 × 37 mm, 24 to a sheet of A4."""
    return pdf.render(
        "inclusion/labels",
        {"labels": [_label(device) for device in devices]},
        title="Device bank labels",
    )


def _label(device: Device) -> dict[str, Any]:
    return {
        "reference": device.reference,
        "kind": device.get_kind_display(),
        "title": device.title[:60],
        "serial": device.serial[:30],
        "shelf": device.shelf,
        "keeper": device.kept_by.name,
        "code": square_codes.for_paper(f"{settings.PORTAL_URL}{device.get_absolute_url()}"),
    }
