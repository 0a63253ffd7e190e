"""Labels to stick on devices: what it is, where it lies, its reference and a code to scan.

Never a donor's name, and never a holder's: a label is read by whoever has the device.
"""

import io
from typing import Any

import segno
from django.conf import settings

from diz_portal import pdf
from inclusion.devices.models import Device


def label_sheet(devices: list[Device]) -> bytes:
    """Stickers of 70 × 37 mm, 24 to a sheet of A4."""
    return pdf.render(
        "inclusion/labels",
        {"labels": [_label(device) for device in devices]},
        title="Labels of the device bank",
    )


def _label(device: Device) -> dict[str, Any]:
    return {
        "reference": device.reference,
        "kind": device.get_kind_display(),
        "title": device.title[:60],
        "serial": device.serial[:30],
        "shelf": device.shelf,
        "keeper": device.kept_by.name,
        "code": code(f"{settings.PORTAL_URL}{device.get_absolute_url()}"),
    }


def code(address: str) -> str:
    """A square code as SVG."""
    kept = io.BytesIO()
    segno.make(address, error="m", micro=False).save(kept, kind="svg", border=2, scale=4)
    return kept.getvalue().decode()
