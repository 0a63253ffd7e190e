"""What a call with a partner is prepared from: its projects, its sites by stage, its returns."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from partners.models import Organisation
from projects.portfolio.models import Project
from projects.returns.models import Return
from projects.rollout.models import Site
from projects.rollout.stages import Stage

# The returns that "on time" is said of: those of the last rounds that were due.
LAST_RETURNS = 12


@dataclass(frozen=True)
class StageCount:
    label: str
    number: int


def partner_panel(organisation: Organisation, user: Any) -> dict[str, Any] | None:
    """For its own members and managers; three queries, however much there is."""
    if not user.has_perm("partners.work_in", organisation):
        return None
    projects = [
        (project, "lead" if project.lead_id == organisation.pk else "partner")
        for project in Project.objects.visible_to(user)
        .filter(Q(lead=organisation) | Q(partners=organisation))
        .distinct()
        .order_by("title")
    ]
    due = [
        submitted is not None and submitted <= due_on
        for submitted, due_on in Return.objects.filter(
            organisation=organisation, round__due_on__lt=timezone.localdate()
        )
        .order_by("-round__month", "pk")
        .values_list(TruncDate("submitted_at"), F("round__due_on"))[:LAST_RETURNS]
    ]
    return {
        "projects": projects,
        "stages": _stages(organisation),
        "on_time": sum(due),
        "due": len(due),
    }


def _stages(organisation: Organisation) -> list[StageCount]:
    """Of the sites in scope that it supplies, in the order of the journey."""
    rows = (
        Site.objects.standing()
        .filter(in_scope=True, supplier__iexact=organisation.name)
        .order_by()
        .values_list("stage")
        .annotate(number=Count("pk"))
    )
    counts = dict(rows)
    return [StageCount(stage.label, counts[stage]) for stage in Stage if stage in counts]
