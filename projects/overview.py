"""Every project in one row: its ratings, progress, spend and next milestone."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, F, Max, Q, QuerySet, Sum, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from diz_portal.impact import selectors as impact
from partners.roles import is_manager
from projects.money.enums import Flow
from projects.money.models import Posting
from projects.money.readers import keepers
from projects.portfolio.models import Milestone, Programme, Project
from projects.portfolio.models.programme import ProjectState
from projects.returns.models import Return
from projects.rollout.models import ScopeChange, Site
from projects.rollout.stages import LIVE

TREND_LENGTH = 6
TREND_DAYS = 240
# Worst first: a project is rated by its partner with the most trouble.
WORST = ["red", "amber", "green"]


@dataclass(frozen=True)
class Line:
    """One project of the portfolio. Sums in pounds; `trend` oldest first, "" for a month in
    which no one reported; `spend_as_at` is the oldest of the dates behind the sum."""

    project: Project
    trend: list[str]
    live: int
    in_scope: int
    spend: Decimal | None
    spend_as_at: date | None
    value: Decimal
    next_milestone: Milestone | None
    months: list[date]
    late: int
    milestones: int
    milestones_done: int
    # What else it did: "214 devices given or lent".
    done: str


@dataclass(frozen=True)
class Group:
    """The projects of one programme, folded where there are many."""

    title: str
    lines: list[Line]
    programme: Programme | None = None

    @property
    def late(self) -> int:
        return sum(line.late for line in self.lines)


# More projects than this are folded by programme: they would fill the screen.
MOST_AT_ONCE = 6


def by_programme(lines: list[Line]) -> list[Group]:
    found: dict[Programme | None, list[Line]] = {}
    for line in lines:
        found.setdefault(line.project.programme, []).append(line)
    return [
        Group(programme.name if programme else "Other projects", rows, programme)
        for programme, rows in found.items()
    ]


def portfolio(user) -> list[Line]:
    """The running projects this person works on."""
    return of_projects(
        user,
        Project.objects.worked_on_by(user).filter(
            state__in=[ProjectState.PLANNED, ProjectState.RUNNING]
        ),
    )


def of_projects(user, found: QuerySet[Project]) -> list[Line]:
    """A line for each, by programme; nine queries, however many there are."""
    projects = list(found.select_related("programme").order_by("programme__name", "title"))
    ids = [project.pk for project in projects]
    sites = {
        row["project"]: row
        for row in Site.objects.standing()
        .filter(project__in=ids, in_scope=True)
        .values("project")
        .annotate(
            total=Count("pk"),
            live=Count("pk", filter=Q(stage__in=LIVE)),
            late=Count(
                "pk", filter=Q(planned_live_on__lt=timezone.localdate()) & ~Q(stage__in=LIVE)
            ),
        )
    }
    values = dict(
        ScopeChange.objects.filter(project__in=ids)
        .values_list("project")
        .annotate(total=Sum("value_change"))
    )
    months, trends = _trends(ids)
    # The books of a project say it better than its returns, to those who may read all of them.
    spends = _spends(ids) | _in_the_books(user, ids)
    milestones = {
        milestone.project_id: milestone
        for milestone in Milestone.objects.open()
        .filter(project__in=ids)
        .order_by("project", "-forecast_on", "-title")
    }
    plans = {
        row["project"]: row
        for row in Milestone.objects.standing()
        .filter(project__in=ids)
        .order_by()
        .values("project")
        .annotate(total=Count("pk"), done=Count("actual_on"))
    }
    figures = impact.current_of_these({name for project in projects for name in project.figures})
    return [
        Line(
            project=project,
            trend=[trends.get((project.pk, month), "") for month in months],
            months=months,
            live=sites.get(project.pk, {}).get("live", 0),
            in_scope=sites.get(project.pk, {}).get("total", 0),
            spend=spends.get(project.pk, (None, None))[0],
            spend_as_at=spends.get(project.pk, (None, None))[1],
            value=values.get(project.pk) or Decimal(0),
            next_milestone=milestones.get(project.pk),
            late=sites.get(project.pk, {}).get("late", 0),
            milestones=plans.get(project.pk, {}).get("total", 0),
            done=next((figures[n].sentence for n in project.figures if n in figures), ""),
            milestones_done=plans.get(project.pk, {}).get("done", 0),
        )
        for project in projects
    ]


def _trends(ids: list[int]) -> tuple[list[date], dict[tuple[int, date], str]]:
    """The last months anybody reported on, and each project's worst rating in each."""
    since = timezone.localdate() - timedelta(days=TREND_DAYS)
    rows = list(
        Return.objects.vouched_for()
        .filter(project__in=ids, round__month__gte=since)
        .values_list("project", "round__month", "delivery", "spend", "risk")
    )
    months = sorted({month for _, month, *_ in rows})[-TREND_LENGTH:]
    worst: dict[tuple[int, date], str] = {}
    for project, month, *ratings in rows:
        known = [worst.get((project, month), "green"), *ratings]
        worst[project, month] = min((r for r in known if r), key=WORST.index)
    return months, worst


def _in_the_books(user, ids: list[int]) -> dict[int, tuple[Decimal, date]]:
    """What was spent on each project that has books, with the day of the latest entry: for
    managers, and for whoever works on the money of its accountable body."""
    theirs = Q() if is_manager(user) else Q(source__project__lead__in=keepers(user))
    rows = (
        Posting.objects.filter(
            theirs, source__project__in=ids, flow=Flow.SPENT, on__lte=timezone.localdate()
        )
        .order_by()
        .values_list("source__project")
        .annotate(total=Sum("amount"), latest=Max("on"))
    )
    return {project: (total, latest) for project, total, latest in rows}


def _spends(ids: list[int]) -> dict[int, tuple[Decimal, date]]:
    """Each partner's latest reported figure, summed by project, with the oldest of the dates."""
    latest = (
        Return.objects.vouched_for()
        .filter(project__in=ids, spend_to_date__isnull=False)
        .annotate(
            place=Window(
                RowNumber(),
                partition_by=[F("project"), F("organisation")],
                order_by=F("round__month").desc(),
            )
        )
        .filter(place=1)
        .values_list("project", "spend_to_date", "spend_as_at")
    )
    found: dict[int, tuple[Decimal, date]] = {}
    for project, spend, as_at in latest:
        total, oldest = found.get(project, (Decimal(0), as_at))
        found[project] = (total + spend, min(oldest, as_at))
    return found
