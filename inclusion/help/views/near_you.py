"""Where to get help, and cheaper ways to be online."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.pages import page_of
from diz_portal.places.selectors import compact_postcode, where_is
from inclusion.help.models import HelpPlace, Service
from inclusion.help.selectors import help as selectors
from inclusion.help.selectors.help import anyone_takes_requests

A_PAGE = 20


@login_not_required
@require_safe
def places(request):
    """By postcode, the nearest first; by what there is."""
    chosen = {
        name: request.GET.get(name, "").replace("\x00", "").strip()[:12]
        for name in ("postcode", "service")
    }
    typed = chosen["postcode"]
    problem = note = ""
    if typed and not compact_postcode(typed):
        problem = f"“{typed}” is not a full postcode. Enter a full postcode, like CM20 1AA"
    elif typed and where_is(typed) is None:
        note = (
            "We do not know exactly where this postcode is. It may be outside our area. "
            "We have listed places with similar postcodes first."
        )
    found = selectors.places(postcode=typed, service=chosen["service"])
    page = page_of(request, found, A_PAGE)
    return render(
        request,
        "inclusion/help/near_you.html",
        {
            "page": page,
            "count": len(found),
            "chosen": chosen,
            "problem": problem,
            "note": note,
            "services": Service.choices,
            "nobody": not anyone_takes_requests(),
            "is_near": bool(typed) and not (problem or note),
        },
    )


@login_not_required
@require_safe
def place(request, slug):
    found = get_object_or_404(HelpPlace.objects.listed().select_related("run_by"), slug=slug)
    return render(request, "inclusion/help/place.html", {"place": found})


@login_not_required
@require_safe
def cheaper(request):
    """Social tariffs and other ways to cheaper broadband."""
    return render(request, "inclusion/help/cheaper.html", {"tariffs": selectors.tariffs()})
