"""Approved changes to what a project is measured by."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from projects.portfolio.controlled import require_change
from projects.portfolio.models import Project
from projects.rollout.models import (
    REASONS_IN,
    REASONS_OUT,
    ScopeChange,
    ScopeReason,
    Site,
    StageEntry,
)
from projects.rollout.selectors.scope import Scope, scope_as_at
from projects.rollout.services.change_log import write_scope
from projects.rollout.services.telling import tell_moved
from projects.rollout.stages import EXITS, OUT_OF_SCOPE, Stage

# Where a site stands after it left the scope for this reason; for the others, descoped.
EXIT_FOR = {
    ScopeReason.ALREADY_GIGABIT: Stage.ALREADY_GIGABIT,
    ScopeReason.MERGED: Stage.MERGED,
}


@transaction.atomic
def change_scope(
    *,
    project: Project,
    reason: str,
    on: date,
    by: User,
    sites: Collection[Site] = (),
    value_change: Decimal = Decimal(0),
    note: str = "",
    approved_by: User | None = None,
    change_request: Any = None,
) -> ScopeChange:
    """Add sites to scope or remove them, change its value, or both, with a reason; of a project
    under change control, by the request that was approved.

    The sites' stages follow in the same transaction, so that the scope and the board never
    disagree: added sites are “in scope”, those removed leave by the exit of the reason.
    """
    require_change(project, change_request)
    direction = 1 if reason in REASONS_IN else -1
    if sites and reason not in REASONS_IN and reason not in REASONS_OUT:
        raise Refusal("Select a reason for adding or removing sites")
    if not sites and not value_change:
        raise Refusal("Select at least one site, or enter a change in value")
    if said := refusal_of_the_sign(reason, value_change):
        raise Refusal(said)
    if on > timezone.localdate():
        raise Refusal("Enter a date that is today or in the past")
    if not note.strip():
        raise Refusal("Enter the decision and where it was made")
    locked = _lock(project, sites)
    for site in locked:
        _refuse(site, direction, on)
    change = write_scope(
        project=project,
        on=on,
        reason=reason,
        note=note.strip(),
        by=approved_by or by,
        value_change=value_change,
        steps=dict.fromkeys(locked, direction),
        change_request=change_request,
    )
    entries = StageEntry.objects.bulk_create(
        [
            StageEntry(
                project=project,
                site=site,
                stage=stage,
                entered_on=on,
                by=by,
                reason=note.strip(),
                evidence=f"Scope change: {ScopeReason(reason).label}"[:500],
            )
            for site in locked
            if (stage := _stage_after(site, direction, reason))
        ],
        batch_size=2000,
    )
    tell_moved(project, [(entry.site, entry.stage, entry.entered_on) for entry in entries])
    return change


def refusal_of_the_sign(reason: str, value_change: Decimal) -> str:
    """Why the value cannot change that way, with the cure; empty when it can."""
    other_way = f"{-value_change:f}".removesuffix(".00")
    if reason in REASONS_OUT and value_change > 0:
        return f"Removing sites cannot increase the value. Enter {other_way}"
    if reason in REASONS_IN and value_change < 0:
        return f"Adding sites cannot reduce the value. Enter {other_way}"
    return ""


@dataclass(frozen=True)
class Preview:
    """What a change would do: sites and pounds in scope before and after it, and each site with
    the stage it would come to, or why it cannot."""

    before: Scope
    after: Scope
    rows: list[tuple[Site, str, str]]

    @property
    def refused(self) -> int:
        return sum(1 for *_, why in self.rows if why)


def look_ahead(
    *, project: Project, reason: str, on: date, sites: Collection[Site], value_change: Decimal
) -> Preview:
    direction = 1 if reason in REASONS_IN else -1
    before = scope_as_at(project, timezone.localdate())
    rows = []
    for site in sites:
        stage = _stage_after(site, direction, reason)
        why = _why_not(site, direction, on)
        rows.append((site, stage.label if stage else site.get_stage_display(), why))
    step = direction * sum(1 for *_, why in rows if not why)
    after = Scope(sites=before.sites + step, value=before.value + value_change)
    return Preview(before, after, rows)


@transaction.atomic
def reverse_change(*, change: ScopeChange, by: User, note: str) -> ScopeChange:
    """Reverse a change whole: its sites and its value the other way, and each site back at the
    stage it had. Refused where a site has moved on since: then it takes a new decision."""
    change = ScopeChange.objects.select_for_update(of=("self",)).get(pk=change.pk)
    if said := refusal_to_reverse(change):
        raise Refusal(said)
    require_change(change.project, None)
    if not note.strip():
        raise Refusal("Enter why you are reversing this change")
    steps = dict(change.entries.values_list("site", "step"))
    locked = _lock(change.project, list(Site.objects.filter(pk__in=steps)))
    for site in locked:
        if site.in_scope != (steps[site.pk] == 1):
            raise Refusal(
                f"{site.name} has been added or removed again since. Make a new scope change "
                "instead"
            )
    reversal = write_scope(
        project=change.project,
        on=timezone.localdate(),
        reason=ScopeReason.REVERSAL,
        note=note.strip(),
        by=by,
        value_change=-change.value_change,
        steps={site: -steps[site.pk] for site in locked},
        reverses=change,
    )
    for site in locked:
        _step_back(site, reversal)
    return reversal


def refusal_to_reverse(change: ScopeChange) -> str:
    if change.reverses_id:
        return "This change is a reversal. Make a new scope change instead"
    if hasattr(change, "reversed_by"):
        return "This change has already been reversed"
    if change.batch_id:
        return "This change was made by an import. Undo the import instead"
    return ""


def _step_back(site: Site, reversal: ScopeChange) -> None:
    """Correct the entry that the change wrote, where the stage no longer fits the scope."""
    in_scope = not site.in_scope
    if site.stage == Stage.ON_HOLD or (site.stage not in OUT_OF_SCOPE) == in_scope:
        return
    entries = list(site.entries.uncorrected().latest_first()[:2])
    former = entries[1] if len(entries) == 2 else None
    if former is None or (former.stage not in OUT_OF_SCOPE) != in_scope:
        raise Refusal(
            f"{site.name} has since moved to “{site.get_stage_display()}”. Update its stage first, "
            "or make a new scope change"
        )
    StageEntry.objects.create(
        project_id=site.project_id,
        site=site,
        stage=former.stage,
        entered_on=former.entered_on,
        by=reversal.approved_by,
        reason=reversal.note,
        evidence=reversal.title[:500],
        corrects=entries[0],
    )
    tell_moved(reversal.project, [(site, former.stage, former.entered_on)])


def _lock(project: Project, sites: Collection[Site]) -> list[Site]:
    locked = list(
        Site.objects.standing()
        .filter(project=project, pk__in=[site.pk for site in sites])
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(locked) != len(set(sites)):
        raise Refusal(
            "Nothing was changed, because some of these sites are not in this project. Select "
            "them again"
        )
    return locked


def _refuse(site: Site, direction: int, on: date) -> None:
    if said := _why_not(site, direction, on):
        raise Refusal(said)


def _why_not(site: Site, direction: int, on: date) -> str:
    if direction == 1 and site.in_scope:
        return f"{site.name} is already in scope. Remove it from your selection"
    if direction == -1 and not site.in_scope:
        return f"{site.name} is not in scope. Remove it from your selection"
    if direction == -1 and site.stage == Stage.ACCEPTED:
        return f"{site.name} is accepted. Update its stage before you remove it from scope"
    if site.stage_on and on < site.stage_on:
        return f"{site.name} reached its current stage after that date. Enter a later date"
    return ""


def _stage_after(site: Site, direction: int, reason: str) -> Stage | None:
    """The stage that follows from the change; None when the site may stay where it is."""
    if direction == 1:
        return Stage.IN_SCOPE if site.stage in OUT_OF_SCOPE else None
    if site.stage in EXITS:
        return None
    return EXIT_FOR.get(ScopeReason(reason), Stage.DESCOPED)
