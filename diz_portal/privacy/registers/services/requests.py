"""What can happen to a request about somebody's personal data."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import words as said
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.privacy.registers import clock
from diz_portal.privacy.registers.models import (
    REQUEST_MOVES,
    CopyGoes,
    DataRequest,
    ExtensionGround,
    PauseGround,
    RefusalGround,
    ReopenGround,
    RequestEvent,
    RequestEventKind,
    RequestKind,
    RequestState,
)

from . import letters
from .receiving import FirstActedOn, lock, lock_closed, write_down


class ClockStopped(Refusal):
    message = "The clock is stopped. Restart it first"


class ClockRuns(Refusal):
    message = "The clock is already running. Reload the page to see the due date"


class IsLate(Refusal):
    message = "The due date has passed. Answer the request"


class ExtendedAlready(Refusal):
    message = (
        "This request has already been extended, which the law allows once. Answer it by its due "
        "date"
    )


class AnsweredOnce(Refusal):
    message = (
        "This request was answered. Select what was wrong with the answer, or record a new request"
    )


@transaction.atomic
def receive(
    *, kind: str, is_told: bool = False, by: User | None = None, **asked: Any
) -> DataRequest:
    """Write a request down, start its clock, and tell the person by when they have an answer.

    `asked` is who asks, and how it came (`write_down`). `is_told`: whoever wrote it down has said
    so already. Sent twice, it is kept once.
    """
    request, is_new = write_down(
        DataRequest,
        by=by,
        values=lambda day: {"kind": RequestKind(kind), "due_on": clock.due_on(day)},
        **asked,
    )
    if is_new:
        _record(request, RequestEventKind.RECEIVED, by, summary=_due(request))
        if not is_told:
            letters.send("request_received", request, once="1")
    return request


@transaction.atomic
def start(*, request: DataRequest, words: str = "", by: User) -> DataRequest:
    """We know who asks, and for what."""
    request = lock(request)
    if request.is_paused:
        raise ClockStopped
    if request.state == RequestState.IN_PROGRESS:
        raise FirstActedOn
    return _move(request, RequestState.IN_PROGRESS, RequestEventKind.STARTED, by, words=words)


@transaction.atomic
def pause(*, request: DataRequest, ground: str, words: str, by: User) -> DataRequest:
    """Ask the person who they are or what they mean; until they answer, the clock stands still."""
    request = lock(request)
    if request.is_paused:
        raise ClockStopped("The clock is already stopped. Reload the page to see why")
    if request.is_late:
        raise IsLate(
            "The answer is overdue, so the clock can no longer be stopped. Answer the request"
        )
    request.pause_ground = PauseGround(ground)
    request.paused_on = timezone.localdate()
    state = (
        RequestState.IDENTITY_ASKED if ground == PauseGround.IDENTITY else RequestState.IN_PROGRESS
    )
    _move(
        request,
        state,
        RequestEventKind.PAUSED,
        by,
        summary=f"Waiting for: {request.get_pause_ground_display().lower()}",
        words=words,
    )
    letters.send("request_paused", request, once=_number(request), words=words)
    return request


@transaction.atomic
def resume(*, request: DataRequest, on: date, words: str = "", by: User) -> DataRequest:
    """They have told us, on that day: the days in between are added to the time there is."""
    request = lock(request)
    if request.paused_on is None:
        raise ClockRuns
    if not request.paused_on <= on <= timezone.localdate():
        raise Refusal(
            "Enter a date between the day the clock was stopped, "
            f"{said.uk_date(request.paused_on)}, and today"
        )
    _let_run(request, on)
    return _move(
        request,
        RequestState.IN_PROGRESS,
        RequestEventKind.RESUMED,
        by,
        summary=_due(request),
        words=words,
    )


@transaction.atomic
def extend(*, request: DataRequest, ground: str, words: str, by: User) -> DataRequest:
    """Take two more months, once and before it is late, and tell the person why."""
    request = lock(request)
    if request.extended_on:
        raise ExtendedAlready
    if request.is_paused:
        raise ClockStopped
    if request.is_late:
        raise IsLate("The answer is overdue, so it can no longer be extended. Answer the request")
    request.extension_ground = ExtensionGround(ground)
    request.extended_on = timezone.localdate()
    request.due_before = request.due_on
    request.due_on = request.reckoned(request.paused_days)
    request.save()
    _record(request, RequestEventKind.EXTENDED, by, summary=_due(request), words=words)
    letters.send("request_extended", request, once=_time(request, "extended"), words=words)
    return request


@transaction.atomic
def answer(*, request: DataRequest, words: str, copy_goes: str = "", by: User) -> DataRequest:
    """Tell the person what was done; and write down how they get their copy, and which it is."""
    request = _close(
        request,
        RequestState.ANSWERED,
        RequestEventKind.ANSWERED,
        words,
        by,
        summary=_handed_over(request, CopyGoes(copy_goes)) if copy_goes else "",
    )
    letters.send("request_answered", request, once=_time(request, "answered"), words=words)
    return request


@transaction.atomic
def refuse(*, request: DataRequest, ground: str, words: str, by: User) -> DataRequest:
    """Tell the person that it is not done, why, and where to complain."""
    request = _close(
        request,
        RequestState.REFUSED,
        RequestEventKind.REFUSED,
        words,
        by,
        ground=RefusalGround(ground),
    )
    letters.send("request_refused", request, once=_time(request, "refused"), words=words)
    return request


@transaction.atomic
def withdraw(*, request: DataRequest, words: str = "", by: User) -> DataRequest:
    """They no longer want it."""
    return _close(request, RequestState.WITHDRAWN, RequestEventKind.WITHDRAWN, words, by)


@transaction.atomic
def reopen(
    *, request: DataRequest, ground: str, on: date | None = None, words: str, by: User
) -> DataRequest:
    """Look at a closed request again, and tell the person so.

    What was closed by mistake, or not answered well, is due when it was due: the days in between
    are ours. Whoever took it back, or was not identified, and asks again has a month from the day
    they came back.
    """
    request = lock_closed(request)
    today = timezone.localdate()
    request.reopened_on, request.reopen_ground = today, ReopenGround(ground)
    if ground == ReopenGround.CAME_BACK:
        _begin_anew(request, on or today)
    request.closed_on, request.refusal_ground = None, ""
    _move(
        request,
        RequestState.IN_PROGRESS,
        RequestEventKind.REOPENED,
        by,
        summary=f"{request.get_reopen_ground_display()}. {_due(request)}",
        words=words,
    )
    letters.send("request_reopened", request, once=_time(request, "reopened"), words=words)
    return request


def _begin_anew(request: DataRequest, on: date) -> None:
    if request.state == RequestState.ANSWERED:
        raise AnsweredOnce
    assert request.closed_on is not None  # noqa: S101  asked before
    if not request.closed_on <= on <= timezone.localdate():
        raise Refusal(
            "Enter a date between the day it was closed, "
            f"{said.uk_date(request.closed_on)}, and today"
        )
    request.counted_from, request.paused_days = on, 0
    request.extended_on = request.due_before = None
    request.extension_ground = ""
    request.due_on = request.reckoned(0)


@transaction.atomic
def note(*, request: DataRequest, words: str, by: User) -> None:
    """For colleagues; the person sees it if they ask what is held about them."""
    _record(lock(request, also_closed=True), RequestEventKind.NOTE, by, words=words)


@transaction.atomic
def concern(*, request: DataRequest, controller: Any, by: User) -> DataRequest:
    """It is about another organisation's records."""
    request = lock(request)
    request.controller = controller
    request.save()
    _record(request, RequestEventKind.CONTROLLER, by, summary=str(controller))
    return request


@transaction.atomic
def asked_controller(*, request: DataRequest, what: str, controller: str, by: User) -> None:
    """Whoever answers for a record that managers do not see has been asked to decide."""
    summary = f"{what}, controller {controller}"[:200]
    _record(lock(request), RequestEventKind.ASKED, by, summary=summary)


def _move(
    request: DataRequest,
    to: RequestState,
    kind: RequestEventKind,
    by: User,
    *,
    summary: str = "",
    words: str = "",
) -> DataRequest:
    if to != request.state:
        if to not in REQUEST_MOVES[RequestState(request.state)]:
            raise FirstActedOn
        request.state = to
    request.save()
    _record(request, kind, by, summary=summary, words=words)
    return request


def _close(
    request: DataRequest,
    to: RequestState,
    kind: RequestEventKind,
    words: str,
    by: User,
    *,
    ground: str = "",
    summary: str = "",
) -> DataRequest:
    request = lock(request)
    if to == RequestState.ANSWERED and request.state != RequestState.IN_PROGRESS:
        raise Refusal("Confirm who is asking and start work first")
    today = timezone.localdate()
    if request.is_paused:
        _let_run(request, today)
    request.closed_on = today
    request.refusal_ground = ground
    summary = str(request.get_refusal_ground_display()) if ground else summary
    return _move(request, to, kind, by, summary=summary, words=words)


def _handed_over(request: DataRequest, goes: CopyGoes) -> str:
    if goes == CopyGoes.NONE:
        return str(goes.label)
    saved = request.copies.filter(handouts__isnull=False).order_by("pk").distinct()
    which = ", ".join(one.reference for one in saved) or "none was downloaded here"
    return f"{goes.label}. Copy: {which}"[:200]


def _let_run(request: DataRequest, on: date) -> None:
    assert request.paused_on is not None  # noqa: S101  asked before
    request.paused_days += (on - request.paused_on).days
    request.due_on = request.reckoned(request.paused_days)
    request.paused_on, request.pause_ground = None, ""


def _record(
    request: DataRequest,
    kind: RequestEventKind,
    by: User | None,
    *,
    summary: str = "",
    words: str = "",
) -> None:
    RequestEvent.objects.create(request=request, kind=kind, summary=summary, words=words, by=by)


def _due(request: DataRequest) -> str:
    return f"Answer due {said.uk_date(request.due_on)}"


def _time(request: DataRequest, kind: str) -> str:
    """How often this has happened: what is told once each time."""
    return str(request.events.filter(kind=RequestEventKind(kind)).count())


def _number(request: DataRequest) -> str:
    return str(request.events.count())
