"""What can happen to reminders: planned from the dates of things, settled when they fall due."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from diz_portal import outbox

from .models import Reminder, ReminderQuerySet, ReminderState
from .plans import GONE, OUT, OVERTAKEN, Plan, all_plans, named

logger = logging.getLogger(__name__)

# In one transaction, so that nobody who changes the subject meanwhile waits long.
BATCH = 100
# Subjects that are planned at once: what is in memory, however many there are.
CHUNK = 200


def of(kind: str, *subjects: int) -> ReminderQuerySet:
    """The reminders of these subjects, whatever became of them."""
    return Reminder.objects.of(kind, *subjects)


# Planning ---


def plan(kind: str, subjects: Iterable[Any], now: datetime | None = None) -> None:
    """Let the rows say what the plan and the dates say now. Twice is once.

    What is missing is planned, what moved takes its new time, and what was planned for a date
    that the subject no longer has, or by a step that is no more, is told why it is skipped.
    What has been settled stays as it is.
    """
    now = now or timezone.now()
    one = named(kind)
    for chunk in _chunks(subjects):
        _plan(one, chunk, now)


def plan_what_comes(now: datetime | None = None, *kinds: str) -> None:
    """Plan what each kind says is coming. A kind that fails keeps no other waiting."""
    now = now or timezone.now()
    failed: list[Exception] = []
    for one in _asked(kinds):
        try:
            if (coming := one.coming(now)) is not None:
                # And what was coming: its date may have been moved far away.
                planned = Reminder.objects.filter(kind=one.kind, state=ReminderState.PLANNED)
                found = one.all().filter(
                    Q(pk__in=coming.values("pk")) | Q(pk__in=planned.values("subject"))
                )
                plan(one.kind, found.iterator(chunk_size=CHUNK), now)
        except SoftTimeLimitExceeded:
            raise
        except Exception as error:
            logger.exception("Reminders of type %s could not be planned.", one.kind)
            failed.append(error)
    if failed:
        raise failed[0]


@transaction.atomic
def _plan(one: Plan, subjects: Sequence[Any], now: datetime) -> None:
    wanted = {}
    versions = {}
    for subject in subjects:
        version = versions[subject.pk] = one.version(subject)
        parts = list(one.whom(subject))
        for step, due in one.times(subject, now).items():
            for part in parts:
                wanted[subject.pk, part, step, version] = due
    known = set()
    skipped: dict[str, list[int]] = {one.moved: [], OUT: []}
    moved = []
    # What a sweep has in hand is waited for: it may be sent when we come to it.
    for row in Reminder.objects.of(one.kind, *versions).select_for_update().order_by("pk"):
        key = (row.subject, row.part, row.step, row.version)
        known.add(key)
        is_planned = row.state == ReminderState.PLANNED
        if is_planned and key not in wanted:
            skipped[one.moved if row.version != versions[row.subject] else OUT].append(row.pk)
        elif key in wanted and (
            # Taken out, and now asked for again: it was never sent.
            (row.state == ReminderState.SKIPPED and row.reason in skipped)
            or (is_planned and row.due_at != wanted[key])
        ):
            row.due_at, row.state = wanted[key], ReminderState.PLANNED
            row.reason, row.settled_at = "", None
            moved.append(row)
    Reminder.objects.bulk_create(
        [
            Reminder(
                kind=one.kind, subject=subject, part=part, step=step, version=version, due_at=due
            )
            for (subject, part, step, version), due in wanted.items()
            if (subject, part, step, version) not in known
        ],
        # Two clocks plan at once: the first row stands.
        ignore_conflicts=True,
    )
    Reminder.objects.bulk_update(moved, ["due_at", "state", "reason", "settled_at"])
    for reason, ids in skipped.items():
        if ids:
            Reminder.objects.filter(pk__in=ids).skip(reason)


def _chunks(subjects: Iterable[Any]) -> Iterator[list[Any]]:
    left = iter(subjects)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _asked(kinds: Sequence[str]) -> list[Plan]:
    return [named(kind) for kind in kinds] if kinds else all_plans()


# Settling ---


def sweep(now: datetime | None = None, *kinds: str) -> Counter[str]:
    """Settle every reminder that has fallen due; how many came to which end.

    Twice, late or at once: each is sent once. What cannot be settled for a fault is logged, keeps
    no other waiting, and is found again by the next sweep.
    """
    now = now or timezone.now()
    counts: Counter[str] = Counter()
    failed: list[Exception] = []
    for one in _asked(kinds):
        one.look_back(now)
        broken: set[int] = set()
        busy: set[int] = set()
        # First what nobody holds, so that two sweeps share the work; then what somebody held.
        for wait in (False, True):
            while (pk := _next_due(one, now, broken | (set() if wait else busy))) is not None:
                try:
                    done = settle(one.kind, pk, now, wait=wait)
                except SoftTimeLimitExceeded:
                    raise
                except Exception as error:
                    logger.exception(
                        "The next reminders of %s %s could not be planned.", one.kind, pk
                    )
                    failed.append(error)
                    broken.add(pk)
                else:
                    counts += done
                    if not done:
                        (broken if wait else busy).add(pk)
    if failed:
        raise failed[0]
    return counts


def _next_due(one: Plan, now: datetime, passed: set[int]) -> int | None:
    due = Reminder.objects.due(now).filter(kind=one.kind)
    if passed:
        due = due.exclude(subject__in=passed)
    return due.values_list("subject", flat=True).first()


@transaction.atomic
def settle(kind: str, pk: int, now: datetime, *, wait: bool = True) -> Counter[str]:
    """Send what is due of one subject, or say why not; nothing when it is in other hands.

    The letters are stored in the transaction that says they are sent: who is killed in between
    has done neither.
    """
    one = named(kind)
    # The subject first, as every writer locks it: what it asks for cannot be done meanwhile.
    subject = one.lock(pk, wait=wait)
    if subject is None and not wait:
        return Counter()
    rows = list(
        Reminder.objects.due(now)
        .filter(kind=kind, subject=pk)
        .select_for_update(skip_locked=True, of=("self",))[:BATCH]
    )
    if subject is None:
        for row in rows:
            row.state, row.reason = ReminderState.SKIPPED, GONE
    elif rows:
        one.begin(subject, rows, now)
        times = one.times(subject, now)
        with outbox.together():
            for row in rows:
                row.state, row.reason = _outcome(one, subject, row, times, now)
    _keep(rows, now)
    if subject is not None and rows:
        one.settled(subject, rows, now)
    return Counter(str(row.state) for row in rows)


def _outcome(
    one: Plan, subject: Any, row: Reminder, times: dict[str, datetime], now: datetime
) -> tuple[ReminderState, str]:
    if reason := one.why_not(subject, row, now):
        return ReminderState.SKIPPED, reason
    if row.version != one.version(subject):
        return ReminderState.SKIPPED, one.moved
    if row.step not in times:
        return ReminderState.SKIPPED, OUT
    until = one.until(subject, row)
    if until is not None and now >= until:
        return ReminderState.MISSED, one.too_late
    mine = times[row.step]
    if any(mine < other <= now for other in times.values()):
        return ReminderState.MISSED, OVERTAKEN
    return one.send(subject, row, now)


def _keep(rows: Sequence[Reminder], now: datetime) -> None:
    """A handful of outcomes: one statement for each, however many rows."""
    outcomes: dict[tuple[str, str, str], list[int]] = {}
    for row in rows:
        row.settled_at = None if row.state == ReminderState.BY_HAND else now
        outcomes.setdefault((row.state, row.reason, row.channel), []).append(row.pk)
    for (state, reason, channel), ids in outcomes.items():
        Reminder.objects.filter(pk__in=ids).update(
            state=state,
            reason=reason,
            channel=channel,
            settled_at=None if state == ReminderState.BY_HAND else now,
        )


def pass_over(reason: str) -> int:
    """After a restore without a log of what was sent: what has fallen due since the backup is
    listed for staff, not sent."""
    now = timezone.now()
    return (
        Reminder.objects.due(now)
        .order_by()
        .update(state=ReminderState.MISSED, reason=reason, settled_at=now)
    )
