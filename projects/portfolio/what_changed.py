"""What changed in a project's plan: its milestones, its risks and its end date."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows, counted
from diz_portal.trail.net import known, net
from diz_portal.words import as_date, days, uk_date
from projects.portfolio.models import Milestone, MilestoneBaseline, Project, Risk, RiskState
from projects.portfolio.scope_of_changes import projects_of


def _slipped(rows: Rows) -> str:
    most = days(max(row.counts["days_slipped"] for row in rows))
    if len(rows) == 1:
        return f"1 milestone slipped by {most}"
    return f"{len(rows):,} milestones slipped, by up to {most}"


def _came_forward(rows: Rows) -> str:
    most = days(max(row.counts["days_gained"] for row in rows))
    if len(rows) == 1:
        return f"1 milestone was brought forward by {most}"
    return f"{len(rows):,} milestones were brought forward, by up to {most}"


def _kind(name: str, title: str, says: Any, order: int) -> Kind:
    return Kind(name=name, title=title, room="Projects", says=says, order=order)


MET = _kind(
    "milestones-met",
    "Milestones completed",
    counted("1 milestone was completed", "{} milestones were completed"),
    30,
)
SLIPPED = _kind("milestones-slipped", "Milestones that slipped", _slipped, 32)
FORWARD = _kind("milestones-brought-forward", "Milestones brought forward", _came_forward, 34)
REBASED = _kind(
    "milestones-rebaselined",
    "Changes to baseline dates",
    counted("1 baseline date was changed", "{} baseline dates were changed"),
    36,
)
ENDS = _kind(
    "project-end-dates",
    "Changes to the end dates of projects",
    counted("The end date of 1 project changed", "The end dates of {} projects changed"),
    38,
)
RAISED = _kind(
    "risks-raised",
    "Risks and issues raised",
    counted("1 risk or issue was raised", "{} risks or issues were raised"),
    40,
)
UP = _kind(
    "risks-up",
    "Risks and issues with a higher score",
    counted("The score of 1 risk or issue went up", "The scores of {} risks or issues went up"),
    42,
)
DOWN = _kind(
    "risks-down",
    "Risks and issues with a lower score",
    counted("The score of 1 risk or issue went down", "The scores of {} risks or issues went down"),
    44,
)
CLOSED = _kind(
    "risks-closed",
    "Risks and issues closed",
    counted("1 risk or issue was closed", "{} risks or issues were closed"),
    46,
)


def _owned(asked: Asked) -> Q:
    """Of an organisation what it owns, and what nobody does."""
    if asked.organisation is None:
        return Q()
    return Q(owner=None) | Q(owner=asked.organisation)


def _milestones(asked: Asked) -> Any:
    return Milestone.objects.standing().filter(
        _owned(asked), project__in=list(projects_of(asked).all)
    )


def milestones_met(asked: Asked) -> Iterator[Change]:
    projects = projects_of(asked)
    rows = known(
        _milestones(asked), "actual_on", "title", "project_id", "baseline_on", until=asked.known
    )
    for row in rows:
        on, at = row["actual_on"], row["since_at"]
        if on is None or not _happened(asked, on, at):
            continue
        late = (on - row["baseline_on"]).days
        yield Change(
            kind=MET.name,
            on=on,
            recorded_at=at,
            says=f"{row['title']} was completed{_against_baseline(late)}",
            url=projects.page(row["project_id"], "milestones"),
            project=projects.all[row["project_id"]],
            counts={"milestones_met": 1},
            superseded_at=row["until_at"],
        )


def _happened(asked: Asked, on: Any, at: Any) -> bool:
    if asked.late:
        return on < asked.since and asked.starts <= at < asked.ends
    return asked.since <= on <= asked.until


def _against_baseline(late: int) -> str:
    if not late:
        return " on time"
    return f", {days(late)} late" if late > 0 else f", {days(-late)} early"


def milestones_moved(asked: Asked) -> Iterator[Change]:
    if asked.late:
        return
    projects = projects_of(asked)
    open_ones = _milestones(asked).filter(actual_on=None)
    moved = net(
        open_ones, "forecast_on", "title", "project_id", starts=asked.starts, ends=asked.ends
    )
    for one in moved.values():
        if not (change := one.change(lambda row: row["forecast_on"])):
            continue
        was, now, at = change
        slip, project = (now - was).days, one.after["project_id"]
        verb = "slipped" if slip > 0 else "was brought forward"
        yield Change(
            kind=(SLIPPED if slip > 0 else FORWARD).name,
            on=as_date(at),
            recorded_at=at,
            says=(
                f"{one.after['title']} {verb} by {days(abs(slip))}, from {uk_date(was)} to"
                f" {uk_date(now)}"
            ),
            url=projects.page(project, "milestones"),
            project=projects.all[project],
            counts={"days_slipped": max(slip, 0), "days_gained": max(-slip, 0)},
        )


def baselines(asked: Asked) -> Iterator[Change]:
    projects = projects_of(asked)
    rows = MilestoneBaseline.objects.filter(
        asked.noted("recorded_at"), milestone__in=_milestones(asked), old_on__isnull=False
    )
    for row in rows.select_related("milestone"):
        project = row.milestone.project_id
        yield Change(
            kind=REBASED.name,
            on=as_date(row.recorded_at),
            recorded_at=row.recorded_at,
            says=(
                f"The baseline date of {row.milestone.title} changed from {uk_date(row.old_on)} to"
                f" {uk_date(row.new_on)}"
            ),
            url=projects.page(project, "milestones"),
            project=projects.all[project],
            counts={"milestones_rebaselined": 1},
        )


def end_dates(asked: Asked) -> Iterator[Change]:
    if asked.late:
        return
    projects = projects_of(asked)
    worked_on = Project.objects.filter(pk__in=list(projects.worked_on))
    for one in net(worked_on, "ends_on", starts=asked.starts, ends=asked.ends).values():
        if not (change := one.change(lambda row: row["ends_on"])):
            continue
        was, now, at = change
        project = projects.worked_on[one.pk]
        if was and now:
            says = f"The end date of {project} changed from {uk_date(was)} to {uk_date(now)}"
        elif now:
            says = f"The end date of {project} was set to {uk_date(now)}"
        else:
            says = f"The end date of {project}, {uk_date(was)}, was removed"
        yield Change(
            kind=ENDS.name,
            on=as_date(at),
            recorded_at=at,
            says=says,
            url=projects.page(one.pk, "project"),
            project=project,
            counts={"end_dates": 1},
        )


def risks(asked: Asked) -> Iterator[Change]:
    """For those who work on the project: none of them is published."""
    if asked.late:
        return
    projects = projects_of(asked)
    rows = Risk.objects.filter(_owned(asked), project__in=list(projects.worked_on))
    columns = ("title", "project_id", "state", "impact_after", "likelihood_after")
    for one in net(rows, *columns, starts=asked.starts, ends=asked.ends).values():
        for kind, says, at in _of_risk(one):
            project = projects.worked_on[one.after["project_id"]]
            yield Change(
                kind=kind.name,
                on=as_date(at),
                recorded_at=at,
                says=says,
                url=projects.page(project.pk, "risks"),
                project=project,
                counts={kind.name.replace("-", "_"): 1},
            )


def _score(row: dict[str, Any]) -> int:
    return row["impact_after"] * row["likelihood_after"]


def _of_risk(one: Any) -> Iterator[tuple[Kind, str, Any]]:
    title = one.after["title"]
    if one.is_new:
        yield RAISED, f"{title} was raised, with a score of {_score(one.after)}", one.began_at
    elif scored := one.change(_score):
        was, now, at = scored
        kind, way = (UP, "up") if now > was else (DOWN, "down")
        yield kind, f"The score of {title} went {way} from {was} to {now}", at
    closed = one.change(lambda row: row["state"] == RiskState.CLOSED)
    if closed and closed[1]:
        yield CLOSED, f"{title} was closed", closed[2]


changes.register(MET, find=milestones_met)
changes.register(SLIPPED, FORWARD, find=milestones_moved)
changes.register(REBASED, find=baselines)
changes.register(ENDS, find=end_dates)
changes.register(RAISED, UP, DOWN, CLOSED, find=risks)
