"""What partners and suppliers read of the demand of businesses."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from diz_portal.access import require
from diz_portal.lists import selectors as lists


@require_safe
def areas(request: HttpRequest) -> HttpResponse:
    require(request.user, "partners.enter_workspace")
    listing = lists.listing("business-demand", request)
    page = listing.page(request.GET.get("page"))
    return render(
        request,
        "demand/workspace/areas.html",
        {
            "listing": listing,
            "page": page,
            "rows": listing.rows(page),
            "sees_enquiries": request.user.has_perm("enquiries.enter"),
        },
    )
