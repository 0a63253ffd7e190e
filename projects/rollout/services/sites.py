"""Moving sites from stage to stage, and keeping what is known about them."""

from datetime import date
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date, uk_datetime
from projects.portfolio.models import Project
from projects.rollout.dependents import standing_on
from projects.rollout.models import ScopeReason, Site, StageEntry
from projects.rollout.services.change_log import write_scope
from projects.rollout.services.evidence import keep_evidence
from projects.rollout.services.moving import (
    Move,
    MoveRefused,
    enter,
    refusal_of_acceptance,
    refusal_of_the_date,
)
from projects.rollout.services.telling import tell_where
from projects.rollout.stages import Stage, scope_step


class SiteMoved(Refusal):
    """Someone updated the site while another person was looking at it."""

    def __init__(self, site: Site, entry: StageEntry | None):
        self.site, self.entry = site, entry
        if entry is None:
            super().__init__(
                f"{site.name} has changed since you opened this page. Your change has not been "
                "saved. Check the site before you update it"
            )
            return
        who = str(entry.by) if entry.by else "An import"
        super().__init__(
            f"{who} updated {site.name} to “{entry.get_stage_display()}” (from "
            f"{uk_date(entry.entered_on)}) while you had this page open, on "
            f"{uk_datetime(entry.recorded_at)}. Your change has not been saved. Check the site "
            "before you update it"
        )


class SiteChanged(Refusal):
    """Someone else changed the site's details since the form was opened."""

    message = (
        "Someone else edited this site at the same time. Your changes are not saved. Compare "
        "them below, then save again"
    )


class SitesRefused(Refusal):
    """Some of the selected sites cannot be moved, so none were."""

    def __init__(self, refusals: list[tuple[Site, str]]):
        self.refusals = refusals
        number = len(refusals)
        super().__init__(
            "No sites were updated, because 1 site cannot move to that stage"
            if number == 1
            else f"No sites were updated, because {number} sites cannot move to that stage"
        )


@transaction.atomic
def move_site(
    *,
    site: Site,
    to: str,
    on: date,
    by: User,
    expected_entry: int | None,
    evidence: str = "",
    reason: str = "",
    scope_reason: str | None = None,
    evidence_file: Any = None,
    grantor: str = "",
) -> StageEntry:
    """Move a site to another stage, if it still is where the person saw it.

    `expected_entry` is the id of the current entry as it stood on their page. The same move
    by the same person twice is a double click: it returns the first entry.
    """
    move = Move(to, on, evidence, reason, scope_reason, evidence_file, grantor)
    # The lock makes looking at the current entry and writing the next one step.
    site = Site.objects.standing().select_for_update(of=("self",)).get(pk=site.pk)
    if site.current_entry_id != expected_entry:
        if done := _already_done(site, move, by):
            return done
        raise SiteMoved(site, site.current_entry)
    answer, why = move.refused(site, by)
    if why:
        raise MoveRefused(answer, why)
    return enter(site.project, [(site, move)], by)[0]


@transaction.atomic
def move_sites(*, project: Project, seen: dict[int, int | None], by: User, move: Move) -> int:
    """Move several sites at once, all or none; `seen` is site id → current entry id as seen.

    Raises SitesRefused, which names each site that cannot move and why.
    """
    sites = list(
        Site.objects.standing()
        .filter(project=project, pk__in=seen)
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    # One lookup of the person's permissions for them all.
    for site in sites:
        site.project = project
    refusals = []
    for site in sites:
        if site.current_entry_id != seen[site.pk]:
            refusals.append((site, SiteMoved(site, site.current_entry).message))
        elif refusal := move.refusal(site, by):
            refusals.append((site, refusal))
    if refusals:
        raise SitesRefused(refusals)
    if len(sites) != len(seen):
        raise Refusal(
            "No sites were updated, because some of them are no longer in the project. Select the"
            " sites again"
        )
    return len(enter(project, [(site, move) for site in sites], by))


def _already_done(site: Site, move: Move, by: User) -> StageEntry | None:
    entry = site.current_entry
    if entry and (entry.stage, entry.entered_on, entry.by_id) == (move.to, move.on, by.pk):
        return entry
    return None


@transaction.atomic
def correct_entry(
    *,
    entry: StageEntry,
    stage: str,
    on: date,
    by: User,
    reason: str,
    expected_entry: int | None,
    evidence: str = "",
    evidence_file: Any = None,
) -> StageEntry:
    """Correct an entry with a new one; the original stays, marked as corrected.

    Where the stage that results is on the other side of the scope's line, the scope change log gets
    a line of its own, and the person needs the right to change the scope.
    """
    site = Site.objects.standing().select_for_update(of=("self",)).get(pk=entry.site_id)
    if site.current_entry_id != expected_entry:
        raise SiteMoved(site, site.current_entry)
    if StageEntry.objects.filter(corrects=entry).exists():
        raise Refusal(
            "This entry has already been corrected. Reload the page to see the correction"
        )
    if not reason.strip():
        raise Refusal("Enter what was wrong")
    same = (stage, on, evidence.strip()) == (entry.stage, entry.entered_on, entry.evidence)
    if same and not evidence_file:
        raise Refusal("You have not changed anything. Change the stage or the date")
    if refusal := refusal_of_the_date(on):
        raise Refusal(refusal)
    if stage != entry.stage and (refusal := refusal_of_acceptance(site, by, stage, evidence_file)):
        raise Refusal(refusal)
    before = site.stage
    correction = StageEntry.objects.create(
        project_id=site.project_id,
        site=site,
        stage=stage,
        entered_on=on,
        by=by,
        evidence=evidence.strip(),
        evidence_file=keep_evidence(evidence_file, site, stage, by),
        reason=reason.strip(),
        corrects=entry,
    )
    site.refresh_from_db(fields=["stage", "stage_on"])
    step = scope_step(before, site.in_scope, site.stage) if before != site.stage else 0
    if step and not by.has_perm("projects.change_scope", site):
        raise Refusal(
            "This correction changes the scope of the project. Ask a programme manager, or a "
            "lead of the organisation that leads the project, to make it"
        )
    if step:
        write_scope(
            project=site.project,
            on=timezone.localdate(),
            reason=ScopeReason.CORRECTION,
            note=reason.strip(),
            by=by,
            steps={site: step},
        )
    tell_where(site.project, site)
    return correction


@transaction.atomic
def add_site(*, project: Project, by: User, on: date | None = None, **facts: Any) -> Site:
    """A new site, at the stage from which every site starts: candidate."""
    try:
        with transaction.atomic():
            site = Site.objects.create(project=project, **facts)
    except IntegrityError as error:
        raise _told_apart(error) from error
    StageEntry.objects.create(
        project=project,
        site=site,
        stage=Stage.CANDIDATE,
        entered_on=on or timezone.localdate(),
        by=by,
        evidence="Added manually",
    )
    site.refresh_from_db()
    tell_where(project, site)
    return site


@transaction.atomic
def edit_site(*, site: Site, version: int, by: User, **facts: Any) -> Site:
    """Change what is known about a site, if nobody else has since `version` was read."""
    site = Site.objects.standing().select_for_update(of=("self",)).get(pk=site.pk)
    if site.version != version:
        raise SiteChanged
    changed = [name for name, value in facts.items() if getattr(site, name) != value]
    if not changed:
        return site
    for name in changed:
        setattr(site, name, facts[name])
    site.version += 1
    try:
        with transaction.atomic():
            site.save(update_fields=[*changed, "version"])
    except IntegrityError as error:
        raise _told_apart(error) from error
    return site


@transaction.atomic
def withdraw_site(*, site: Site, by: User, reason: str) -> Site:
    """It was added in error: it leaves every list and count, and stays on record with why. Not
    while something stands on it: then it is first said what."""
    site = Site.objects.standing().select_for_update(of=("self",)).get(pk=site.pk)
    if said := next(standing_on(site), ""):
        raise Refusal(said)
    if not reason.strip():
        raise Refusal("Enter why you are withdrawing this")
    site.withdrawn_at = timezone.now()
    site.withdrawn_reason = reason.strip()
    site.version += 1
    with pghistory.context(reason=site.withdrawn_reason):
        site.save(update_fields=["withdrawn_at", "withdrawn_reason", "version"])
    return site


@transaction.atomic
def restore_site(*, site: Site, by: User, reason: str) -> Site:
    """It was withdrawn in error: it is in every list and count again, at the stage it was at, and
    out of scope, as it was. The history keeps both, each with its reason."""
    site = Site.objects.select_for_update(of=("self",)).get(pk=site.pk)
    if site.withdrawn_at is None:
        return site
    if not site.withdrawn_reason:
        raise Refusal(
            "This site was withdrawn when its import was undone. Import the file again to restore "
            "it"
        )
    if not reason.strip():
        raise Refusal("Enter why you are restoring this")
    site.withdrawn_at = None
    site.version += 1
    try:
        with transaction.atomic(), pghistory.context(reason=reason.strip()):
            site.save(update_fields=["withdrawn_at", "version"])
    except IntegrityError as error:
        raise _told_apart(error) from error
    return site


def _told_apart(error: IntegrityError) -> Refusal:
    """The sentence that belongs to the constraint a race ran into."""
    for constraint in Site._meta.constraints:
        if constraint.name in str(error):
            return Refusal(str(constraint.violation_error_message))
    return Refusal("These values are not valid. Check them and try again")
