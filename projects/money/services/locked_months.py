"""What a locked month says to whoever would still write in it; the database says it too."""

from datetime import date

from diz_portal.access import NotNow
from projects.money import periods
from projects.money.enums_ledger import MonthState
from projects.money.models import LedgerMonth


class MonthLocked(NotNow):
    def __init__(self, month: date, *, is_outturn: bool):
        super().__init__(
            f"{periods.month_name(month, is_outturn=is_outturn)} has been reconciled and locked. "
            "Record an adjustment in an open month instead"
        )


def require_open(project_id: int, month: date, *, is_outturn: bool) -> None:
    locked = LedgerMonth.objects.filter(
        project=project_id, month=month, is_outturn=is_outturn, state=MonthState.LOCKED
    )
    if locked.exists():
        raise MonthLocked(month, is_outturn=is_outturn)
