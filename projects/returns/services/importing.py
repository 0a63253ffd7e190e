"""Returns that a file adds: written as drafts, and undone; never submitted."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from diz_portal.access import NotNow
from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from diz_portal.imports.refusals import TouchedSince
from partners.models import Organisation
from projects.returns.models import ReportingRound, Return, ReturnImportBatch
from projects.returns.services import returns


class RoundNotOpen(NotNow):
    def __init__(self, reporting_round: ReportingRound):
        super().__init__(
            f"The {reporting_round} round has closed, so its returns can no longer be changed"
            if reporting_round.closed_at
            else f"The {reporting_round} round has not opened yet, so it has no returns"
        )


def upload(
    *,
    organisation: Organisation,
    reporting_round: ReportingRound,
    file: Any,
    supplier: str = "",
    by: User,
    after: ReturnImportBatch | None = None,
) -> ReturnImportBatch:
    if not reporting_round.is_open:
        raise RoundNotOpen(reporting_round)
    batch = ReturnImportBatch(
        organisation=organisation, round=reporting_round, supplier=supplier, uploaded_by=by
    )
    return imports.upload(batch, file, after=after)


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """What retention does: see `diz_portal.imports.services.clear_old`."""
    return imports.clear_old(ReturnImportBatch, days=days, dry_run=dry_run)


def typed(answers: dict[str, Any]) -> dict[str, Any]:
    """Answers as a preview keeps them, with the day and the pounds among them read."""
    answers = dict(answers)
    if answers.get("spend_to_date") is not None:
        answers["spend_to_date"] = Decimal(answers["spend_to_date"])
    if answers.get("spend_as_at") is not None:
        answers["spend_as_at"] = date.fromisoformat(answers["spend_as_at"])
    return answers


def undo(
    *,
    by: User | None,
    record: Return,
    version: int | None,
    answers: dict[str, Any],
    saved_at: str | None,
    saved_by_id: int | None,
) -> Return:
    """Put these answers back as they were before an import wrote `version`.

    The caller holds the row. Of a return that somebody has saved or sent since, nothing is.
    """
    if not record.is_owed or record.version != version:
        what = "saved" if record.is_owed else "closed" if record.is_closed else "submitted"
        raise TouchedSince(
            f"The import cannot be undone, because the {record.round} return for "
            f"{record.project} has been {what} since. Change the returns themselves, or import a "
            "corrected file"
        )
    for name, value in typed(answers).items():
        setattr(record, name, value)
    record.saved_at = datetime.fromisoformat(saved_at) if saved_at else None
    record.saved_by_id = saved_by_id
    record.version += 1
    record.save(update_fields=[*returns.ANSWERS, "saved_at", "saved_by", "version"])
    return record
