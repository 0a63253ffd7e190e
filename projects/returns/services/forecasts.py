"""A monthly return revises what its organisation expects to spend."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from projects.money.models import BudgetFigure, BudgetLine
from projects.money.services import budget
from projects.returns.models import Return
from projects.returns.services.returns import ReturnNotOpen, locked


class SpentByOthers(Refusal):
    message = "Select a budget line of this project that your organisation spends"


@transaction.atomic
def revise(
    *,
    by: User,
    record: Return,
    line: BudgetLine,
    amounts: Mapping[date, Decimal],
    code: str = "",
    reason: str = "",
) -> list[BudgetFigure]:
    """What is expected now of a line, recorded with the return that says so, while it is owed.

    It counts from then on, and stays when the return is sent back: whoever answers revises it
    again. See `budget.revise_forecast`.
    """
    record = locked(record.pk)
    if not record.is_owed:
        raise ReturnNotOpen(record)
    whose = (line.source.project_id, line.organisation_id)
    if whose != (record.project_id, record.organisation_id):
        raise SpentByOthers
    return budget.revise_forecast(
        by=by, line=line, amounts=amounts, code=code, reason=reason, record=record
    )
