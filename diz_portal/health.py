"""Is the process alive, and is the portal ready? For machines that ask, not for people."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.models import Heartbeat

# A beat each 30 s, and a worker may be busy with a long task.
SILENT_AFTER = 150
OVERDUE_AFTER = 300


def broker_answers() -> bool:
    url = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    try:
        client = redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2)
        with client:
            return bool(client.ping())
    except (redis.RedisError, ValueError):
        return False


def _ages() -> dict[str, int]:
    now = timezone.now()
    return {
        beat.name: max(0, round((now - beat.seen_at).total_seconds()))
        for beat in Heartbeat.objects.all()
    }


def readiness() -> dict:
    """What works: each answer separately, and `ready` only when all of it does."""
    state = {
        "ready": False,
        "database": False,
        "broker": broker_answers(),
        "oldest_due_seconds": None,
        "worker_seen_seconds": None,
        "beat_seen_seconds": None,
    }
    try:
        Heartbeat.beat("web")
        ages = _ages()
        oldest = outbox.oldest_due_age().total_seconds()
    except DatabaseError:
        return state
    state["database"] = True
    state["oldest_due_seconds"] = round(oldest)
    state["worker_seen_seconds"] = ages.get("worker")
    state["beat_seen_seconds"] = ages.get("beat")
    state["ready"] = (
        state["broker"]
        and oldest <= OVERDUE_AFTER
        and all(ages.get(part, SILENT_AFTER + 1) <= SILENT_AFTER for part in ("worker", "beat"))
    )
    return state


def health(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer before all else: a load balancer knows neither the portal's name nor TLS."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            response: HttpResponse = JsonResponse({"alive": True})
        elif request.path_info == "/readyz":
            state = readiness()
            response = JsonResponse(state, status=200 if state["ready"] else 503)
            # Asked every few seconds: an outage is not a new error each time.
            response._has_been_logged = True
        else:
            return get_response(request)
        response["Cache-Control"] = "no-store"
        return response

    return middleware
