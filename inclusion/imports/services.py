"""What retention does with lists."""

from diz_portal.imports import services as imports
from inclusion.imports.models import ImportBatch


def clear_old(*, days: int, dry_run: bool = False) -> int:
    """See `diz_portal.imports.services.clear_old`."""
    return imports.clear_old(ImportBatch, days=days, dry_run=dry_run)
