"""Pages are sent packed, and not at all to whoever has them already.

What is packed beside a secret, and repeats what somebody else chose, tells by its length whether
the two are alike (BREACH). So a page is left as it is where both could be on it: at a private link,
in the rooms of accounts, where a signed-in person's address carries a query, and in answers to a
form. The token of a form is masked anew by Django for each page, and the length is blurred besides.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.text import compress_string

from diz_portal.context import PERSONAL

# Shorter than this it fits a packet anyway.
FITS_A_PACKET = 500
# Of chance in the length of what is packed: Heal the Breach.
BLUR = 100
KINDS = re.compile(
    r"(text/|image/svg\+xml|application/(json|[\w.+-]*\+json|xml|[\w.+-]*\+xml|javascript)\b)"
)
ACCEPTS = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))")
ROOMS_OF_SECRETS = ("/accounts/", "/admin/")

Handler = Callable[[HttpRequest], HttpResponseBase]


def is_packed_already(response: HttpResponse, packed: bytes) -> None:
    """Of a page that is kept: what it is when packed."""
    response._packed = packed  # type: ignore[attr-defined]  # ours, for the middleware below


def middleware(get_response: Handler) -> Handler:
    def packing(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if not isinstance(response, HttpResponse) or response.status_code != 200:
            return response
        if response.has_header("ETag") and request.method in {"GET", "HEAD"}:
            known = get_conditional_response(request, etag=response["ETag"], response=response)
            if known is not None and known.status_code == 304:
                return known
        if not _may_be(response):
            return response
        patch_vary_headers(response, ["Accept-Encoding"])
        if ACCEPTS.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) and _is_safe(request):
            packed = getattr(response, "_packed", None)
            packed = packed or compress_string(response.content, max_random_bytes=BLUR)
            if len(packed) < len(response.content):
                response.content = packed
                response["Content-Encoding"] = "gzip"
                response["Content-Length"] = str(len(packed))
        return response

    return packing


def _may_be(response: HttpResponse) -> bool:
    return (
        len(response.content) >= FITS_A_PACKET
        and not response.has_header("Content-Encoding")
        # A strong tag names the very bytes, and a program sends it back with what it changes.
        and not response.get("ETag", "").startswith('"')
        and bool(KINDS.match(response.get("Content-Type", "")))
    )


def _is_safe(request: HttpRequest) -> bool:
    if request.method != "GET" or request.path.startswith(ROOMS_OF_SECRETS):
        return False
    found = request.resolver_match
    if found and PERSONAL & found.kwargs.keys():
        return False
    user = getattr(request, "user", None)
    return not (request.META.get("QUERY_STRING") and user and user.is_authenticated)
