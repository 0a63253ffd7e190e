"""The list of returns: those of one's own organisations, and for managers everybody's."""

from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from diz_portal import words
from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, Words, register
from partners.models import Organisation
from projects.portfolio.listed import works_somewhere
from projects.portfolio.models import Project
from projects.returns.models import RAG, ReportingRound, Return
from projects.returns.selectors.returns import FILTERS, IN_ORDER, counts_by_state, with_names

MONTH = "month"


def _mine(asking: Asking) -> QuerySet[Return]:
    return Return.objects.visible_to(asking.user)


def _months(asking: Asking) -> list[tuple[str, str]]:
    rounds = ReportingRound.objects.filter(returns__in=_mine(asking)).distinct()
    return [(one.slug, str(one)) for one in rounds.order_by("-month")]


def _projects(asking: Asking) -> QuerySet:
    found = Project.objects.filter(returns__in=_mine(asking)).order_by("title")
    return found.values_list("slug", "title").distinct()


def _organisations(asking: Asking) -> QuerySet:
    found = Organisation.objects.filter(returns__in=_mine(asking)).order_by("name")
    return found.values_list("slug", "name").distinct()


def _states(asking: Asking) -> dict[str, str]:
    """On the page of one round, with how many of each it has."""
    month = asking.fixed.get(MONTH)
    if month is None:
        return {slug: label for slug, (label, _, _) in FILTERS.items()}
    of_round = ReportingRound.objects.get(month=f"{month}-01")
    numbers = {one["slug"]: one["number"] for one in counts_by_state(of_round)}
    closed = of_round.closed_at is not None
    return {
        slug: f"{names[1] if closed else names[0]} ({numbers.get(slug, 0)})"
        for slug, names in FILTERS.items()
    }


def _of_words(rows: QuerySet, text: str, asking: Asking) -> QuerySet:
    for word in text.split():
        rows = rows.filter(
            Q(project__title__icontains=word) | Q(organisation__name__icontains=word)
        )
    return rows


def _shown(rows: Any, show: str, asking: Asking) -> QuerySet:
    if show == "review":
        return rows.to_review()
    rows = rows.owed()
    return rows.filter(round__due_on__lt=timezone.localdate()) if show == "overdue" else rows


def _submitted(rows: Any) -> QuerySet:
    return rows.submitted()


def _rated(key: str, label: str) -> Choice:
    return Choice(
        key,
        label,
        found=lambda rows, rag, _: _submitted(rows).filter(**{key: rag}),
        choices=lambda _: RAG.choices,
        is_more=True,
    )


def _rating(key: str, title: str) -> Column:
    return Column(
        key,
        title,
        value=lambda one: getattr(one, f"get_{key}_display")() if one.submitted_at else "",
        at_first=False,
    )


@register
class Returns(List):
    name = "returns"
    title = "Returns"
    one, many = "return", "returns"
    place = 15
    order, order_said = ("-round__month", *IN_ORDER), "Newest month first"
    columns = (
        Column(
            "project",
            "Project",
            value=lambda one: one.project.title,
            order=(Lower("project__title"), *IN_ORDER),
        ),
        Column(
            MONTH,
            "Month",
            value=lambda one: words.uk_month(one.round.month),
            order=("round__month", *IN_ORDER),
        ),
        Column(
            "organisation",
            "Partner",
            value=lambda one: one.organisation.name,
            order=(Lower("organisation__name"), *IN_ORDER),
        ),
        Column(
            "state",
            "Status",
            value=lambda one: one.state_said,
            order=("state", *IN_ORDER),
            cell="projects/workspace/cells/return_state.html",
        ),
        Column(
            "ratings",
            "Delivery, spend, risk",
            value=lambda one: one.ratings_said,
            cell="projects/workspace/cells/ratings.html",
        ),
        Column(
            "submitted_at",
            "Submitted",
            kind=Kind.DAY,
            value=lambda one: one.submitted_at and timezone.localdate(one.submitted_at),
            order=("submitted_at", *IN_ORDER),
        ),
        Column(
            "due_on",
            "Due",
            kind=Kind.DAY,
            value=lambda one: one.round.due_on,
            order=("round__due_on", *IN_ORDER),
            at_first=False,
        ),
        _rating("delivery", "Delivery"),
        _rating("spend", "Spend"),
        _rating("risk", "Risk"),
        Column(
            "spend_to_date",
            "Spend to date (£)",
            kind=Kind.POUNDS,
            value=lambda one: one.spend_to_date if one.submitted_at else None,
            at_first=False,
        ),
    )
    filters = (
        Words("q", "Project or partner", found=_of_words),
        Choice(
            MONTH,
            "Month",
            found=lambda rows, slug, _: rows.filter(round__month=f"{slug}-01"),
            choices=_months,
            any="Any month",
        ),
        Choice(
            "project",
            "Project",
            found=lambda rows, slug, _: rows.filter(project__slug=slug),
            choices=_projects,
            any="All projects",
        ),
        Choice(
            "organisation",
            "Partner",
            found=lambda rows, slug, _: rows.filter(organisation__slug=slug),
            choices=_organisations,
            any="All partners",
        ),
        Choice(
            "state",
            "Status",
            found=lambda rows, state, _: rows.filter(state=FILTERS[state][2]),
            choices=lambda asking: _states(asking).items(),
            any="All",
        ),
        Choice(
            "show",
            "Show",
            found=_shown,
            choices=lambda _: {
                "owed": "To be submitted",
                "overdue": "Overdue",
                "review": "To review",
            }.items(),
            any="All returns",
        ),
        _rated("delivery", "Delivery rating"),
        _rated("spend", "Spend rating"),
        _rated("risk", "Risk rating"),
    )

    def may_open(self, user: Any) -> bool:
        return works_somewhere(user)

    def rows(self, asking: Asking) -> QuerySet[Return]:
        return with_names(_mine(asking))

    def told_apart(self, record: Return) -> str:
        return f"{record.organisation}, {words.uk_month(record.round.month)}"

    def url(self, record: Return, asking: Asking) -> str:
        return reverse("returns:return", args=[record.reference])
