"""All that the apps offer, together: its addresses, and what is said of errors."""

from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI, Router
from ninja.errors import HttpError, ValidationError

from .answers import Declined, problem
from .serving import served

__all__ = ["Router", "addresses", "offer", "portal"]

portal = NinjaAPI(
    title="Portal API",
    version="1",
    urls_namespace="data",
    # Our own pages: ninja's ask another machine for their scripts.
    docs_url=None,
    openapi_url=None,
)


def offer(prefix: str, router: Router, *, about: str) -> None:
    """Put a router at /api/v1/<prefix>/, or at /api/v1/ itself."""
    portal.add_router(f"/{prefix}/" if prefix else "", router, tags=[about])


def addresses() -> Iterable[URLPattern]:
    """The addresses that the apps offer."""
    for pattern in portal.urls[0]:
        if isinstance(pattern, URLPattern) and pattern.name != "api-root":
            pattern.callback = served(pattern.callback)
            yield pattern


@portal.exception_handler(Http404)
def _not_found(request: HttpRequest, error: Http404) -> HttpResponse:
    return problem(404, "Not found")


@portal.exception_handler(PermissionDenied)
def _not_allowed(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
    return problem(403, "You do not have permission to do this")


@portal.exception_handler(Declined)
def _wrong(request: HttpRequest, error: Declined) -> HttpResponse:
    return error.answer()


@portal.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(error.status_code, str(error))


@portal.exception_handler(SuspiciousOperation)
def _suspicious(request: HttpRequest, error: SuspiciousOperation) -> HttpResponse:
    if isinstance(error, RequestDataTooBig):
        return problem(413, "This request is too large. Send it in parts")
    return problem(400, "We cannot read this request")


@portal.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [_error(one) for one in error.errors]
    in_body = any(one["loc"][0] == "body" for one in error.errors)
    what = "Part of the request is not valid" if in_body else "Part of the address is not valid"
    return problem(422, what, errors=errors)


def _error(one: dict) -> dict:
    """Which field, of which row: "body, moves, 3, to" is the field `to` of row 4."""
    place = one["loc"][1:]
    rows = [part for part in place if isinstance(part, int)]
    names = [part for part in place if isinstance(part, str)]
    row = {"row": rows[0] + 1} if rows else {}
    message = one["msg"].removeprefix("Value error, ")
    return {"field": names[-1] if names else "", **row, "message": message}
