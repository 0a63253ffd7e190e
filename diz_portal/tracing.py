"""One name for each piece of work, a request or a task: in every line of the log, in the answer,
and on the page of an error, so that whoever rings about it is found in the log."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# What a proxy may name a request: nothing that could be anything but a name in a log.
NAME = re.compile(r"[\w-]{8,64}", re.ASCII)

_current: ContextVar[str] = ContextVar("request_id", default="")


def current() -> str:
    """The name of what this thread is in the middle of, or has just done; empty for nothing."""
    return _current.get()


def begin(name: str = "") -> str:
    name = name or secrets.token_hex(8)
    _current.set(name)
    return name


def end() -> None:
    _current.set("")


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Not ended with the answer: gunicorn writes its line of the log after it, in this thread."""

    def naming(request: HttpRequest) -> HttpResponse:
        name = begin(_of_a_proxy(request))
        response = get_response(request)
        response[HEADER] = name
        return response

    return naming


def _of_a_proxy(request: HttpRequest) -> str:
    """The name that a proxy of ours gave it; a stranger names nothing in our log."""
    if not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        return ""
    given = request.headers.get(HEADER, "")
    return given if NAME.fullmatch(given) else ""
