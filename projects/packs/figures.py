"""The figures a pack states, and whether those of the last pack still hold.

A figure of the rollout can be asked again of any day, as known at any moment (design §4.4): so what
the last issued pack said is held against what is known of the same day now.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from diz_portal.reports.declaring import NOT_AVAILABLE, Figure, Kind
from diz_portal.words import uk_date
from projects.money.models import FundingSource
from projects.money.selectors import statement
from projects.packs.models import Pack, PackSection
from projects.portfolio.models import Project
from projects.portfolio.selectors import milestones
from projects.returns.models import Return
from projects.rollout.models import ScopeChange, StageEntry
from projects.rollout.standing import AsAt, Standing, standings

LABELS = {
    "in_scope": "In scope",
    "live": "Live",
    "in_service": "In service",
    "late": "Past their planned date",
    "wayleave": "Waiting for a wayleave",
    "on_hold": "On hold",
}
SEVERE = 15  # a residual score that is red
# The section that each figure is a sum of: where that is withheld, so is the figure. What is of no
# section is money, which a project publishes or does not.
SECTIONS = {
    **dict.fromkeys(LABELS, PackSection.ROLLOUT),
    "spend": PackSection.RETURNS,
    "spend_booked": "",
    "milestones_slipping": PackSection.MILESTONES,
    "risks_red": PackSection.RISKS,
}
OF_MONEY = ("spend", "spend_booked")


@dataclass(frozen=True)
class Restated:
    """A figure of the last pack that is another by now."""

    label: str
    day: date
    was: int
    now: int
    why: str
    is_exempt: bool


def of_rollout(found: Iterable[Standing]) -> dict[str, int]:
    """By the keys of LABELS, added up."""
    whole = list(found)
    return {
        "in_scope": sum(one.total for one in whole),
        "live": sum(one.live for one in whole),
        "in_service": sum(one.in_service for one in whole),
        "late": sum(one.late for one in whole),
        "wayleave": sum(one.waiting for one in whole),
        "on_hold": sum(one.on_hold for one in whole),
    }


def stated(projects: Sequence[Project], found: Iterable[Standing], as_at: AsAt) -> list[Figure]:
    """Every figure that stands alone in a pack."""
    numbers = of_rollout(found)
    rollout = [Figure(key, LABELS[key], number) for key, number in numbers.items()]
    slipping = milestones.slipping(as_at.day).filter(project__in=projects).count()
    severe = sum(
        impact * likelihood >= SEVERE
        for project in projects
        for impact, likelihood in project.risks.open().values_list(
            "impact_after", "likelihood_after"
        )
    )
    return [
        *rollout,
        *_spend(projects, as_at),
        Figure("milestones_slipping", "Milestones slipping", slipping),
        Figure("risks_red", "Red risks and issues", severe),
    ]


def _spend(projects: Sequence[Project], as_at: AsAt) -> list[Figure]:
    """What the books say, where there are any; what partners reported beside it only where that is
    another figure, and alone where there are no books."""
    said = reported(projects, as_at)
    found, owners = booked(projects, as_at)
    beside = Figure(
        "spend", "Reported spend to date", NOT_AVAILABLE if said is None else said, Kind.POUNDS
    )
    if found is None:
        return [beside]
    whose = "" if owners == len(projects) else f" of {owners} of {len(projects)} projects"
    books = Figure("spend_booked", f"Spend to date, from the books{whose}", found, Kind.POUNDS)
    return [books] if said in (None, found) else [books, beside]


def booked(projects: Sequence[Project], as_at: AsAt) -> tuple[Decimal | None, int]:
    """What the statement of the money of these projects has as spent, and how many of them it is
    of. None where nothing was booked: no books are not books of £0."""
    sources = FundingSource.objects.filter(project__in=projects)
    lines = [one for one in statement.of_sources(sources, as_at).lines if one.received or one.spent]
    owners = {one.source.project_id for one in lines}
    return (sum((one.spent for one in lines), Decimal(0)) if owners else None), len(owners)


def reported(projects: Sequence[Project], as_at: AsAt) -> Decimal | None:
    """The sum of each partner's latest figure of those that somebody vouches for. None where no one
    gave one: a board would read £0 as nothing spent."""
    found = list(latest_returns(projects, as_at).exclude(spend_to_date=None))
    return sum((one.spend_to_date or Decimal(0) for one in found), Decimal(0)) if found else None


def latest_returns(projects: Sequence[Project], as_at: AsAt) -> QuerySet[Return]:
    """The newest of each partner and project, of those submitted by that day."""
    return (
        Return.objects.vouched_for()
        .filter(project__in=projects, submitted_at__lt=as_at.known_before)
        .order_by("project_id", "organisation_id", "-round__month")
        .distinct("project_id", "organisation_id")
    )


def restated(last: Pack | None, projects: Sequence[Project]) -> list[Restated]:
    """Those of the last issued pack that are others by now, with the reason."""
    said = {one.key: one for one in last.figures.all() if one.key in LABELS} if last else {}
    if last is None or last.issued_at is None or not said:
        return []
    day = next(iter(said.values())).day
    ids = [one.pk for one in projects]
    as_known_now = AsAt(day, is_past=True, known_at=timezone.now())
    now = of_rollout(standings(ids, as_known_now).values())
    changed = [key for key, one in said.items() if int(one.value) != now[key]]
    why = _why(ids, day, last.issued_at) if changed else ""
    return [
        Restated(said[key].label, day, int(said[key].value), now[key], why, said[key].is_exempt)
        for key in changed
    ]


def _why(projects: list[int], day: date, told_at: datetime) -> str:
    """What was recorded about that day after it was told: a correction before anything else."""
    later = StageEntry.objects.filter(project__in=projects, recorded_at__gt=told_at).filter(
        Q(entered_on__lte=day) | Q(corrects__entered_on__lte=day)
    )
    scope = ScopeChange.objects.filter(
        project__in=projects, recorded_at__gt=told_at, happened_on__lte=day
    )
    newest = Max("recorded_at")
    if at := later.filter(corrects__isnull=False).aggregate(at=newest)["at"]:
        return f"correction of {uk_date(at)}"
    if at := later.aggregate(at=newest)["at"]:
        return f"recorded on {uk_date(at)}, after that pack was issued"
    if at := scope.aggregate(at=newest)["at"]:
        return f"scope change recorded on {uk_date(at)}"
    return "planned dates or sites were changed since"
