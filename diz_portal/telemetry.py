"""Errors and the times of requests, told to a service outside where one is configured.

    SENTRY_DSN                       errors, to Sentry or whatever takes its envelopes
    OTEL_EXPORTER_OTLP_ENDPOINT      requests and tasks, as spans of OpenTelemetry

Written here and not by their libraries, because what leaves is then what is named here, and nothing
else can: no values of variables, no bodies, addresses or queries, no SQL, no words of an exception.
By the name of the request an operator finds the rest in the portal's own log.
"""

import contextlib
import json
import logging
import os
import secrets
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from diz_portal import tracing
from diz_portal.errands import Errands

ROOT = Path(__file__).resolve().parent.parent
HOST = socket.gethostname()
# So many parcels wait for a service that is slow; what is more is dropped, and nobody waits.
MOST_WAITING = 200
PATIENCE = 5.0
# After a failure the service is left alone for so long.
SILENCE = 60.0


@dataclass(frozen=True)
class Parcel:
    url: str
    headers: dict[str, str]
    body: bytes


_silent_until = 0.0


def send(parcel: Parcel) -> None:
    """Later, by a thread of its own. Never fails, never waits."""
    _sending.put(parcel)


def _post(parcel: Parcel) -> None:
    # Not when the portal starts, which has no use for it where nothing is configured.
    import requests

    global _silent_until
    if time.monotonic() < _silent_until:
        return
    try:
        requests.post(
            parcel.url, data=parcel.body, headers=parcel.headers, timeout=PATIENCE
        ).raise_for_status()
    except requests.RequestException:
        _silent_until = time.monotonic() + SILENCE


_sending = Errands("telemetry", _post, most=MOST_WAITING)


# Errors -------------------------------------------------------------------------------


class Errors(logging.Handler):
    """Whatever is logged as an error, as an event of Sentry's."""

    def emit(self, record: logging.LogRecord) -> None:
        # What goes wrong here must not be an error again.
        with contextlib.suppress(Exception):
            if settings.SENTRY_DSN:
                send(envelope(settings.SENTRY_DSN, event(record)))


def event(record: logging.LogRecord) -> dict[str, Any]:
    """Where it happened and what kind of error it is; neither its words nor its values."""
    found: dict[str, Any] = {
        "event_id": secrets.token_hex(16),
        "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat(),
        "platform": "python",
        "level": "fatal" if record.levelno >= logging.CRITICAL else "error",
        "logger": record.name,
        "server_name": HOST,
        "release": settings.RELEASE or None,
        "tags": {"request_id": tracing.current(), "pid": str(os.getpid())},
    }
    if record.exc_info and record.exc_info[0]:
        kind, _, where = record.exc_info
        found["exception"] = {
            "values": [
                {
                    "type": kind.__name__,
                    "module": kind.__module__,
                    "stacktrace": {"frames": list(_frames(where))},
                }
            ]
        }
    else:
        found["message"] = f"{record.name} {record.module}.{record.funcName}:{record.lineno}"
    return found


def _frames(where: TracebackType | None) -> Any:
    """From the outermost to where it happened: names of the code, none of its values."""
    while where is not None:
        code = where.tb_frame.f_code
        path = Path(code.co_filename)
        is_ours = path.is_relative_to(ROOT) and "site-packages" not in path.parts
        yield {
            "filename": str(path.relative_to(ROOT)) if is_ours else path.name,
            "module": where.tb_frame.f_globals.get("__name__", ""),
            "function": code.co_name,
            "lineno": where.tb_lineno,
            "in_app": is_ours,
        }
        where = where.tb_next


def envelope(dsn: str, found: dict[str, Any]) -> Parcel:
    address = urlsplit(dsn)
    before, _, project = address.path.rpartition("/")
    host = address.netloc.rpartition("@")[2]
    body = json.dumps(found).encode()
    head = json.dumps({"event_id": found["event_id"]}).encode()
    item = json.dumps({"type": "event", "length": len(body)}).encode()
    return Parcel(
        f"{address.scheme}://{host}{before}/api/{project}/envelope/",
        {
            "Content-Type": "application/x-sentry-envelope",
            "X-Sentry-Auth": f"Sentry sentry_version=7, sentry_key={address.username}, "
            "sentry_client=diz-portal/1",
        },
        b"\n".join([head, item, body, b""]),
    )


# Times --------------------------------------------------------------------------------


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """A span for each request: by its view, never by its address."""

    def timing(request: HttpRequest) -> HttpResponse:
        began = time.time_ns()
        response = get_response(request)
        if settings.OTEL_ENDPOINT and (found := request.resolver_match):
            facts: dict[str, str | int] = {
                "http.request.method": request.method or "",
                "http.route": f"/{found.route}",
                "http.response.status_code": response.status_code,
            }
            is_error = response.status_code >= 500
            send(span(found.view_name, began, facts, kind=2, is_error=is_error))
        return response

    return timing


def span(
    name: str, began: int, facts: dict[str, str | int], *, kind: int, is_error: bool
) -> Parcel:
    """OTLP over HTTP, in JSON; `kind` is 2 for what a server did, 5 for a consumer of a queue."""
    facts = {**facts, "request_id": tracing.current(), "process.pid": os.getpid()}
    of_us = {
        "service.name": settings.OTEL_SERVICE_NAME,
        "service.version": settings.RELEASE,
        "host.name": HOST,
    }
    made = {
        "traceId": secrets.token_hex(16),
        "spanId": secrets.token_hex(8),
        "name": name,
        "kind": kind,
        "startTimeUnixNano": str(began),
        "endTimeUnixNano": str(time.time_ns()),
        "attributes": _attributes(facts),
        "status": {"code": 2 if is_error else 0},
    }
    spans = {"scope": {"name": "diz_portal"}, "spans": [made]}
    resource = {"attributes": _attributes({k: v for k, v in of_us.items() if v})}
    return Parcel(
        f"{settings.OTEL_ENDPOINT.rstrip('/')}/v1/traces",
        {"Content-Type": "application/json", **settings.OTEL_HEADERS},
        json.dumps({"resourceSpans": [{"resource": resource, "scopeSpans": [spans]}]}).encode(),
    )


def _attributes(facts: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "key": name,
            "value": {"intValue": str(value)}
            if isinstance(value, int)
            else {"stringValue": str(value)},
        }
        for name, value in facts.items()
    ]


def task_began(task: Any) -> None:
    task.request.began_at = time.time_ns()


def task_ended(task: Any, state: str | None) -> None:
    """A span for each task: its name and how it ended, not what it was given."""
    began = getattr(task.request, "began_at", None)
    if settings.OTEL_ENDPOINT and began:
        facts: dict[str, str | int] = {"celery.state": state or ""}
        send(span(task.name, began, facts, kind=5, is_error=state == "FAILURE"))
