"""Which scripts a page may run: those in the folder of ours, not all that the portal serves.

`'self'` would let in every file at our address: an uploaded one, a library's left-over, an answer
of the API. A folder can be named only together with its host, so each answer names the one that
was asked for (Django has checked it against `ALLOWED_HOSTS`), on whatever port. No nonce: what
strangers read most is kept whole, and a nonce that comes twice is none.
"""

import re
from contextlib import suppress
from functools import lru_cache
from urllib.parse import urlsplit

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponseBase

from diz_portal.navigation import address

# What the grammar of a policy can name: no IPv6 address, no name with a dot at its end. Pages
# asked for by such a name work as they do without JavaScript.
_CAN_BE_NAMED = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*(:[0-9]+)?", re.IGNORECASE)


class Policy(CSPMiddleware):
    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only:
            parts.replace = {"script-src": script_sources(request), **(parts.replace or {})}
        return parts

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Nearly every answer carries the same words: they are put together once."""
        if settings.DEBUG or any(name.startswith("_csp_") for name in vars(response)):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = _words(tuple(script_sources(request)))
        return response


# As many hosts as anybody asks for: at each port, those of `ALLOWED_HOSTS`.
@lru_cache(maxsize=64)
def _words(scripts: tuple[str, ...]) -> str:
    return build_policy(replace={"script-src": list(scripts)})


def script_sources(request: HttpRequest) -> list[str]:
    places = [f"{settings.STATIC_URL}js/"]
    if request.path.startswith(address("admin:index")):
        # The words of its calendar come as a script, made of translations alone.
        places += [f"{settings.STATIC_URL}admin/js/", address("admin:jsi18n")]
    return [f"{host}{place}" for host in _hosts(request) for place in places] or ["'none'"]


def _hosts(request: HttpRequest) -> list[str]:
    """Ours as the browser calls it, and in production also as the world does: a proxy may ask
    by another name."""
    asked = []
    with suppress(DisallowedHost):  # a 400, on which nothing of ours need run
        asked.append(request.get_host())
    if settings.SCRIPTS_AT_PORTAL_URL:
        asked.append(urlsplit(settings.PORTAL_URL).netloc)
    return [host for host in dict.fromkeys(asked) if _CAN_BE_NAMED.fullmatch(host)]
