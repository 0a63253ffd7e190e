"""Digests: chosen, stopped, sent when they are due; and messages that can wait for one."""

import datetime as dt
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import links, outbox
from diz_portal.accounts.models import User
from diz_portal.attention.registry import Urgency
from diz_portal.attention.selectors import list_of
from diz_portal.changes import sentences

from . import muting
from .models import Digest, Held

logger = logging.getLogger(__name__)

STOP = "digests.stop"
# Later than that, the reader is told that it is.
LATE_AFTER = dt.timedelta(hours=1)
# By then a held message goes by itself: no digest has taken it along.
GRACE = dt.timedelta(hours=1)
ONE_DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


@transaction.atomic
def choose(
    *,
    by: User,
    days: Sequence[int],
    at: dt.time | None = None,
    quiet_from: dt.time | None = None,
    quiet_until: dt.time | None = None,
    muted: Sequence[str] = (),
) -> Digest:
    """One's own digest from now on; no days for none. What waited for it goes with the next one, or
    now where there is none."""
    digest, _ = Digest.objects.select_for_update().get_or_create(person=by)
    was_on = bool(digest.days)
    digest.days, digest.at = sorted(set(days)), at or digest.at
    digest.quiet_from, digest.quiet_until = quiet_from, quiet_until
    digest.muted = sorted(set(muted))
    now = timezone.now()
    digest.next_due_at = digest.due_after(now)
    if not was_on:
        # From then on; what is older has been seen, or not wanted.
        digest.told_until = timezone.localdate() - WEEK
    digest.full_clean()
    digest.save()
    _go_with(digest)
    return digest


@transaction.atomic
def stop(*, digest: Digest) -> None:
    """By its link: no digest any more. What waited for it is sent."""
    digest = Digest.objects.select_for_update().get(pk=digest.pk)
    digest.days, digest.next_due_at = [], None
    digest.save()
    _go_with(digest)


def _go_with(digest: Digest) -> None:
    keys = list(digest.held.values_list("message_key", flat=True))
    if not keys:
        return
    if digest.next_due_at:
        outbox.put_off(keys=keys, until=digest.next_due_at + GRACE)
    else:
        outbox.put_off(keys=keys, until=digest.quiet_ends(timezone.now()))
        digest.held.all().delete()


@transaction.atomic
def later(
    template: str,
    *,
    reader: User,
    key: str,
    context: Mapping[str, Any],
    says: str,
    path: str,
) -> None:
    """An email to somebody who works here that can wait: for their digest, where they chose one,
    else for the end of their quiet hours. In the caller's transaction, and stored once."""
    now = timezone.now()
    # Locked: the digest is not being sent meanwhile.
    digest = Digest.objects.select_for_update().filter(person=reader).first()
    due_at = digest.quiet_ends(now) if digest else now
    if digest and digest.next_due_at:
        due_at = digest.next_due_at + GRACE
        Held.objects.bulk_create(
            [Held(digest=digest, message_key=key, says=says[:300], path=path)],
            ignore_conflicts=True,
        )
    outbox.queue(template, to=reader.email, key=key, context=context, due_at=due_at)


def sweep(now: dt.datetime | None = None) -> int:
    """Send whatever is due; how many were sent. Safe from many hosts at once."""
    now = now or timezone.now()
    number = 0
    for pk in list(Digest.objects.due(now).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                waiting = Digest.objects.select_for_update(skip_locked=True, of=("self",)).due(now)
                one = waiting.select_related("person").filter(pk=pk).first()
                number += one is not None and _take(one, now)
        except Exception as error:  # noqa: BLE001  the others are still to be sent
            # Not what it says: errors end in logs.
            logger.warning(
                "A digest could not be created (%s). It will be tried again.", type(error)
            )
    return number


def _take(one: Digest, now: dt.datetime) -> bool:
    due = first = one.next_due_at
    assert due is not None  # noqa: S101  `due()` has found it by this
    # However many were missed, one makes up for them.
    while (later_one := one.due_after(due)) and later_one <= now:
        due = later_one
    one.next_due_at = one.due_after(due)
    sent = False
    # Whoever has left is told nothing: what waits goes on waiting, for all of it to be told should
    # they come back.
    if one.person.is_active and one.person.has_perm("attention.see"):
        until = timezone.localtime(now).date() - ONE_DAY
        since = min((one.told_until or until) + ONE_DAY, until)
        context = _context(one, since, until)
        if sent := any(context[name] for name in ("changed", "recorded_late", "waiting", "held")):
            outbox.queue(
                "digests/digest",
                to=one.person.email,
                key=f"digest-{one.reference}-{due:%Y%m%d%H%M}",
                unsubscribe=stop_link(one),
                context={
                    **context,
                    "person": one.person,
                    "since": since,
                    "until": until,
                    "due": due,
                    "is_late": due != first or now - due > LATE_AFTER,
                    "changes_link": _link("changes:changes")
                    + f"?from={since.isoformat()}&to={until.isoformat()}",
                    "home_link": _link("workspace:home"),
                    "settings_link": _link("digests:digest"),
                    "stop_link": stop_link(one),
                },
            )
        one.told_until = until
    else:
        _go_with(one)
    one.save(update_fields=["next_due_at", "told_until"])
    return sent


def _context(one: Digest, since: dt.date, until: dt.date) -> dict[str, Any]:
    """What there is to say; words of ours, numbers, and no name that a stranger typed."""
    asked: dict[str, Any] = {"since": since, "until": until, "without": muting.names(one.muted)}
    asked["own"] = True
    on_time, late = (
        [drafted.says for drafted in sentences(one.person, **asked, late=late)]
        for late in (False, True)
    )
    items = [item for item in list_of(one.person).waiting if not item.owed_by]
    overdue = sum(item.urgency is Urgency.OVERDUE for item in items)
    kept = {row.message_key: row for row in one.held.all()}
    taken = outbox.withdraw(keys=list(kept))
    held = [
        f"{row.says}: {settings.PORTAL_URL}{row.path}" for key, row in kept.items() if key in taken
    ]
    one.held.all().delete()
    return {
        "changed": on_time,
        "recorded_late": late,
        "waiting": len(items),
        "overdue": overdue,
        "held": held,
    }


def _link(name: str) -> str:
    return settings.PORTAL_URL + reverse(name)


def stop_link(digest: Digest) -> str:
    """Stops it without signing in: what is in it is nobody's secret."""
    path = reverse("digest_stop", args=[links.token(STOP, digest.reference)])
    return settings.PORTAL_URL + path


def by_token(token: str) -> Digest | None:
    reference = links.reference_in(STOP, token)
    return Digest.objects.filter(reference=reference).first() if reference else None
