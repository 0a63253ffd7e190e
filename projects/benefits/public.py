"""Released benefits, for anybody to read; and shaped for an evaluator."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.reports.paper import SUPPRESSED
from diz_portal.spreadsheets import csv_response
from projects.benefits import selectors
from projects.benefits.compared import compared_on_a_page
from projects.benefits.views import drawn

# A public name: scripts rely on this order.
CSV_HEADER = [
    "reference",
    "project",
    "outcome",
    "role",
    "type",
    "beneficiary",
    "owner",
    "measure",
    "unit",
    "date",
    "point",
    "value",
    "planned",
    "people",
    "method",
]


@login_not_required
@require_safe
def benefits(request: HttpRequest) -> HttpResponse:
    return render(
        request, "projects/benefits/list.html", {"roles": selectors.by_role(selectors.public())}
    )


@login_not_required
@require_safe
def benefit(request: HttpRequest, reference: str) -> HttpResponse:
    found = selectors.public(reference=reference)
    if not found:
        raise Http404
    title, svg = drawn(found[0])
    return render(
        request,
        "projects/benefits/benefit.html",
        {
            "one": found[0],
            "benefit": found[0].benefit,
            "curve_title": title,
            "curve": svg,
            "compared": compared_on_a_page(found[0].benefit),
        },
    )


@login_not_required
@require_safe
def benefits_csv(request: HttpRequest) -> HttpResponseBase:
    """A row for each baseline, measure and target."""
    return csv_response("benefits.csv", CSV_HEADER, _lines(), for_programs=True)


def _lines() -> Iterator[list[Any]]:
    for one in selectors.public():
        benefit = one.benefit
        about = [
            benefit.reference,
            benefit.project.title,
            benefit.title,
            benefit.role,
            benefit.value,
            benefit.beneficiary,
            benefit.owner.name,
            benefit.measure,
            benefit.unit,
        ]
        start = [benefit.baseline_on, "baseline", benefit.baseline, benefit.baseline]
        yield [*about, *start, None, benefit.baseline_method]
        for point in one.points:
            row = point.measure
            measured = [row.on, "measured", row.amount, point.planned, row.people, row.method]
            yield [*about, *measured]
        for row in one.hidden:
            planned = benefit.planned_on(row.on)
            yield [*about, row.on, "measured", SUPPRESSED.short, planned, SUPPRESSED.short, ""]
        end = [benefit.target_on, "target", benefit.target, benefit.target]
        yield [*about, *end, None, None]
