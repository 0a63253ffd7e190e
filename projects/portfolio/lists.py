"""The lists of risks and of milestones: of one project, and of all that somebody works on."""

from collections.abc import Mapping
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, Words, register
from projects.portfolio.listed import OF_PROJECT, PROJECT, kept, works_somewhere
from projects.portfolio.models import SCORES, Milestone, Project, Proximity, Risk, RiskState
from projects.portfolio.selectors.milestones import BY_FORECAST, slips
from projects.portfolio.selectors.risks import BY_SEVERITY, RESIDUAL

BY_TITLE = (Lower("title"), "reference")
NAMED = (
    Column(
        "project",
        "Project",
        value=lambda row: row.project.title,
        order=("project__title", *BY_TITLE),
    ),
)


class OfProject(List):
    """Records of the projects that somebody works on; those who may change one, open it."""

    model: type[Risk] | type[Milestone]
    whole: str
    record: str

    def may_open(self, user: Any) -> bool:
        return works_somewhere(user)

    def rows(self, asking: Asking) -> QuerySet:
        mine = Project.objects.worked_on_by(asking.user)
        rows = self.model.objects.filter(project__in=mine)
        if slug := asking.fixed.get(PROJECT):
            rows = rows.filter(project__slug=slug)
        return rows.select_related("project", "owner")

    def url(self, row: Any, asking: Asking) -> str:
        if row.project_id not in kept(asking):
            return ""
        return reverse(f"projects_workspace:{self.record}", args=[row.project.slug, row.reference])

    def page(self, filters: Mapping[str, str]) -> str:
        slug = filters.get(PROJECT)
        if not slug:
            return super().page(filters)
        return reverse(f"projects_workspace:{self.whole}", args=[slug])


def _owners(of: type[Risk] | type[Milestone]) -> Any:
    def owners(asking: Asking) -> Any:
        mine = Project.objects.worked_on_by(asking.user)
        rows = of.objects.filter(project__in=mine).exclude(owner=None).order_by("owner__name")
        return rows.values_list("owner__slug", "owner__name").distinct()

    return owners


def _owner_of(of: type[Risk] | type[Milestone], label: str) -> Choice:
    return Choice(
        "owner",
        label,
        found=lambda rows, slug, _: rows.filter(owner__slug=slug),
        choices=_owners(of),
    )


def _of_words(rows: QuerySet, text: str, asking: Asking) -> QuerySet:
    for word in text.split():
        rows = rows.filter(title__icontains=word)
    return rows


LEVELS = {"red": "Red (15 or more)", "amber": "Amber (8 to 14)", "green": "Green (7 or less)"}


def _of_level(rows: QuerySet, level: str, asking: Asking) -> QuerySet:
    rows = rows.annotate(residual=RESIDUAL)
    if level == "red":
        return rows.filter(residual__gte=15)
    return rows.filter(residual__range=(8, 14)) if level == "amber" else rows.filter(residual__lt=8)


def _risks_shown(rows: Any, show: str, asking: Asking) -> QuerySet:
    if show == "closed":
        return rows.filter(state=RiskState.CLOSED)
    if show == "review":
        return rows.open().filter(next_review_on__lt=timezone.localdate())
    return rows


@register
class Risks(OfProject):
    name = "risks"
    title = "Risks and issues"
    one, many = "risk or issue", "risks and issues"
    place = 30
    model, whole, record = Risk, "risks", "risk"
    order, order_said = BY_SEVERITY, "Most serious first"
    columns = (
        Column("title", "Risk", order=BY_TITLE, cell="projects/workspace/cells/risk.html"),
        *NAMED,
        Column(
            "score_after",
            "Residual score",
            kind=Kind.WHOLE,
            order=(RESIDUAL, *BY_TITLE),
            cell="projects/workspace/cells/score.html",
        ),
        Column(
            "score_before",
            "Inherent score",
            kind=Kind.WHOLE,
            order=(F("impact_before") * F("likelihood_before"), *BY_TITLE),
        ),
        Column("proximity", "Proximity", value=lambda risk: risk.get_proximity_display()),
        Column(
            "owner",
            "Risk owner",
            value=lambda risk: risk.owner.name if risk.owner else "",
            order=(Lower("owner__name"), *BY_TITLE),
        ),
        Column(
            "next_review_on",
            "Next review",
            value=lambda risk: risk.next_review_on if risk.is_open else None,
            kind=Kind.DAY,
            order=("next_review_on", *BY_TITLE),
            cell="projects/workspace/cells/review.html",
        ),
        Column(
            "kind",
            "Risk or issue",
            value=lambda risk: risk.what.capitalize(),
            at_first=False,
        ),
        Column("state", "Status", value=lambda risk: risk.get_state_display(), at_first=False),
        Column("mitigation", "Mitigation", at_first=False),
        Column(
            "closed_on",
            "Date closed",
            kind=Kind.DAY,
            order=("closed_on", *BY_TITLE),
            at_first=False,
        ),
    )
    filters = (
        Words("q", "Risk or issue", found=_of_words),
        OF_PROJECT,
        Choice(
            "show",
            "Show",
            found=_risks_shown,
            choices=lambda _: {
                "review": "Review overdue",
                "closed": "Closed",
                "all": "Open and closed",
            }.items(),
            any="Open",
        ),
        Choice("level", "Residual rating", found=_of_level, choices=lambda _: LEVELS.items()),
        Choice(
            "likelihood",
            "Residual likelihood",
            found=lambda rows, score, _: rows.filter(likelihood_after=score),
            choices=lambda _: [(str(score), label) for score, label in SCORES],
            is_more=True,
        ),
        Choice(
            "impact",
            "Residual impact",
            found=lambda rows, score, _: rows.filter(impact_after=score),
            choices=lambda _: [(str(score), label) for score, label in SCORES],
            is_more=True,
        ),
        Choice(
            "proximity",
            "Proximity",
            found=lambda rows, near, _: rows.filter(proximity=near),
            choices=lambda _: Proximity.choices,
            is_more=True,
        ),
        _owner_of(Risk, "Risk owner"),
    )

    def at_first(self, rows: Any, chosen: Mapping[str, str]) -> QuerySet:
        return rows if chosen.get("show") else rows.open()


def _with_baselines(rows: Any) -> QuerySet:
    return rows.with_baselines()


def _milestones_shown(rows: Any, show: str, asking: Asking) -> QuerySet:
    if show == "complete":
        return rows.exclude(actual_on=None)
    rows = rows.open()
    today = timezone.localdate()
    if show == "late":
        return rows.filter(forecast_on__lt=today)
    if show == "slipping":
        return rows.filter(slips(today))
    return rows


@register
class Milestones(OfProject):
    name = "milestones"
    title = "Milestones"
    one, many = "milestone", "milestones"
    place = 20
    model, whole, record = Milestone, "milestones", "milestone"
    order, order_said = BY_FORECAST, "Open first, by forecast date"
    columns = (
        Column("title", "Milestone", order=BY_TITLE),
        *NAMED,
        Column(
            "owner",
            "Owner",
            value=lambda one: one.owner.name if one.owner else "",
            order=(Lower("owner__name"), *BY_TITLE),
        ),
        Column(
            "baseline_on",
            "First planned and baseline",
            kind=Kind.DAY,
            order=("baseline_on", *BY_TITLE),
            cell="projects/workspace/cells/baseline.html",
            prepare=_with_baselines,
        ),
        Column(
            "forecast_on",
            "Forecast",
            kind=Kind.DAY,
            order=("forecast_on", *BY_TITLE),
            cell="projects/workspace/cells/forecast.html",
        ),
        Column(
            "actual_on",
            "Actual",
            kind=Kind.DAY,
            order=("actual_on", *BY_TITLE),
            cell="projects/workspace/cells/actual.html",
        ),
        Column("slippage", "Slippage"),
        Column("slippage_days", "Slippage (days)", kind=Kind.WHOLE, at_first=False),
    )
    filters = (
        Words("q", "Milestone", found=_of_words),
        OF_PROJECT,
        Choice(
            "show",
            "Show",
            found=_milestones_shown,
            choices=lambda _: {
                "open": "Not complete",
                "late": "Forecast date passed",
                "slipping": "Slipping (more than 2 weeks)",
                "complete": "Complete",
            }.items(),
            any="All milestones",
        ),
        _owner_of(Milestone, "Owner"),
    )

    def rows(self, asking: Asking) -> QuerySet:
        found: Any = super().rows(asking)
        return found.standing()
