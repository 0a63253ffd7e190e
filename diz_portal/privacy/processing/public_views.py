"""What anybody may read of it: the privacy page, the public data map and a page for each record."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.pages import chosen_of

from . import explained, public, selectors


@login_not_required
@require_safe
def privacy(request):
    """In plain words and short; each purpose leads to all that is held for it."""
    everything = selectors.told()
    groups = public.by_purpose(everything)
    return render(
        request,
        "pages/privacy.html",
        {
            "groups": [one for one in groups if one.purpose.of_residents],
            "of_staff": [one for one in groups if not one.purpose.of_residents],
            "controllers": public.with_purposes(everything),
            "reviewed": selectors.last_reviewed(everything),
        },
    )


@login_not_required
@require_safe
def data(request):
    """Every record of every controller, to be narrowed to one."""
    chosen = chosen_of(request, "controller")
    return render(
        request,
        "pages/privacy_data.html",
        {
            "groups": public.by_purpose(selectors.told(chosen["controller"])),
            "controllers": selectors.controllers(),
            "chosen": chosen,
        },
    )


@login_not_required
@require_safe
def record(request, controller, purpose):
    """One record in words: what is held, on what basis, who gets it and how long it is kept."""
    found = next(
        (one for one in selectors.told(controller) if one.purpose.key == purpose and one.has_page),
        None,
    )
    if found is None:
        raise Http404
    return render(
        request,
        "pages/privacy_record.html",
        {
            "told": found,
            "about": found.purpose,
            "basis": explained.basis_in_words(found.record),
            "condition": explained.condition_in_words(found.record),
            "transfers": explained.transfers_in_words(found.record),
            "held": selectors.held(found.record),
        },
    )
