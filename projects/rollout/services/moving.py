"""What a move to another stage is: why a site cannot make it, and how it is written."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.words import uk_date
from projects.portfolio.controlled import is_controlled
from projects.portfolio.models import Project
from projects.rollout.models import REASONS_IN, REASONS_OUT, Site, StageEntry
from projects.rollout.services.change_log import write_scope
from projects.rollout.services.evidence import keep_evidence
from projects.rollout.services.telling import tell_moved
from projects.rollout.services.wayleaves import open_with_the_stage
from projects.rollout.stages import STAGE_MOVES, Stage, needs_reason, scope_step


class MoveRefused(Refusal):
    """The site cannot make that move; `answer` names what was said that stands in the way."""

    def __init__(self, answer: str, message: str):
        super().__init__(message)
        self.answer = answer


@dataclass(frozen=True)
class Move:
    """What a person asks for: where to, since when, and why."""

    to: str
    on: date
    evidence: str = ""
    reason: str = ""
    scope_reason: str | None = None
    evidence_file: Any = None  # an upload
    grantor: str = ""  # whose permission the site waits for, once it is at that stage

    def refusal(self, site: Site, by: User, *, since: date | None = None) -> str:
        """Why the site cannot make this move, in a sentence; empty when it can."""
        return self.refused(site, by, since=since)[1]

    def refused(self, site: Site, by: User, *, since: date | None = None) -> tuple[str, str]:
        """Which answer stands in the way, and why; both empty when none does."""
        if said := self._refusal_of_the_stage(site):
            return "to", said
        if needs_reason(site.stage, self.to) and not self.reason.strip():
            said = f"Enter a reason for moving from “{site.get_stage_display()}” to this stage"
            return "reason", said
        if said := refusal_of_the_date(self.on, not_before=since or site.stage_on):
            return "on", said
        if said := self._refusal_of_the_scope(site, by):
            return "scope_reason", said
        if said := refusal_of_acceptance(site, by, self.to, self.evidence_file):
            return "evidence_file", said
        return "", ""

    def _refusal_of_the_stage(self, site: Site) -> str:
        if self.to == site.stage:
            return f"The site is already at “{site.get_stage_display()}”. Select another stage"
        if self.to not in STAGE_MOVES[Stage(site.stage)]:
            return (
                f"A site at “{site.get_stage_display()}” cannot move to “{Stage(self.to).label}”. "
                "Select another stage"
            )
        return ""

    def _refusal_of_the_scope(self, site: Site, by: User) -> str:
        step = scope_step(site.stage, site.in_scope, self.to)
        if not step:
            return ""
        if not by.has_perm("projects.change_scope", site):
            return (
                "This stage changes the scope of the project. Ask a programme manager, or a lead "
                "of "
                "the organisation that leads the project, to update it"
            )
        if is_controlled(site.project):
            return (
                "This stage changes the scope of a project under change control. Request "
                "the change on the project’s change control page. The stage will change once it is "
                "approved"
            )
        if self.scope_reason not in (REASONS_IN if step == 1 else REASONS_OUT):
            return (
                "Select a reason for adding the site to scope"
                if step == 1
                else "Select a reason for removing the site from scope"
            )
        return ""


def refusal_of_acceptance(site: Site, by: User, to: str, evidence_file: Any) -> str:
    """No one accepts a site without evidence: a signed acceptance, or a programme manager."""
    if to != Stage.ACCEPTED or evidence_file or by.has_perm("projects.manage", site):
        return ""
    return "Upload the signed acceptance, or ask a programme manager to accept the site"


def refusal_of_the_date(on: date, *, not_before: date | None = None) -> str:
    if on > timezone.localdate():
        return "Enter a date that is today or in the past"
    if not_before and on < not_before:
        return (
            f"Enter a date that is {uk_date(not_before)} or later: the site reached its current "
            "stage then. If that date is wrong, correct that entry first"
        )
    return ""


def enter(project: Project, moves: Sequence[tuple[Site, Move]], by: User) -> list[StageEntry]:
    """Write the moves of sites that are locked and may make them, in a few statements for all."""
    now = timezone.now()
    if len(moves) > 1 and any(move.evidence_file for _, move in moves):
        raise Refusal("A file can only be evidence for one site. Update these sites one at a time")
    steps = [(site, move, scope_step(site.stage, site.in_scope, move.to)) for site, move in moves]
    entries = StageEntry.objects.bulk_create(
        [
            StageEntry(
                project=project,
                site=site,
                stage=move.to,
                entered_on=move.on,
                recorded_at=now,
                by=by,
                evidence=move.evidence.strip(),
                evidence_file=keep_evidence(move.evidence_file, site, move.to, by),
                reason=move.reason.strip(),
            )
            for site, move in moves
        ],
        batch_size=2000,
    )
    changes: dict[tuple, dict[Site, int]] = defaultdict(dict)
    for site, move, step in steps:
        if step:
            changes[move.on, move.scope_reason or "", move.reason.strip()][site] = step
    for (on, reason, note), their_steps in changes.items():
        # Checked: a step has a reason.
        write_scope(project=project, on=on, reason=reason, note=note, by=by, steps=their_steps)
    waiting: dict[tuple, list[Site]] = defaultdict(list)
    for site, move in moves:
        if move.to == Stage.WAYLEAVE:
            waiting[move.on, move.grantor].append(site)
    for (on, grantor), sites in waiting.items():
        open_with_the_stage(sites=sites, on=on, by=by, grantor=grantor)
    tell_moved(project, [(site, move.to, move.on) for site, move in moves])
    return entries
