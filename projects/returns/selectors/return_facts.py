"""What the records say happened in a month: the bullets a return begins with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from diz_portal.words import listed, uk_date
from projects.benefits.selectors import measured_in
from projects.portfolio.models import Milestone, Project
from projects.rollout.models import ScopeEntry, StageEntry, Wayleave, WayleaveState
from projects.rollout.stages import BEFORE_SCOPE, EXITS, FACTS, PATH, Stage

NAMED = 3


@dataclass(frozen=True)
class Fact:
    """One bullet: `key` names it from one saving of the return to the next."""

    key: str
    text: str


def facts(project: Project, organisation_id: int, month: date) -> list[Fact]:
    """Every fact of the month, in five queries however much happened."""
    until = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return [
        *_moves(project, month, until),
        *_wayleaves(project, month, until),
        *_milestones(project, organisation_id, month, until),
        *_scope(project, month, until),
        *_measures(project, organisation_id, month, until),
    ]


def _moves(project: Project, since: date, until: date) -> Iterable[Fact]:
    entries = (
        StageEntry.objects.uncorrected()
        .filter(project=project, entered_on__gte=since, entered_on__lt=until)
        .filter(site__withdrawn_at=None)
        .order_by("site__name", "pk")
        .values_list("stage", "site_id", "site__name")
    )
    by_stage: dict[str, dict[int, str]] = {}
    for stage, site_id, name in entries:
        by_stage.setdefault(stage, {})[site_id] = name
    shown = [stage for stage in PATH if stage not in BEFORE_SCOPE]
    for stage in [*reversed(shown), Stage.ON_HOLD, *EXITS]:
        if names := list(by_stage.get(stage, {}).values()):
            yield Fact(f"stage-{stage}", f"{FACTS[stage].came(len(names))}: {_named(names)}.")


def _wayleaves(project: Project, since: date, until: date) -> Iterable[Fact]:
    granted = dict(
        Wayleave.objects.filter(
            site__project=project,
            state=WayleaveState.GRANTED,
            granted_on__gte=since,
            granted_on__lt=until,
        )
        .order_by("site__name", "pk")
        .values_list("pk", "site__name")
    )
    if granted:
        names = list(granted.values())
        said = "1 wayleave was" if len(names) == 1 else f"{len(names)} wayleaves were"
        yield Fact("wayleaves-granted", f"{said} granted: {_named(names)}.")


def _milestones(project: Project, organisation_id: int, since: date, until: date) -> Iterable[Fact]:
    theirs = Milestone.objects.standing().filter(
        Q(owner=None) | Q(owner=organisation_id), project=project
    )
    dated = theirs.filter(
        Q(actual_on__gte=since, actual_on__lt=until)
        | Q(actual_on=None, baseline_on__gte=since, baseline_on__lt=until)
    )
    for milestone in dated.order_by("baseline_on", "title"):
        if milestone.actual_on:
            yield Fact(
                f"met-{milestone.reference}",
                f"Milestone completed on {uk_date(milestone.actual_on)}: {milestone.title}"
                f" ({milestone.slippage.lower()}).",
            )
        else:
            yield Fact(
                f"due-{milestone.reference}",
                f"Milestone due on {uk_date(milestone.baseline_on)} and not completed yet:"
                f" {milestone.title}.",
            )


def _scope(project: Project, since: date, until: date) -> Iterable[Fact]:
    entries = (
        ScopeEntry.objects.filter(
            project=project, change__happened_on__gte=since, change__happened_on__lt=until
        )
        .select_related("change__reverses", "site")
        .order_by("change__happened_on", "pk")
    )
    groups: dict[tuple[str, int], list[ScopeEntry]] = {}
    for entry in entries:
        reason = entry.change.reason
        if entry.change.reverses:
            reason += f"-{entry.change.reverses.reason}"
        groups.setdefault((reason, entry.step), []).append(entry)
    for (reason, step), changed in groups.items():
        names = [entry.site.name for entry in changed]
        said = "1 site was" if len(names) == 1 else f"{len(names)} sites were"
        what = "added to" if step == 1 else "removed from"
        yield Fact(
            f"scope-{reason}-{'in' if step == 1 else 'out'}",
            f"{said} {what} scope ({changed[0].change.title.lower()}): {_named(names)}.",
        )


def _measures(project: Project, organisation_id: int, since: date, until: date) -> Iterable[Fact]:
    """Of the benefits that it owns, the latest of the month."""
    latest = {one.benefit_id: one for one in measured_in(project, organisation_id, since, until)}
    for one in latest.values():
        benefit = one.benefit
        yield Fact(
            f"measured-{benefit.reference}",
            f"{benefit.title}: {_number(one.amount)} {benefit.unit} measured on {uk_date(one.on)} "
            f"(target {_number(benefit.target)} by {uk_date(benefit.target_on)}).",
        )


def _number(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def _named(names: list[str]) -> str:
    """`Alder, Birch and Cedar`, or `Alder, Birch, Cedar and 4 more`."""
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return listed(names)
