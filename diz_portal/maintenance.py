"""The page that says that the portal is being updated, while a file on this host says so.

Nothing here needs the database, which may be what is being worked on. `/healthz` and `/readyz` say
what is true as ever, and pages get their styles: both are answered before.
"""

import contextlib
import json
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from diz_portal import api, errors, words
from diz_portal.whole_files import whole

# However many ask, each process looks so seldom.
LOOK_EVERY = 1.0
# When nobody said how long, or it takes longer: come again after so many seconds.
COME_AGAIN = 300
SOONEST = 30

Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Notice:
    """Since when, and until when if somebody said."""

    since: datetime
    until: datetime | None = None

    @property
    def retry_after(self) -> int:
        if self.until is None or (left := self.until - timezone.now()) <= timedelta():
            return COME_AGAIN
        return max(SOONEST, math.ceil(left.total_seconds()))


def switch_on(minutes: int | None = None) -> Notice:
    now = timezone.now()
    notice = Notice(now, now + timedelta(minutes=minutes) if minutes else None)
    facts = {"since": now.isoformat(), "until": notice.until and notice.until.isoformat()}
    path = settings.MAINTENANCE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    # A web process may read it at this moment.
    with whole(path) as draft:
        draft.write_text(json.dumps(facts))
    return notice


def switch_off() -> None:
    settings.MAINTENANCE_FILE.unlink(missing_ok=True)


def read(path: Path) -> Notice | None:
    """What the file says; one that was made by hand, `touch` say, says no more than that it is."""
    try:
        made = datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.get_default_timezone())
        content = path.read_text(errors="replace")
    except OSError:
        return None
    with contextlib.suppress(ValueError, TypeError, KeyError):
        facts = json.loads(content)
        since = datetime.fromisoformat(facts["since"])
        until = datetime.fromisoformat(facts["until"]) if facts["until"] else None
        if timezone.is_aware(since) and (until is None or timezone.is_aware(until)):
            return Notice(since, until)
    return Notice(made)


class _Kept:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        self._looked_at = float("-inf")
        self._notice: Notice | None = None

    def read(self) -> Notice | None:
        with self._lock:
            if time.monotonic() - self._looked_at >= LOOK_EVERY:
                self._notice = read(settings.MAINTENANCE_FILE)
                self._looked_at = time.monotonic()
            return self._notice


kept = _Kept()


def middleware(get_response: Handler) -> Handler:
    def maintaining(request: HttpRequest) -> HttpResponse:
        notice = kept.read()
        return answer(request, notice) if notice else get_response(request)

    return maintaining


def answer(request: HttpRequest, notice: Notice) -> HttpResponse:
    if request.path.startswith("/api/"):
        response = api.problem(503, "The portal is being updated.")
        response["Retry-After"] = str(notice.retry_after)
    else:
        is_over = notice.until is not None and notice.until <= timezone.now()
        response = errors.unavailable(
            request,
            template="maintenance.html",
            retry_after=notice.retry_after,
            reference="",  # nothing went wrong
            back_at=words.uk_time(notice.until) if notice.until and not is_over else "",
        )
    # Meant: no error each time.
    vars(response)["_has_been_logged"] = True  # Django's own
    add_never_cache_headers(response)
    return response
