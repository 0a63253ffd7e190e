"""The lock under which a device is read again and written."""

from diz_portal.editing import Edits
from inclusion.devices.models import Device
from inclusion.devices.services import devices


class EditsDevice(Edits):
    def locked(self, record: Device) -> Device:
        return devices.lock(record)
