"""The locks under which a case, and what hangs on it, is read again and written."""

from typing import Any

from diz_portal.editing import Edits
from inclusion.cases.models import Case
from inclusion.cases.services import cases


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
