"""The open data at /api/v1/: read without a key, by anybody, from any page.

An app offers its part in its `api.py`, which the shell finds by itself:

    router = Router()

    @router.get("/", response=Page[SeminarOut], summary="Seminars")
    def list_seminars(request, page: int = 1): ...

    api.offer("seminars", router, about="Seminars and online events")

Every answer carries an ETag, leave for other sites to read it, and problems as JSON (RFC 9457).
"""

from collections.abc import Callable, Iterable
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, Generic, TypeVar

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page
from ninja import NinjaAPI, Query, Router, Schema
from ninja.errors import ValidationError
from pydantic import Field

__all__ = ["Number", "Page", "PerPage", "Router", "Schema", "offer", "paged", "problem"]

View = Callable[..., HttpResponse]
Item = TypeVar("Item")
MOST_ON_A_PAGE = 200
ALLOWED = "GET, HEAD, OPTIONS"

portal = NinjaAPI(
    title="Open data",
    version="1",
    urls_namespace="data",
    # Our own pages: ninja's ask another machine for their scripts.
    docs_url=None,
    openapi_url=None,
)

Number = Annotated[int, Query(ge=1, le=100_000, description="Page number, from 1")]
PerPage = Annotated[int, Query(ge=1, le=MOST_ON_A_PAGE, description="Items per page")]


class Page(Schema, Generic[Item]):
    """A part of a list, and where the rest of it is."""

    count: int = Field(description="Total number of items")
    next: str | None = Field(description="Address of the next page; null on the last")
    previous: str | None = Field(description="Address of the previous page; null on the first")
    items: list[Item] = Field(description="Items on this page")


def offer(prefix: str, router: Router, *, about: str) -> None:
    """Put a router at /api/v1/<prefix>/."""
    portal.add_router(f"/{prefix}/", router, tags=[about])


def paged(
    request: HttpRequest,
    found: QuerySet,
    page: int,
    per_page: int,
    show: Callable[[Any], Item],
    *,
    prepare: Callable[[QuerySet], QuerySet] = lambda found: found,
) -> dict[str, Any]:
    """One page of a list, at the cost of two queries; past the end it is empty.

    `prepare` adds what only the items need, so that counting stays cheap.
    """
    count = found.count()
    start = (page - 1) * per_page
    items = prepare(found)[start : start + per_page] if start < count else []
    return {
        "count": count,
        "next": _address(request, page + 1) if start + per_page < count else None,
        "previous": _address(request, page - 1) if page > 1 else None,
        "items": [show(one) for one in items],
    }


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    # Not from the request: whoever keeps an answer would hand on a name that a stranger chose.
    return f"{settings.PORTAL_URL}{request.path}?{query.urlencode()}"


def problem(status: int, detail: str, **more: Any) -> HttpResponse:
    """What went wrong, for a program and for whoever reads its log."""
    answer = JsonResponse(
        {"title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more},
        status=status,
        content_type="application/problem+json",
    )
    return _readable_by_all(answer)


@portal.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "Not found")


@portal.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    wrong = {str(one["loc"][-1]): one["msg"] for one in error.errors}
    return problem(422, "Part of the address is not valid", errors=wrong)


# How every address of it answers --------------------------------------------------


def _readable_by_all(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = ALLOWED
    response["Access-Control-Allow-Headers"] = "If-None-Match"
    response["Access-Control-Expose-Headers"] = "ETag"
    return response


def open_to_all(view: View) -> View:
    """For whoever asks, from any page, and sent again only when it has changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "OPTIONS":
            return _readable_by_all(HttpResponse(status=204, headers={"Allow": ALLOWED}))
        if request.method not in {"GET", "HEAD"}:
            refused = problem(405, "This API is read-only")
            refused["Allow"] = ALLOWED
            return refused
        is_head, request.method = request.method == "HEAD", "GET"
        try:
            response = conditional_page(view)(request, *args, **kwargs)
        finally:
            request.method = "HEAD" if is_head else "GET"
        # Kept by whoever likes, asked again each time: figures are right to the second.
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
        return _readable_by_all(response)

    return login_not_required(answer)


def addresses() -> Iterable[URLPattern]:
    """The addresses that the apps offer, all of them open."""
    for pattern in portal.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = open_to_all(pattern.callback)
            yield pattern
