"""Released benefits, for anybody to read; and shaped for an evaluator."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.spreadsheets import csv_response
from projects.benefits import files, selectors
from projects.benefits.compared import compared_on_a_page
from projects.benefits.views import drawn


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
    return csv_response(
        "benefits.csv", files.CSV_HEADER, files.rows(selectors.public()), for_programs=True
    )
