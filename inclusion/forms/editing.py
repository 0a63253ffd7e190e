"""The locks under which a case, and what hangs on it, is read again and written."""

from typing import Any

from diz_portal.editing import Edits
from inclusion.models import Case, Device
from inclusion.services import cases, devices


class EditsCase(Edits):
    def locked(self, record: Case) -> Case:
        return cases.lock(record)


class EditsOfCase(Edits):
    """A task or an appointment: its case first, as every writer."""

    def locked(self, record: Any) -> Any:
        case = cases.lock(record.case)
        fresh = super().locked(record)
        fresh.case = case
        return fresh


class EditsDevice(Edits):
    def locked(self, record: Device) -> Device:
        return devices.lock(record)
