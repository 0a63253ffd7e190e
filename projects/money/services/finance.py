"""What a project costs, and how far it may stray before a reason is asked for."""

from typing import Any

from django.db import transaction

from diz_portal.accounts.models import User
from projects.money.models import Finance
from projects.portfolio.controlled import require_change
from projects.portfolio.models import Project

COST = ("cost_capital", "cost_revenue")


@transaction.atomic
def edit(*, by: User, project: Project, **facts: Any) -> Finance:
    """Set it; the audit trail keeps what it was. Once a project is under change control, its cost
    moves by an approved request alone."""
    # Locked, so that the first two to set it meet here and not at the key.
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    now = Finance.objects.filter(project=project).first()
    if (
        now
        and now.cost
        and any(facts.get(one, getattr(now, one)) != getattr(now, one) for one in COST)
    ):
        require_change(project, facts.get("change_request"))
    found, _ = Finance.objects.update_or_create(project=project, defaults=facts)
    return found
