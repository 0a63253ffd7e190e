"""Whom to call about a landline; the call, with its script and questions, and what came of it."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from diz_portal.access import require, seen
from diz_portal.disclosure import LEAST, TOTAL
from diz_portal.lists import selectors as lists
from diz_portal.pages import acts, carried_out, posted, show
from inclusion.cases import additions
from inclusion.cases.models import Need, NeedKind
from inclusion.cases.views.finding import is_hidden
from inclusion.landline import selectors
from inclusion.landline.forms import CallForm
from inclusion.landline.models import SWITCH_OFF
from inclusion.landline.services import landlines


@require_safe
def listed(request):
    """Whom to call this month, by district; the numbers as they may be passed on."""
    require(request.user, "inclusion.work_on_cases")
    listing = lists.listing("landlines", request)
    show = listing.chosen["show"]
    page = listing.page(request.GET.get("page"))
    counted = selectors.by_district(listing.found)
    return render(
        request,
        "inclusion/landline/list.html",
        {
            "listing": listing,
            "page": page,
            "rows": list(listing.rows(page)),
            "show": show,
            "label": selectors.SHOWS[show],
            "day": SWITCH_OFF,
            "together": additions.together(request.user),
            "least": LEAST,
            "counted": [
                ("All districts" if name == TOTAL else name, counted.words(name))
                for name in counted.numbers
            ],
        },
    )


def _need(request, reference) -> Need:
    needs = Need.objects.visible_to(request.user).filter(kind=NeedKind.LANDLINE)
    found = get_object_or_404(
        needs.select_related("case__person", "case__handled_by"), reference=reference
    )
    return seen(request.user, "inclusion.see_work", found)


@acts
def call(request, reference):
    """What to say and what to ask, with the answers of the last call where there was one."""
    need = _need(request, reference)
    back = need.case.get_absolute_url()
    if is_hidden(request, need.case):
        return redirect(back)
    landline = landlines.of(need)
    form = CallForm(posted(request), landline=landline, cancel=back)

    def record():
        return landlines.record_call(
            need=need,
            outcome=form.led_to(),
            answers=form.answers(),
            by=request.user,
            words=form.cleaned_data["words"],
        )

    if carried_out(form, record):
        messages.success(request, "Call recorded")
        return redirect(back)
    page = {
        "form": form,
        "case": need.case,
        "title": "Record a call about a landline",
        "sentence": f"Progress: {landline.get_state_display().lower()}",
        "back": back,
        "day": SWITCH_OFF,
    }
    return show(request, "inclusion/landline/call.html", page)
