"""Minutes that were released, for anybody: chosen field by field, and without what is private."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from diz_portal.pages import page_of
from projects.meetings import selectors
from projects.packs.schedule_12a import in_public


@login_not_required
@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    return render(
        request, "meetings/public_list.html", {"page": page_of(request, selectors.released(), 20)}
    )


@login_not_required
@require_safe
def meeting(request: HttpRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(selectors.released(), reference=reference)
    items = [
        (item, in_public(f"Item {item.number}", item.paragraph) if item.paragraph else "")
        for item in selectors.items(found, may_read_private=False)
    ]
    return render(
        request,
        "meetings/public.html",
        {
            "meeting": found,
            "items": items,
            "organisations": selectors.organisations_present(found),
        },
    )
