"""Schedules: made, changed, paused, taken up again, deleted; what is due is asked for."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, QuerySet
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.reports.announcing import tell_paused
from diz_portal.reports.models import ReportJob
from diz_portal.reports.reading import may_read
from diz_portal.reports.registry import Report, named
from diz_portal.reports.ringing import ring

from .models import BoardDate, Schedule
from .rules import Covers, Every, Rule

logger = logging.getLogger(__name__)

# Later than that, whoever waited for it is told that it was missed.
LATE_AFTER = timedelta(hours=1)


def boards() -> list[date]:
    return list(BoardDate.objects.values_list("date", flat=True))


@transaction.atomic
def schedule(
    *,
    report: Report,
    title: str,
    answers: dict[str, Any],
    edition: str,
    covers: str,
    rule: Rule,
    recipients: Sequence[User],
    by: User,
    formats: Sequence[str] = (),
    since: datetime | None = None,
) -> Schedule:
    """A report that comes by itself from now on, first at the next time that the rule says; for
    examples, the next after `since`."""
    made = Schedule.objects.create(
        report=report.name,
        title=title[:250],
        answers=answers,
        edition=edition,
        covers=covers,
        formats=list(formats),
        every=rule.every,
        number=rule.number,
        at=rule.at,
        owner=by,
        next_due_at=rule.after(since or timezone.now(), boards()),
    )
    made.recipients.set(recipients)
    return made


@transaction.atomic
def change(
    *,
    schedule: Schedule,
    edition: str,
    covers: str,
    rule: Rule,
    recipients: Sequence[User],
    by: User,
    formats: Sequence[str] = (),
) -> Schedule:
    """What is due and not yet asked for stays due; from then on it comes by the new rule.

    Whoever changes it once its owner has left takes it over: it is created as somebody can read it.
    """
    one = (
        Schedule.objects.select_for_update(of=("self",)).select_related("owner").get(pk=schedule.pk)
    )
    now = timezone.now()
    if edition and one.edition:
        one.answers = {**one.answers, "edition": edition}
    one.edition, one.covers, one.formats = edition, covers, list(formats)
    is_other_rule = rule != one.rule
    one.every, one.number, one.at = rule.every, rule.number, rule.at
    if not one.owner.is_active:
        one.owner = by
    if is_other_rule and not (one.next_due_at and one.next_due_at <= now and not one.paused_at):
        one.next_due_at = rule.after(now, boards())
    one.save()
    one.recipients.set(recipients)
    return one


@transaction.atomic
def pause(*, schedule: Schedule, by: User) -> None:
    _locked(schedule, paused=False)
    Schedule.objects.filter(pk=schedule.pk).update(paused_at=timezone.now())


@transaction.atomic
def pause_without(*, report: str, answers: Mapping[str, Any], what: str, by: User) -> int:
    """Pause what is made of something that is being deleted: it would only fail each time. Who
    keeps such a schedule is told, where somebody else deletes; how many there were."""
    found = made_of(report=report, answers=answers).filter(paused_at=None)
    paused = list(found.select_for_update(of=("self",)).select_related("owner"))
    now = timezone.now()
    Schedule.objects.filter(pk__in=[one.pk for one in paused]).update(paused_at=now)
    for one in paused:
        if one.owner != by and one.owner.is_active:
            tell_paused(one, what=what, by=by, at=now)
    return len(paused)


def made_of(*, report: str, answers: Mapping[str, Any]) -> QuerySet[Schedule]:
    """Those that ask this report for that, whatever else they ask."""
    return Schedule.objects.filter(report=report, answers__contains=dict(answers))


@transaction.atomic
def resume(*, schedule: Schedule, by: User) -> None:
    """From the next time on: what was due meanwhile was not wanted."""
    one = _locked(schedule, paused=True)
    due = one.rule.after(timezone.now(), boards())
    Schedule.objects.filter(pk=schedule.pk).update(paused_at=None, next_due_at=due)


@transaction.atomic
def delete(*, schedule: Schedule, by: User) -> None:
    """The reports that it has created stay."""
    Schedule.objects.select_for_update().filter(pk=schedule.pk).delete()


@transaction.atomic
def run_now(*, schedule: Schedule, by: User) -> list[ReportJob]:
    """One more, now: the schedule itself goes on as if nothing had happened."""
    one = Schedule.objects.select_related("owner").get(pk=schedule.pk)
    return _ask_each(one, timezone.now(), due_at=None, is_late=False)


@transaction.atomic
def set_board(*, name: str, date: date, by: User) -> BoardDate:
    made = BoardDate.objects.create(name=name, date=date)
    _plan_by_boards()
    return made


@transaction.atomic
def move_board(*, board: BoardDate, date: date, by: User) -> None:
    """It meets on another day: what is due before it follows."""
    BoardDate.objects.filter(pk=board.pk).update(date=date)
    _plan_by_boards()


@transaction.atomic
def remove_board(*, board: BoardDate, by: User) -> None:
    try:
        with transaction.atomic():
            board.delete()
    except ProtectedError:
        raise NotNow(
            "This meeting has a board pack, papers or minutes, so you cannot remove it. Cancel the "
            "meeting, or delete the draft of the pack first"
        ) from None
    _plan_by_boards()


def _plan_by_boards() -> None:
    days, now = boards(), timezone.now()
    for one in Schedule.objects.select_for_update().filter(every=Every.BEFORE_BOARD):
        # What is due and not yet asked for stays due.
        if one.next_due_at is None or one.next_due_at > now:
            Schedule.objects.filter(pk=one.pk).update(next_due_at=one.rule.after(now, days))


def sweep(now: datetime | None = None) -> int:
    """Ask for whatever is due; how many reports were asked for. Safe from many hosts at once."""
    now = now or timezone.now()
    number = 0
    for pk in list(Schedule.objects.due(now).values_list("pk", flat=True)):
        with transaction.atomic():
            waiting = Schedule.objects.select_for_update(skip_locked=True, of=("self",)).due(now)
            one = waiting.select_related("owner").filter(pk=pk).first()
            if one is not None:
                _take(one, now)
                number += 1
    return number


def _take(one: Schedule, now: datetime) -> None:
    days = boards()
    due = first = one.next_due_at
    assert due is not None  # noqa: S101  `due()` has found it by this
    # However many were missed, one report makes up for them: that of the last.
    while (later := one.rule.after(due, days)) and later <= now:
        due = later
    _ask_each(one, due, due_at=due, is_late=due != first or now - due > LATE_AFTER)
    Schedule.objects.filter(pk=one.pk).update(next_due_at=one.rule.after(due, days))


def _ask_each(
    one: Schedule, moment: datetime, *, due_at: datetime | None, is_late: bool
) -> list[ReportJob]:
    """The report, or each of its editions where a schedule creates them all."""
    report = named(one.report)
    if report is None or not report.schedules_all_editions:
        return _ask(one, moment, one.edition, due_at=due_at, is_late=is_late)
    try:
        with transaction.atomic():
            day = timezone.localdate(moment)
            report.before_schedule(dict(one.answers), by=one.owner, day=day)
    except Refusal:
        # The report says the same when it is produced, and its owner is told.
        logger.info("Schedule %s could not prepare its report.", one.reference)
    made: list[ReportJob] = []
    for edition in report.editions:
        made += _ask(one, moment, edition, due_at=due_at, is_late=is_late)
    return made


def _ask(
    one: Schedule, moment: datetime, edition: str, *, due_at: datetime | None, is_late: bool
) -> list[ReportJob]:
    """As its owner would ask; where what it says depends on who asks, as each person would whom it
    is sent to. Whether they still may is found out when it is produced."""
    answers, title = dict(one.answers), one.title
    if one.covers:
        starts, ends = Covers(one.covers).days(timezone.localtime(moment).date())
        answers |= {"starts": starts.isoformat(), "ends": ends.isoformat()}
    if edition:
        answers["edition"] = edition
    report, made = named(one.report), []
    for person in _askers(one, report, answers):
        job = ReportJob.objects.create(
            schedule=one,
            due_at=due_at,
            is_late=is_late,
            report=one.report,
            title=title,
            answers=answers,
            edition=edition,
            formats=one.formats_made,
            asked_by=person,
        )
        ring(job)
        made.append(job)
    return made


def _askers(one: Schedule, report: Report | None, answers: dict[str, Any]) -> list[User]:
    """Where none of those it is sent to may have it, its owner asks and is told why not."""
    if report is None or not report.is_for_its_asker:
        return [one.owner]
    people = one.recipients.order_by("pk")
    return [who for who in people if may_read(report.name, answers, who)] or [one.owner]


def _locked(schedule: Schedule, *, paused: bool) -> Schedule:
    one = Schedule.objects.select_for_update().get(pk=schedule.pk)
    if (one.paused_at is not None) is not paused:
        said = "running" if paused else "paused"
        raise NotNow(f"This schedule is already {said}. Reload the page to see it")
    return one
