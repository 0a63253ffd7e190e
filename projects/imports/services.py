"""A file is imported into a project; what happens to it then is the same for every file."""

from typing import Any

from diz_portal.accounts.models import User
from diz_portal.imports import services as imports
from projects.imports.models import ImportBatch
from projects.portfolio.models import Project


def upload(
    *,
    project: Project,
    kind: str,
    file: Any,
    supplier: str = "",
    by: User | None,
    after: ImportBatch | None = None,
) -> ImportBatch:
    batch = ImportBatch(project=project, kind=kind, supplier=supplier, uploaded_by=by)
    return imports.upload(batch, file, after=after)


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """What retention does: see `diz_portal.imports.services.clear_old`."""
    return imports.clear_old(ImportBatch, days=days, dry_run=dry_run)
