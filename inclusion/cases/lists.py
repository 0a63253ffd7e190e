"""The list of cases: of the organisations that handle them, and of no one else.

It names no resident: a file of it holds references. Who a case is about is looked up by POST, on a
page of its own, and never stands in an address or in a view.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import Case as Ranked
from django.db.models import Prefetch, Q, QuerySet, Value, When
from django.db.models.functions import Now, TruncDate
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.declaring import Asking, Choice, Column, Kind, List, register
from diz_portal.places.models import District
from inclusion.cases.models import Case, CaseState, Need, Urgency
from inclusion.cases.selectors.cases import COUNTED, SHOWS, URGENT_FIRST, shown

LONGEST_FIRST = ("opened_at", "pk")
# The urgent, then what is overdue however routine it was, then the rest.
OVERDUE = Q(state=CaseState.OPEN, target_on__lt=TruncDate(Now()))
FIRST, *THEN = URGENT_FIRST
MOST_URGENT = Ranked(
    When(urgency=FIRST, then=Value(0)),
    When(OVERDUE, then=Value(1)),
    *(When(urgency=one, then=Value(rank)) for rank, one in enumerate(THEN, start=2)),
)


def _needs(rows: QuerySet) -> QuerySet:
    return rows.prefetch_related(Prefetch("needs", Need.objects.order_by("identified_at", "pk")))


def _is_closed(listing: Any) -> bool:
    return listing.chosen.get("show") == "closed"


@register
class Cases(List):
    name = "cases"
    title = "Cases"
    one, many = "case", "cases"
    place = 40
    counted = COUNTED
    order, order_said = (MOST_URGENT, "target_on", *LONGEST_FIRST), "Most urgent first"
    columns = (
        Column("reference", "Case", cell="inclusion/cases/cells/case.html"),
        Column(
            "urgency",
            "Urgency",
            value=lambda case: case.get_urgency_display(),
            cell="inclusion/cases/cells/urgency.html",
        ),
        Column(
            "target_on",
            "Target date",
            kind=Kind.DAY,
            order=("target_on", "pk"),
            cell="inclusion/cases/cells/target.html",
            at_first=lambda listing: not _is_closed(listing),
        ),
        Column(
            "closed_at",
            "Closed",
            value=lambda case: case.closed_at and timezone.localdate(case.closed_at),
            kind=Kind.DAY,
            order=("closed_at", "pk"),
            at_first=_is_closed,
        ),
        Column(
            "opened_at",
            "Opened",
            value=lambda case: timezone.localdate(case.opened_at),
            kind=Kind.DAY,
            order=LONGEST_FIRST,
            cell="inclusion/cases/cells/opened.html",
        ),
        # What is needed is typed, and may say more than it should.
        Column(
            "needs",
            "Needs",
            value=lambda case: ", ".join(need.what for need in case.needs.all()),
            cell="inclusion/cases/cells/needs.html",
            prepare=_needs,
            on_page_only=True,
        ),
        Column(
            "district",
            "District",
            value=lambda case: case.person.district.name if case.person.district else "Not known",
        ),
        Column(
            "caseworker",
            "Caseworker",
            value=lambda case: str(case.assigned_to) if case.assigned_to else "Unassigned",
            # Of one's own it would say one name in each row.
            at_first=lambda listing: listing.chosen.get("show") != "mine",
        ),
        Column(
            "handled_by",
            "Team",
            value=lambda case: case.handled_by.name,
            at_first=False,
        ),
    )
    filters = (
        Choice(
            "show",
            "Show",
            found=lambda rows, show, asking: shown(rows, asking.user, show),
            choices=lambda _: SHOWS.items(),
            default="unassigned",
        ),
        Choice(
            "urgency",
            "Urgency",
            found=lambda rows, urgency, _: rows.filter(urgency=urgency),
            choices=lambda _: Urgency.choices,
            any="All",
        ),
        Choice(
            "district",
            "District",
            found=lambda rows, slug, _: rows.filter(person__district__slug=slug),
            choices=lambda _: District.objects.filter(is_ours=True).values_list("slug", "name"),
            any="All districts",
        ),
    )

    def may_open(self, user: Any) -> bool:
        return user.has_perm("inclusion.work_on_cases")

    def rows(self, asking: Asking) -> QuerySet[Case]:
        found = Case.objects.visible_to(asking.user)
        return found.select_related("person__district", "assigned_to", "handled_by")

    def url(self, case: Case, asking: Asking) -> str:
        return case.get_absolute_url()

    def page(self, filters: Mapping[str, str]) -> str:
        return reverse("inclusion_workspace:cases")
