"""A saved view for programs: its rows as JSON, for the person whose session or token it is.

Of no list are all rows public, so that nothing of it is read without signing in. It is no part of
the open data: no other site may read it, and nobody may keep the answer.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from diz_portal.api.answers import Declined
from diz_portal.api.asking import token
from diz_portal.api.rules import acts_for_somebody
from diz_portal.api.scopes import scope
from diz_portal.reports.formats.snapshot import as_json

from . import selectors
from .listing import Listing

A_PAGE = 200
SCOPE = "views:read"
BY_TOKEN = token(SCOPE)
scope(SCOPE, "Read saved views", may=acts_for_somebody)


@login_not_required  # answered in JSON below, and not with the page that asks to sign in
@require_safe
def view(request: HttpRequest, reference: str) -> HttpResponse:
    reader = request.user
    if request.headers.get("Authorization"):
        try:
            BY_TOKEN(request)
        except Declined as refusal:
            return refusal.answer()
        reader = request.asker  # type: ignore[attr-defined]
    if not reader.is_authenticated:
        return _answer({"detail": "Sign in to the portal to read this view"}, 401)
    try:
        found = selectors.view(reader, reference)
        listing = selectors.of_view(found, reader)
    except Http404:
        return _answer({"detail": "Not found"}, 404)
    page = listing.page(request.GET.get("page"), A_PAGE)
    return _answer(
        {
            "view": found.name,
            "list": found.of_list,
            "filters": [{"name": one.label, "value": one.words} for one in listing.chips],
            "left_out": listing.problems,
            "columns": [
                {"key": one.key, "title": one.title, "type": one.kind.value}
                for one in listing.columns_of_files
            ],
            "count": page.paginator.count,
            "page": page.number,
            "pages": page.paginator.num_pages,
            "items": _items(listing, page),
        }
    )


def _items(listing: Listing, page: Page) -> list[dict[str, Any]]:
    return [
        {one.key: as_json(one.of(row)) for one in listing.columns_of_files}
        | {"url": listing.kind.url(row, listing.asking)}
        for row in page
    ]


def _answer(words: dict[str, Any], status: int = 200) -> HttpResponse:
    response = JsonResponse(words, status=status, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, no-store"
    return response
