"""The export of an accountable body's ledger comes in for one project; what happens to it then is
the same for every file."""

from typing import Any

from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from projects.money.models import LedgerImportBatch
from projects.portfolio.models import Project


def upload(
    *,
    project: Project,
    file: Any,
    by: User | None,
    after: LedgerImportBatch | None = None,
) -> LedgerImportBatch:
    batch = LedgerImportBatch(project=project, organisation=project.lead, uploaded_by=by)
    return imports.upload(batch, file, after=after)


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """What retention does: see `diz_portal.imports.services.clear_old`."""
    return imports.clear_old(LedgerImportBatch, days=days, dry_run=dry_run)
