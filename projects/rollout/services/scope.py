"""Approved changes to what a project is measured by."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from projects.portfolio.models import Project
from projects.rollout.models import (
    REASONS_IN,
    REASONS_OUT,
    ScopeChange,
    ScopeReason,
    Site,
    StageEntry,
)
from projects.rollout.services.ledger import write_scope
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
) -> ScopeChange:
    """Add sites to the scope or take them out, change its value, or both, with a reason.

    The sites' stages follow in the same transaction, so that the ledger and the board never
    disagree: added sites are “in scope”, those taken out leave by the exit of the reason.
    """
    direction = 1 if reason in REASONS_IN else -1
    if sites and reason not in REASONS_IN and reason not in REASONS_OUT:
        raise Refusal("Choose a reason that says whether the sites come in or go out.")
    if not sites and not value_change:
        raise Refusal("Choose at least one site, or enter a change of value.")
    if on > timezone.localdate():
        raise Refusal("The date cannot be in the future.")
    if not note.strip():
        raise Refusal("Say in a sentence what was decided, and where.")
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
    )
    StageEntry.objects.bulk_create(
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
    return change


def _lock(project: Project, sites: Collection[Site]) -> list[Site]:
    locked = list(
        Site.objects.standing()
        .filter(project=project, pk__in=[site.pk for site in sites])
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if len(locked) != len(set(sites)):
        raise Refusal("Some of these sites are not in this project. Nothing was changed.")
    return locked


def _refuse(site: Site, direction: int, on: date) -> None:
    if direction == 1 and site.in_scope:
        raise Refusal(f"{site.name} is in the scope already. Nothing was changed.")
    if direction == -1 and not site.in_scope:
        raise Refusal(f"{site.name} is not in the scope. Nothing was changed.")
    if direction == -1 and site.stage == Stage.ACCEPTED:
        raise Refusal(f"{site.name} has been accepted: reopen it before it leaves the scope.")
    if site.stage_on and on < site.stage_on:
        raise Refusal(
            f"{site.name} entered its present stage after that date. Nothing was changed."
        )


def _stage_after(site: Site, direction: int, reason: str) -> Stage | None:
    """The stage that follows from the change; None when the site may stay where it is."""
    if direction == 1:
        return Stage.IN_SCOPE if site.stage in OUT_OF_SCOPE else None
    if site.stage in EXITS:
        return None
    return EXIT_FOR.get(ScopeReason(reason), Stage.DESCOPED)
