"""Reading sites: where each stands, since when, how it got there, and what may be published."""

import datetime
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from diz_portal import trail
from diz_portal.accounts.models import User
from diz_portal.trail.reading import history as changes_of
from projects.portfolio.models import Project
from projects.rollout.models import Site, StageEntry
from projects.rollout.stages import (
    BLOCKED,
    EXITS,
    FACTS,
    LIVE,
    PATH,
    SERVING,
    STAGE_MOVES,
    Stage,
    next_stage,
    scope_step,
)


def stuck(today: date | None = None) -> Q:
    """Sites that have been at their stage for longer than it usually takes."""
    today = today or timezone.localdate()
    longer = Q(pk__in=[])
    for stage, facts in FACTS.items():
        if facts.norm_days is not None:
            longer |= Q(stage=stage, stage_on__lt=today - timedelta(days=facts.norm_days))
    return longer


# What a list of sites can be narrowed to, in the words of addresses and views.
SHOWS = {
    "late": "Past planned date",
    "stuck": "Overdue at stage",
    "blocked": "On hold",
    "in_scope": "In scope",
    "live": "Live (connected or later)",
    "serving": "In service",
    "inactive": "Not active in NHS list",
}


def shown(sites: Any, show: str) -> QuerySet[Site]:
    """Of these sites, the ones of which that is true."""
    if show == "late":
        return sites.late()
    true_of = {
        "stuck": stuck(),
        "blocked": Q(stage__in=BLOCKED),
        "in_scope": Q(in_scope=True),
        "live": Q(in_scope=True, stage__in=LIVE),
        "serving": Q(in_scope=True, stage__in=SERVING),
        "inactive": Q(source_inactive_on__isnull=False),
    }
    return sites.filter(true_of[show])


def of_words(sites: QuerySet[Site], text: str) -> QuerySet[Site]:
    """The sites that have every word in their name, address or codes."""
    for word in text.split():
        sites = sites.filter(
            Q(name__icontains=word)
            | Q(ods_code__iexact=word)
            | Q(uprn=word)
            | Q(postcode__icontains=word)
            | Q(address__icontains=word)
            | Q(order_ref__iexact=word)
            | Q(reference__iexact=word)
        )
    return sites


MOST_WITHDRAWN = 50


def withdrawn(project: Project) -> QuerySet[Site]:
    """By hand, the last first; those of an import that was undone come back with their file."""
    found = project.sites.exclude(withdrawn_at=None).exclude(withdrawn_reason="")
    return found.order_by("-withdrawn_at", "pk")[:MOST_WITHDRAWN]


def districts_of(project: Project) -> list[tuple[str, str]]:
    """Slug and name of the districts the project has sites in."""
    return list(
        Site.objects.standing()
        .filter(project=project)
        .order_by("district__name")
        .values_list("district__slug", "district__name")
        .distinct()
    )


@dataclass(frozen=True)
class Step:
    """One station of the stepped line."""

    label: str
    state: str  # done, now or ahead
    date: datetime.date | None = None


def stepped_line(site: Site, entries: list[StageEntry]) -> list[Step]:
    """The path of a site: what is done and when, where it is now, what lies ahead.

    `entries` are the uncorrected ones, newest first. A site on hold stands where it last stood
    on the path. For one that left, nothing lies ahead: its line ends with how it left.
    """
    entered: dict[str, date] = {}
    for entry in entries:
        entered.setdefault(entry.stage, entry.entered_on)
    last = next((entry.stage for entry in entries if entry.stage in PATH), PATH[0])
    reached = PATH.index(Stage(last))
    if site.stage in EXITS:
        passed = [Step(stage.label, "done", entered.get(stage)) for stage in PATH[: reached + 1]]
        return [*passed, Step(site.get_stage_display(), "now", entered.get(site.stage))]
    return [
        Step(
            label=stage.label,
            state="done" if place < reached else "now" if place == reached else "ahead",
            date=entered.get(stage) if place <= reached else None,
        )
        for place, stage in enumerate(PATH)
    ]


def history(site: Site) -> list[StageEntry]:
    """Every entry of the site, newest first; corrected ones know what replaced them."""
    return list(
        site.entries.select_related(
            "by", "batch", "corrected_by", "corrects", "evidence_file"
        ).latest_first()
    )


def with_withdrawals(site: Site, numbered: list[tuple[int, StageEntry]]) -> list[tuple[int, Any]]:
    """The numbered entries and, as number 0, each time it was withdrawn and put back."""
    # The reason stays when it is put back: without one it was never withdrawn.
    tracked = trail.tracked_of("site") if site.withdrawn_reason else None
    if tracked is None:
        return list(numbered)
    told: list[tuple[int, Any]] = [*numbered]
    for step in changes_of(tracked, site):
        if step.what not in tracked.verbs["withdrawn_at"]:
            continue
        day = timezone.localdate(step.at)
        earlier = (
            place
            for place, (number, one) in enumerate(told)
            if number and (one.entered_on, one.recorded_at) < (day, step.at)
        )
        # Two steps one after the other come newest first, as the history has them.
        told.insert(next(earlier, len(told)), (0, step))
    return told


@dataclass(frozen=True)
class PublicSite:
    """All of a site that may be published (design §4.6): a list of what may, not of what may
    not, so that a new field stays private until somebody adds it here."""

    reference: str
    name: str
    district: str
    stage: str
    stage_label: str
    stage_on: date | None
    meaning: str
    download_before_mbps: object
    download_after_mbps: object
    upload_before_mbps: object
    upload_after_mbps: object
    measured_before_on: date | None
    measured_after_on: date | None
    steps: list[Step]
    timeline: list[tuple[str, date]]

    @property
    def fastest(self) -> Any:
        """Of all that was measured: the bars of the page have one scale."""
        speeds: tuple[Any, ...] = (
            self.download_before_mbps,
            self.download_after_mbps,
            self.upload_before_mbps,
            self.upload_after_mbps,
        )
        return max((one or 0 for one in speeds), default=0)

    @property
    def other_days(self) -> list[tuple[str, date]]:
        """What the stepped line does not say already: a hold, a stage that was gone back to."""
        said = {(step.label, step.date) for step in self.steps}
        return [one for one in self.timeline if one not in said]


def public_site(site: Site) -> PublicSite:
    entries = list(site.entries.uncorrected().latest_first().only("site", "stage", "entered_on"))
    return PublicSite(
        reference=site.reference,
        name=site.name,
        district=site.district.name,
        stage=site.stage,
        stage_label=site.get_stage_display(),
        stage_on=site.stage_on,
        meaning=FACTS[Stage(site.stage)].meaning,
        download_before_mbps=site.download_before_mbps,
        download_after_mbps=site.download_after_mbps,
        upload_before_mbps=site.upload_before_mbps,
        upload_after_mbps=site.upload_after_mbps,
        measured_before_on=site.measured_before_on,
        measured_after_on=site.measured_after_on,
        steps=stepped_line(site, entries),
        timeline=[(entry.get_stage_display(), entry.entered_on) for entry in entries],
    )


def moves_offered(site: Site, user: User) -> tuple[Stage | None, list[Stage]]:
    """The next stage, and every other that this person may move the site to, in the order of
    the path. From a hold a site goes on where it stood."""
    legal = STAGE_MOVES[Stage(site.stage)]
    may_change_scope = user.has_perm("projects.change_scope", site)
    offered = [
        stage
        for stage in Stage
        if stage in legal and (may_change_scope or not scope_step(site.stage, site.in_scope, stage))
    ]
    first = next_stage(site.stage)
    if site.is_blocked:
        held_at = site.entries.uncorrected().filter(stage__in=PATH).latest_first().first()
        first = Stage(held_at.stage) if held_at else None
    return (first if first in offered else None), [one for one in offered if one != first]


def pulse(project: Project) -> dict:
    """How many sites, when they last moved, and how many wait: for the project's home."""
    sites = Site.objects.standing().filter(project=project)
    return {
        "late": sites.late().count(),
        "waiting": sites.waiting_for_a_wayleave().count(),
    } | sites.aggregate(
        total=Count("pk"),
        scoped=Count("pk", filter=Q(in_scope=True)),
        live=Count("pk", filter=Q(in_scope=True, stage__in=LIVE)),
        serving=Count("pk", filter=Q(in_scope=True, stage__in=SERVING)),
        blocked=Count("pk", filter=Q(stage__in=BLOCKED)),
        stuck=Count("pk", filter=stuck()),
        last_moved_on=Max("stage_on"),
    )
