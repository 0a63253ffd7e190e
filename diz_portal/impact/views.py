"""What the partnership has achieved, for anybody to read and to check."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from diz_portal import kept
from diz_portal.spreadsheets import csv_response

from . import selectors
from .declaring import named, panels
from .models import Edition
from .picture import Picture, described
from .published import Published


@login_not_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return kept.until_changed(request, selectors.version, lambda: _overview(request))


def _overview(request: HttpRequest) -> HttpResponse:
    found = selectors.current()
    return render(
        request,
        "impact/overview.html",
        {
            "picture": Picture(found),
            "panels": _panels(),
            "missing": selectors.missing(found),
            "editions": selectors.editions()[:3],
            "corrections": selectors.corrections()[:3],
        },
    )


def _panels() -> list[str]:
    found = ((one.template, one.find()) for one in panels())
    return [render_to_string(template, values) for template, values in found if values is not None]


@login_not_required
@require_safe
def figure(request: HttpRequest, slug: str) -> HttpResponse:
    """The recipe of one figure: what it means, and the rows that it is added up from."""
    if named(slug) is None:
        raise Http404
    return kept.until_changed(request, selectors.version, lambda: _figure(request, slug))


def _figure(request: HttpRequest, name: str) -> HttpResponse:
    found = selectors.current_of(name)
    return render(
        request,
        "impact/figure.html",
        {
            "declared": named(name),
            **(described(found) if found else {}),
            "corrections": [one for one in selectors.corrections() if one.figure == name],
        },
    )


@login_not_required
@require_safe
def figure_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    if named(slug) is None:
        raise Http404
    return _csv(selectors.current_of(slug), slug)


def _csv(found: Published | None, name: str) -> HttpResponseBase:
    """Its rows. One without a number has none, and the same file says so."""
    declared = named(name)
    columns = found.columns if found else (declared.columns if declared else [])
    rows = found.rows if found else []
    return csv_response(f"{name}.csv", [one.name for one in columns], rows, for_programs=True)


@login_not_required
@require_safe
def editions(request: HttpRequest) -> HttpResponse:
    return render(request, "impact/editions.html", {"editions": selectors.editions()})


@login_not_required
@require_safe
def edition(request: HttpRequest, day: str) -> HttpResponse:
    found = _edition(day)
    return render(
        request,
        "impact/edition.html",
        {
            "edition": found,
            "picture": Picture(selectors.in_edition(found)),
            "corrections": found.corrections.all(),
        },
    )


@login_not_required
@require_safe
def edition_figure(request: HttpRequest, day: str, slug: str) -> HttpResponse:
    return render(
        request,
        "impact/edition_figure.html",
        {"edition": _edition(day), **described(_of_edition(day, slug))},
    )


@login_not_required
@require_safe
def edition_csv(request: HttpRequest, day: str, slug: str) -> HttpResponseBase:
    return _csv(_of_edition(day, slug), slug)


def _edition(day: str) -> Edition:
    try:
        on = date.fromisoformat(day)
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Edition, day=on)


def _of_edition(day: str, name: str) -> Published:
    found: Any = next(
        (one for one in selectors.in_edition(_edition(day)) if one.name == name), None
    )
    if found is None:
        raise Http404
    return found


@login_not_required
@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    return render(request, "impact/corrections.html", {"corrections": selectors.corrections()})
