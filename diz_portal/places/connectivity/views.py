"""How well connected we are, for anybody to read and to check."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.places.models import District
from diz_portal.spreadsheets import csv_response

from . import selectors, words
from .measures import TOLD, Measure, Publisher
from .picture import AreaPicture, Overview

# A public name: scripts rely on this order.
CSV_HEADER = [
    "area_code",
    "area",
    "publisher",
    "figures_of",
    "measure",
    "measure_label",
    "share_percent",
    "premises",
    "all_premises",
    "matched_premises",
]


@login_not_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Our districts together and beside one another, in the measure that `?measure=` names."""
    shown = Overview(request.GET.get("measure", ""))
    return render(
        request,
        "places/connectivity/overview.html",
        {
            "shown": shown,
            "figures": [
                (
                    one,
                    words.share(one.share),
                    words.source(one),
                    f"{one.premises:,} of {one.all_premises:,} {one.series.told.of}",
                )
                for one in shown.together
            ],
            "base": words.base(shown.of_chosen) if shown.of_chosen else "",
            "missing": words.missing(shown.of_chosen) if shown.of_chosen else "",
            "told": _told(one for one, _ in shown.choices),
        },
    )


@login_not_required
@require_safe
def area(request: HttpRequest, code: str) -> HttpResponse:
    """One of our districts, beside those that are like it."""
    district = get_object_or_404(District, code=code, is_ours=True)
    shown = AreaPicture(district, request.GET.get("measure", ""))
    return render(
        request,
        "places/connectivity/area.html",
        {
            "shown": shown,
            "district": district,
            "standings": [
                (one, words.share(one.figure.share), words.of_area(one), words.standing(one))
                for one in shown.standings
            ],
            "told": _told(one for one, _ in shown.choices),
        },
    )


def _told(chosen: Any) -> list[tuple[str, str]]:
    """What each measure that is shown means, once."""
    measures = dict.fromkeys(Measure(one.measure) for one in chosen)
    return [(one.label, TOLD[one].means) for one in measures]


@login_not_required
@require_safe
def figures_csv(request: HttpRequest) -> HttpResponseBase:
    """Every figure of our districts that is loaded; of one, where `?area=` names it."""
    codes = selectors.our_codes()
    if wanted := request.GET.get("area", ""):
        if wanted not in codes:
            raise Http404
        codes = [wanted]
    return csv_response("connectivity.csv", CSV_HEADER, _lines(codes), for_programs=True)


def _lines(codes: list[str]) -> Iterator[list[Any]]:
    figures = selectors.rows(codes).select_related("area", "release")
    for one in figures.iterator(chunk_size=2000):
        yield [
            one.area.code,
            one.area.name,
            Publisher(one.release.publisher).label,
            one.release.period.isoformat(),
            one.measure,
            Measure(one.measure).label,
            one.share.normalize(),
            one.premises,
            one.all_premises,
            one.matched_premises,
        ]
