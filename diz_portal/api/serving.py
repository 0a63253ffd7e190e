"""How every address of the API answers, whatever is behind it."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers, patch_cache_control, patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from diz_portal import limits, watch

from . import pace
from .answers import problem, readable_by_all

View = Callable[..., HttpResponse]
logger = logging.getLogger("django.request")


def served(view: View) -> View:
    """An address of the API: for anyone, from any page, and sent again only when it has changed.

    It never looks at the session: what a browser adds by itself lets nobody in here, so that no
    other site can act for its reader.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = _answer(view, request, *args, **kwargs)
        patch_vary_headers(response, ["Authorization"])
        return readable_by_all(response)

    # No cookie is looked at, so none needs a token of its form.
    return csrf_exempt(login_not_required(answer))


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    if request.method == "OPTIONS":
        allowed = _allowed(view(request, *args, **kwargs))
        return HttpResponse(
            status=204, headers={"Allow": allowed, "Access-Control-Allow-Methods": allowed}
        )
    counted = pace.count(limits.address_of(request), settings.API_REQUESTS_A_MINUTE)
    if counted.is_over:
        response = pace.too_often(counted).answer()
    else:
        response = _carried_out(view, request, *args, **kwargs)
        counted = getattr(request, "pace", counted)
    for name, value in counted.headers.items():
        response[name] = value
    return response


def _carried_out(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    is_head = request.method == "HEAD"
    if is_head:
        request.method = "GET"
    try:
        response = conditional_page(view)(request, *args, **kwargs)
    except Exception as error:  # noqa: BLE001  a program is answered in JSON, whatever happened
        return _failed(request, error)
    finally:
        if is_head:
            request.method = "HEAD"
    if response.status_code == 405:
        allowed = _allowed(response)
        refused = problem(405, f"This address only accepts {allowed}")
        refused["Allow"] = allowed
        return refused
    if hasattr(request, "token"):
        add_never_cache_headers(response)
    else:
        # Kept by whoever likes, asked again each time: figures are right to the second.
        patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    return response


def _allowed(refused: HttpResponse) -> str:
    """What an address takes, as its refusal of anything else says."""
    methods = {one.strip() for one in refused["Allow"].split(",")}
    also = {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set())
    return ", ".join(sorted(methods | also))


def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our fault: noted as that of a page is."""
    watch.note(error)
    # The path alone: what was asked may hold somebody's words.
    logger.error("The API failed at %s", request.path, exc_info=error)
    if isinstance(error, (OperationalError, InterfaceError)):
        response = problem(503, "The portal is not available. Try again in 2 minutes")
        response["Retry-After"] = "120"
        return response
    return problem(500, "Something went wrong in the portal. It has been recorded. Try again later")
