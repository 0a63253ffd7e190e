"""Pages for when something goes wrong: what happened, what to do next, whom to ring."""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.template.loader import render_to_string

from diz_portal import api, context, tracing, watch
from diz_portal.storage import StorageAway

# What the largest form of the portal takes: an import (design §4.8).
LARGEST_FILE = "25MB"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return _page(request, 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was open too long, or cookies are off: nothing was saved."""
    return HttpResponseForbidden(_render("403_csrf.html", request))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    if request.path.startswith("/api/"):
        # A program asked: it is answered as by every other address of the open data.
        return api.problem(404, "Not found")
    return _page(request, 404)


def not_this_way(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Somebody opened what only a button leads to, by the back button say."""
    page = _page(request, 405)
    page["Allow"] = response["Allow"]
    return page


def too_large(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_render("413.html", request, {"largest_file": LARGEST_FILE}), status=413)


def too_many(request: HttpRequest, *, retry_after: int = 300) -> HttpResponse:
    response = _page(request, 429)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 when it is the database or the store of files that does not answer, since trying
    again helps then."""
    error = sys.exc_info()[1]
    watch.note(error)
    if isinstance(error, (OperationalError, InterfaceError, StorageAway)):
        return unavailable(request)
    return HttpResponse(_plain("500.html"), status=500)


def unavailable(
    request: HttpRequest, *, template: str = "503.html", retry_after: int = 120, **values: str
) -> HttpResponse:
    headers = {"Retry-After": str(retry_after)}
    return HttpResponse(_plain(template, **values), status=503, headers=headers)


def _page(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse(_render(f"{status}.html", request), status=status)


def _render(template: str, request: HttpRequest, values: dict | None = None) -> str:
    return render_to_string(template, values, request=request)


def _plain(template: str, **values: str) -> str:
    """Without a request there are no context processors, so nothing touches the database."""
    return render_to_string(
        template,
        {
            "name": settings.PORTAL_NAME or context.last_seen.get("name", ""),
            "phone": settings.PORTAL_PHONE or context.last_seen.get("phone", ""),
            # By which an operator finds what happened in the log.
            "reference": tracing.current(),
            **values,
        },
    )
