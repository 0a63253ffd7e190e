"""The workspace of series: the seminars that belong together, and how many came."""

from django.contrib import messages
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.pages import acted, acts, carried_out, page_of, posted, show
from seminars import services
from seminars.forms import SeriesForm
from seminars.models import SeminarState, Series
from seminars.selectors import drawings, turnout

# The chart stays readable, and a series of years stays one page.
LATEST = 24


def _find(request, slug: str) -> Series:
    require(request.user, "seminars.manage")
    return get_object_or_404(Series, slug=slug)


def _page_of(series: Series) -> str:
    return reverse("seminars_workspace:series", args=[series.slug])


@require_safe
def list_series(request):
    require(request.user, "seminars.manage")
    found = Series.objects.annotate(
        all_seminars=Count("seminars"),
        held=Count("seminars", filter=Q(seminars__state=SeminarState.HELD)),
    ).order_by("title")
    page = page_of(request, found)
    return render(request, "seminars/workspace/series_list.html", {"page": page})


@require_safe
def series(request, slug):
    """From registering to coming, and what is planned."""
    found = _find(request, slug)
    held = found.seminars.filter(state=SeminarState.HELD).order_by("-starts_at", "-pk")
    latest = list(held[:LATEST])
    of = turnout.turnouts(reversed(latest))
    tally = turnout.funnel(of)
    others = found.seminars.exclude(state=SeminarState.HELD).order_by("-starts_at", "-pk")
    values = {
        "series": found,
        "turnouts": of,
        "is_shortened": len(latest) == LATEST and held.count() > LATEST,
        "recorded": sum(bool(one.recorded) for one in of),
        "left_out": [one for one in of if one.unrecorded],
        "funnel": drawings.funnel(tally),
        "rates": drawings.rates(of),
        "tally": tally,
        "page": page_of(request, others),
    }
    return render(request, "seminars/workspace/series.html", values)


@acts
def add(request):
    require(request.user, "seminars.manage")
    back = reverse("seminars_workspace:series_list")
    form = SeriesForm(posted(request), cancel=back)
    made = carried_out(form, lambda: services.add_series(by=request.user, **form.cleaned_data))
    if made:
        messages.success(request, "Series added. Select it when you edit a seminar")
        return redirect(_page_of(made))
    values = {"form": form, "title": "Add a series", "back": back}
    return show(request, "seminars/workspace/form.html", values)


@acts
def edit(request, slug):
    found = _find(request, slug)
    back = _page_of(found)
    form = SeriesForm(posted(request), series=found, cancel=back)

    return acted(
        request,
        form,
        lambda: services.edit_series(by=request.user, series=found, **form.cleaned_data),
        done="Series saved",
        back=back,
        template="seminars/workspace/form.html",
        title=f"Edit “{found}”",
    )
