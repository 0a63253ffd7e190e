"""Writing one line of the scope change log: shared by moving sites and by changing the scope."""

from datetime import date
from decimal import Decimal
from typing import Any

from diz_portal.accounts.models import User
from projects.portfolio.models import Project
from projects.rollout.models import ScopeChange, ScopeEntry, Site


def write_scope(
    *,
    project: Project,
    on: date,
    reason: str,
    by: User,
    steps: dict[Site, int],
    note: str = "",
    value_change: Decimal = Decimal(0),
    reverses: ScopeChange | None = None,
    change_request: Any = None,
) -> ScopeChange:
    """A change and its sites, each +1 or −1."""
    change = ScopeChange.objects.create(
        project=project,
        happened_on=on,
        reason=reason,
        note=note,
        value_change=value_change,
        approved_by=by,
        reverses=reverses,
        change_request=change_request,
    )
    ScopeEntry.objects.bulk_create(
        [
            ScopeEntry(project=project, change=change, site=site, step=step)
            for site, step in steps.items()
        ],
        batch_size=2000,
    )
    return change
