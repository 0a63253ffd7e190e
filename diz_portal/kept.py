"""Pages that every stranger sees alike, kept whole until what is behind them changes.

The view reads a version in one cheap query: whatever the page shows is part of it, so the kept
page is right at once when something changes. Each web process keeps its own.
"""

import functools
import gzip
import hashlib
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse

from diz_portal import packing, versions

KEEP_SECONDS = 60 * 60


def is_plain(request: HttpRequest) -> bool:
    """Whether nothing about the asker or the address changes the page."""
    knows_them = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return not knows_them and not request.META.get("QUERY_STRING")


def page(path: str, version: str, draw: Callable[[], HttpResponse]) -> HttpResponse:
    """The page as it was drawn for this version. Only the newest version of each is kept.

    Whoever has it already is told so, and sent nothing: see `packing`. It is packed once, for all
    who come.
    """
    drawn = _kept(path, version, lambda: _Drawn.of(draw().content))
    response = HttpResponse(drawn.content)
    response["ETag"] = drawn.tag
    # A browser may keep it, and asks each time whether it is still right.
    response["Cache-Control"] = "no-cache"
    packing.is_packed_already(response, drawn.packed)
    return response


def until_changed(
    request: HttpRequest, version: Callable[[], tuple[str, bool]], draw: Callable[[], HttpResponse]
) -> HttpResponse:
    """The page as every stranger sees it, kept while what it shows stays the same; drawn anew for
    anybody else, and while something is being written (`diz_portal.versions`)."""
    if not is_plain(request):
        return draw()
    text, is_quiet = version()
    return page(request.path, text, draw) if is_quiet else draw()


class _Drawn(NamedTuple):
    content: bytes
    tag: str
    packed: bytes

    @classmethod
    def of(cls, content: bytes) -> "_Drawn":
        # By what is in it: the same page has the same tag, whichever process or host has drawn it.
        tag = hashlib.blake2b(content, digest_size=12).hexdigest()
        return cls(content, f'W/"{tag}"', gzip.compress(content, 6, mtime=0))


def content(path: str, version: str, make: Callable[[], bytes]) -> bytes:
    """The same for what is no page, such as a leaflet to print."""
    return _kept(path, version, make)


def _kept(path: str, version: str, make: Callable[[], Any]) -> Any:
    kept = caches["pages"].get(path)
    if kept is None or kept[0] != version:
        kept = (version, make())
        caches["pages"].set(path, kept, KEEP_SECONDS)
    return kept[1]


def until_written(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For a page without a version of its own: kept while nothing at all is written to the
    database, and for the minute by which it tells the time. One journey in place of its many."""

    @functools.wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not is_plain(request) or connection.in_atomic_block:
            return view(request, *args, **kwargs)
        # Read before the page is drawn: what is written meanwhile makes it anew the next time.
        version = f"{versions.snapshot()} {int(time.time() // 60)}"
        return page(request.path, version, lambda: view(request, *args, **kwargs))

    return keeping
