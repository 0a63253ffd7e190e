"""Open Referral UK as its validator walks it: what it is, a list in pages, and each service."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse

from diz_portal.open_data.serving import for_programs, problem
from inclusion.help import open_referral

A_PAGE, MOST = 50, 200


@for_programs
def about(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        {
            "version": open_referral.VERSION,
            "profile": open_referral.PROFILE,
            "openapi_url": open_referral.OPENAPI,
        }
    )


def _number(request: HttpRequest, name: str, otherwise: int, most: int) -> int | None:
    text = request.GET.get(name, str(otherwise))
    return min(int(text), most) if text.isascii() and text.isdecimal() and int(text) > 0 else None


@for_programs
def services(request: HttpRequest) -> HttpResponse:
    page = _number(request, "page", 1, 100_000)
    size = _number(request, "per_page", A_PAGE, MOST)
    if page is None or size is None:
        return problem(400, "page and per_page are numbers from 1")
    found = open_referral.listed()
    if words := request.GET.get("search", "").replace("\0", "").strip()[:80]:
        found = found.filter(Q(name__icontains=words) | Q(address__icontains=words))
    if after := request.GET.get("modified_after", "").replace("\0", ""):
        day = _day(after)
        if day is None:
            return problem(400, "modified_after is a date, such as 2026-03-31")
        found = found.filter(checked_on__gt=day)
    total = found.count()
    pages = max(-(-total // size), 1)
    start = (page - 1) * size
    contents = list(found[start : start + size])
    show = open_referral.service if request.GET.get("full") == "true" else open_referral.brief
    answer: dict[str, Any] = {
        "total_items": total,
        "total_pages": pages,
        "page_number": page,
        "size": len(contents),
        "first_page": page == 1,
        "last_page": page >= pages,
        "empty": not contents,
        "contents": [show(one) for one in contents],
    }
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@for_programs
def service(request: HttpRequest, identifier: UUID) -> HttpResponse:
    found = open_referral.listed().filter(public_id=identifier).first()
    if found is None:
        return problem(404, "There is no service with this identifier")
    return JsonResponse(open_referral.service(found), json_dumps_params={"ensure_ascii": False})
