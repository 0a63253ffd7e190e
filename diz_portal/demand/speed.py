"""The speed test: 10 MB from this server to the browser, two at a time, and nothing is kept.

What it measures is the least that a line can do: the browser, the wifi and this server may each
have been the limit. Nothing is sent to anybody else, and no address is noted.
"""

import os
import time
from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from diz_portal import limits

SIZE = 10_000_000
AT_A_TIME = 2
# A slow line is not waited for: what has come by then is enough to tell.
SECONDS = 15
# Longer than a test takes: a place that was never given back is free again by itself.
HELD_FOR = 30
WHAT, WHO = "speed-test", "everybody"
# Longer than what a compressing proxy looks back, so that none makes 10 MB less.
BLOCK = os.urandom(64 * 1024)
# From one address: a library's computers take turns.
TRIES = 60


def is_on() -> bool:
    return settings.SPEED_TEST_MBPS > 0


def download(request: HttpRequest) -> HttpResponseBase:
    """The bytes; 429 while two others test, or somebody does nothing else."""
    if not limits.take("speed-test-address", limits.address_of(request), tries=TRIES):
        return _busy()
    if limits.held(WHAT, WHO, tries=AT_A_TIME) >= AT_A_TIME:
        return _busy()
    response = StreamingHttpResponse(_bytes(), content_type="application/octet-stream")
    response["Cache-Control"] = "no-store, no-transform"
    return response


def _busy() -> HttpResponse:
    response = HttpResponse("Busy", status=429, content_type="text/plain")
    response["Retry-After"] = "15"
    return response


def _bytes() -> Iterator[bytes]:
    """Nothing at all where two others came first; the page says so then."""
    slot = limits.hold(WHAT, WHO, tries=AT_A_TIME, window=HELD_FOR)
    if slot is None:
        return
    try:
        ends, left = time.monotonic() + SECONDS, SIZE
        while left > 0 and time.monotonic() < ends:
            yield BLOCK[:left]
            left -= len(BLOCK)
    finally:
        limits.release(slot)
