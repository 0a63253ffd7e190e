"""The locks under which a case, and what hangs on it, is read again and written."""

from typing import Any

from diz_portal.editing import Edits
from inclusion.cases.models import Case
from inclusion.cases.services import casebook


class EditsCase(Edits):
    def locked(self, record: Case) -> Case:
        return casebook.lock(record)


class EditsOfCase(Edits):
    """A task or an appointment: its case first, as every writer."""

    def locked(self, record: Any) -> Any:
        case = casebook.lock(record.case)
        fresh = super().locked(record)
        fresh.case = case
        return fresh
