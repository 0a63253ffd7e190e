"""How much strangers may have sent to one address, whatever form they use.

Anybody may type anybody's address into a public form. So messages that are caused there
are counted for each reader, over all forms together, by hour and by day. Beyond that a
message is stored like every other, but waits, and goes later as one with the others that wait.
What staff or the schedule send is not counted, nor are codes for signing in, which have limits of
their own and are of no use later.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from diz_portal.accounts.models import normalise_email
from diz_portal.prepared import Prepared

from .models import Allowance

# What members do for their work, and with their own accounts.
OF_MEMBERS = ("/workspace/", "/admin/", "/accounts/")

_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)

# One statement: the row is locked until the caller's transaction ends, so two posts at one moment
# never both see the last message that may go. A hold counts as the one message it ends in.
_TAKE = Prepared(
    "outbox_take",
    """
    INSERT INTO outbox_allowance AS mine (reader, times, used_at)
    VALUES (%s, ARRAY[%s], %s)
    ON CONFLICT (reader) DO UPDATE SET used_at = EXCLUDED.used_at, (times, held_until) = (
      SELECT
        CASE WHEN mine.held_until > EXCLUDED.used_at THEN recent
          WHEN free_at > EXCLUDED.used_at THEN recent || free_at
          ELSE recent || EXCLUDED.used_at END,
        CASE WHEN mine.held_until > EXCLUDED.used_at THEN mine.held_until
          WHEN free_at > EXCLUDED.used_at THEN free_at END
      FROM (
        SELECT recent, GREATEST(
          recent[cardinality(recent) - %s + 1] + interval '1 hour',
          recent[cardinality(recent) - %s + 1] + interval '1 day') AS free_at
        FROM (SELECT ARRAY(
          SELECT at FROM unnest(mine.times) AS at
          WHERE at > EXCLUDED.used_at - interval '1 day' ORDER BY at) AS recent) AS lately
      ) AS counted
    )
    RETURNING held_until
    """,
    *("text", "timestamptz", "timestamptz", "int", "int"),
)


def middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let the outbox know whose request it is that causes a message."""

    def remember(request: HttpRequest) -> HttpResponse:
        token = _request.set(request)
        try:
            return get_response(request)
        finally:
            _request.reset(token)

    return remember


@contextmanager
def from_us() -> Iterator[None]:
    """What is queued inside is news for somebody else than the stranger who is at the page."""
    token = _request.set(None)
    try:
        yield
    finally:
        _request.reset(token)


def is_from_a_stranger() -> bool:
    """By a form that anybody may send: whoever is signed in types no less of other people's
    addresses there than a stranger."""
    request = _request.get()
    if request is None:
        return False
    return not (request.user.is_authenticated and request.path.startswith(OF_MEMBERS))


def folded(to: str) -> str:
    """`ann+1@x.example` and `Ann@x.example` are one mailbox; a number is its own."""
    if "@" not in to:
        return to
    name, _, domain = normalise_email(to).rpartition("@")
    if name.startswith('"'):
        # Quoted where no quotes are needed: the same mailbox, in as many spellings as one likes.
        name = re.sub(r"\\(.)", r"\1", name.strip('"'))
    return f"{name.partition('+')[0] or name}@{domain}"


def reader_of(to: str) -> str:
    """Whose mailbox or telephone it is, as only this portal can tell."""
    return salted_hmac("diz_portal.outbox.allowance", folded(to)).hexdigest()[:40]


def take(to: str) -> tuple[str, dt.datetime | None]:
    """Count one message to this reader; the time until which it waits, when there were too many.

    Called in the transaction that stores the message: rolled back with it, it was never counted.
    """
    reader, now = reader_of(to), timezone.now()
    by_hour, by_day = settings.OUTBOX_FROM_STRANGERS_HOUR, settings.OUTBOX_FROM_STRANGERS_DAY
    ((held_until,),) = _TAKE.rows(reader, now, now, by_hour, by_day)
    return reader, held_until


def forget_old(*, days: int, dry_run: bool = False) -> int:
    """What counts no more says nothing any more: a day after the last message."""
    old = Allowance.objects.filter(used_at__lt=timezone.now() - dt.timedelta(days=days))
    return old.count() if dry_run else old.delete()[0]
