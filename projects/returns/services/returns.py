"""What can happen to a return: saved as it is written, submitted, accepted or sent back, closed."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import NotNow, Refusal
from diz_portal.words import uk_time
from partners.models import Organisation
from projects.portfolio.models import Milestone
from projects.portfolio.services import milestones as milestone_services
from projects.returns import events, spend
from projects.returns.models import RETURN_MOVES, Return, ReturnEvent, ReturnState, ReturnStep
from projects.returns.selectors import return_facts
from projects.returns.selectors import returns as selectors
from projects.returns.selectors.people import reporters_of

ANSWERS = [
    "lines",
    "narrative",
    "delivery",
    "delivery_comment",
    "spend",
    "spend_comment",
    "risk",
    "risk_comment",
    "spend_to_date",
    "spend_as_at",
    "milestones",
    "unchanged",
    "answer",
]
RATED = ["delivery", "spend", "risk"]


class ReturnNotOpen(Refusal):
    """It is no longer the reporter's to change: submitted, accepted or closed."""

    def __init__(self, record: Return):
        super().__init__(
            "The round has closed, so this return can no longer be changed"
            if record.is_closed
            else "This return has been submitted, so you cannot change it. Your programme manager "
            "can send it back to you"
        )


class SomeoneElseSaved(Refusal):
    """A colleague, or the same person in another window, saved first. Nothing is lost:
    `record` carries what they wrote, and the page still holds what was typed."""

    def __init__(self, record: Return, by):
        self.record = record
        at = uk_time(record.saved_at or timezone.now())
        who = "You" if record.saved_by == by else str(record.saved_by)
        where = " in another window" if record.saved_by == by else ""
        super().__init__(f"{who} saved this return{where} at {at}. Check the differences below")


class ReturnIncomplete(Refusal):
    """It cannot be submitted yet; `problems` names each answer and what it lacks."""

    def __init__(self, problems: dict[str, str]):
        self.problems = problems
        super().__init__(
            "Answer all the questions before you submit. " + ". ".join(problems.values())
        )


class EarlierSentBack(Refusal):
    """An earlier return of theirs was sent back: this one goes out before it only on purpose."""

    def __init__(self, earlier: Return):
        self.earlier = earlier
        super().__init__(
            f"Your {earlier.round} return was sent back and has not been resubmitted. Submit it "
            "first, or confirm that you want to submit this one before it"
        )


class SpendFell(Refusal):
    """Less was spent than a month before: right or a slip, the sender says which."""

    def __init__(self, asked: str):
        super().__init__(
            f"The spend to date is {asked}. Correct it, or confirm that it has gone down"
        )


class AnswerFirst(Refusal):
    message = (
        "This return was sent back. Make the changes and enter your response, then submit it again"
    )


class NothingToRepeat(Refusal):
    message = "There is no previous return to copy. Complete this one"


def _not_now(record: Return, to: str) -> NotNow:
    verb = {
        ReturnState.ACCEPTED: "accept",
        ReturnState.SENT_BACK: "send back",
        ReturnState.SUBMITTED: "submit",
    }[ReturnState(to)]
    if record.is_closed:
        return NotNow(
            f"You cannot {verb} this return because its round has closed. Explain any correction "
            "in the next return"
        )
    state = record.get_state_display()
    return NotNow(
        f"You cannot {verb} this return because its status is “{state}”. Reload the page to see "
        "its history"
    )


def snapshot(record: Return) -> dict[str, Any]:
    """The answers as plain data, for the history."""
    answers = {name: getattr(record, name) for name in ANSWERS}
    if answers["spend_to_date"] is not None:
        answers["spend_to_date"] = f"{answers['spend_to_date']:.2f}"
    if answers["spend_as_at"] is not None:
        answers["spend_as_at"] = answers["spend_as_at"].isoformat()
    return answers


def restore(record: Return, answers: dict[str, Any]) -> Return:
    """Set the answers (unsaved) from a version kept in the history."""
    for name in ANSWERS:
        if name in answers:
            setattr(record, name, answers[name])
    if record.spend_to_date is not None:
        record.spend_to_date = Decimal(record.spend_to_date)
    if isinstance(record.spend_as_at, str):
        record.spend_as_at = date.fromisoformat(record.spend_as_at)
    return record


def locked(pk: int) -> Return:
    """The return as it is now, held until the transaction ends."""
    return (
        Return.objects.select_for_update(of=("self",))
        .select_related("round", "project", "organisation", "saved_by")
        .get(pk=pk)
    )


def _move(
    record: Return,
    to: ReturnState,
    *,
    by,
    reason: str = "",
    answers: dict | None = None,
    also: tuple[str, ...] = (),
) -> ReturnEvent:
    """The one way a return changes state; the caller holds its row lock."""
    if record.is_closed or to not in RETURN_MOVES[ReturnState(record.state)]:
        raise _not_now(record, to)
    record.state = to
    record.save(update_fields=["state", *also])
    events.tell(record)
    return ReturnEvent.objects.create(
        record=record, state=to, by=by, reason=reason, answers=answers or {}
    )


@transaction.atomic
def save(*, by, record: Return, version: int, answers: dict[str, Any]) -> Return:
    """Keep what has been written so far; nothing need be complete.

    `version` is the one the writer saw. Somebody else's save in between is refused, unless it
    says the same: a second click, or two people who agree, are no conflict.
    """
    record = locked(record.pk)
    if not record.is_owed:
        raise ReturnNotOpen(record)
    before = snapshot(record)
    saved_before = record.saved_at is not None
    same_version = record.version == version
    for name, value in answers.items():
        if name in ANSWERS:
            setattr(record, name, value)
    if saved_before and snapshot(record) == before:
        return record
    if not same_version:
        raise SomeoneElseSaved(restore(record, before), by)
    record.saved_at = timezone.now()
    record.saved_by = by
    record.version += 1
    record.save(update_fields=[*ANSWERS, "saved_at", "saved_by", "version"])
    return record


def problems(record: Return, previous: Return | None = None) -> dict[str, str]:
    """What keeps the return from being submitted, by answer; empty when it is complete."""
    found = {}
    if record.is_sent_back and not record.answer.strip():
        sent = selectors.last_submitted(record)
        if sent and not _differs(record, sent.answers):
            found["answer"] = (
                "Enter your response: nothing else has changed since the return was sent back"
            )
    for name in RATED:
        rating = getattr(record, name)
        if not rating:
            found[name] = f"Select a RAG rating for {name}"
        elif rating != "green" and not getattr(record, f"{name}_comment").strip():
            found[f"{name}_comment"] = f"Explain why {name} is {rating.capitalize()}"
    if record.spend_to_date is None:
        found["spend_to_date"] = "Enter the spend to date, or 0 if nothing has been spent"
    elif record.spend_as_at is None:
        found["spend_as_at"] = "Enter the “as at” date of the spend"
    elif (
        previous is not None
        and previous.spend_to_date is not None
        and previous.spend_to_date != record.spend_to_date
        and previous.spend_as_at == record.spend_as_at
    ):
        found["spend_as_at"] = "Enter a new “as at” date for the new spend figure"
    return found


@transaction.atomic
def submit(
    *,
    by,
    record: Return,
    version: int,
    before_the_earlier: bool = False,
    less_is_right: bool = False,
) -> Return:
    """Submit it to the programme manager, and write its dates to the milestones.

    Submitting twice is no error: the second click finds it submitted. While an earlier month is
    sent back, it goes out only `before_the_earlier` one on purpose; and with less spent than a
    month before, only where the sender says that `less_is_right`.
    """
    record = locked(record.pk)
    if record.state == ReturnState.SUBMITTED and record.version == version:
        return record
    if not record.is_owed:
        raise ReturnNotOpen(record)
    if record.version != version:
        raise SomeoneElseSaved(record, by)
    return _submit(by, record, before_the_earlier=before_the_earlier, less_is_right=less_is_right)


def _submit(by, record: Return, *, before_the_earlier: bool, less_is_right: bool) -> Return:
    if not before_the_earlier and (earlier := selectors.earlier_sent_back(record)):
        raise EarlierSentBack(earlier)
    previous = selectors.previous(record)
    if found := problems(record, previous):
        raise ReturnIncomplete(found)
    if not less_is_right and (asked := spend.fell(record.spend_to_date, previous)):
        raise SpendFell(asked)
    record.submitted_at = timezone.now()
    _move(
        record,
        ReturnState.SUBMITTED,
        by=by,
        reason=record.answer.strip(),
        answers=snapshot(record),
        also=("submitted_at",),
    )
    _write_milestones(by, record)
    return record


def _write_milestones(by, record: Return) -> None:
    """Only the dates the reporter changed: one left as it was must not undo a newer one."""
    given = {
        reference: dates
        for reference, dates in record.milestones.items()
        if dates.get("met") or dates.get("forecast") != dates.get("was")
    }
    known = (
        Milestone.objects.open()
        .filter(project=record.project_id, reference__in=given)
        .order_by("pk")
    )
    for milestone in known:
        dates = given[milestone.reference]
        forecast = dates.get("forecast")
        changed = forecast and forecast != dates.get("was")
        milestone_services.update(
            by=by,
            milestone=milestone,
            forecast_on=date.fromisoformat(forecast) if changed else milestone.forecast_on,
            actual_on=date.fromisoformat(dates["met"]) if dates.get("met") else None,
            keep_owner=True,
        )


@transaction.atomic
def confirm_unchanged(
    *, by, record: Return, version: int, before_the_earlier: bool = False
) -> Return:
    """Nothing has changed: last month's answers again, with this month's facts, and send. Not of
    one that was sent back: somebody has asked for a change."""
    record = locked(record.pk)
    if record.state == ReturnState.SUBMITTED and record.unchanged:
        return record
    if not record.is_owed:
        raise ReturnNotOpen(record)
    if record.is_sent_back:
        raise AnswerFirst
    if record.version != version:
        raise SomeoneElseSaved(record, by)
    restore(record, repeated(record))
    record.saved_at = timezone.now()
    record.saved_by = by
    record.version += 1
    record.save(update_fields=[*ANSWERS, "saved_at", "saved_by", "version"])
    # What is repeated was sent before: nobody is asked of it again.
    return _submit(by, record, before_the_earlier=before_the_earlier, less_is_right=True)


def repeated(record: Return) -> dict[str, Any]:
    """The answers that "nothing has changed" would send."""
    previous = selectors.previous(record)
    if previous is None:
        raise NothingToRepeat
    # Of one that was sent back, what was sent: what is being changed in it is not said yet.
    sent = selectors.last_submitted(previous) if previous.is_sent_back else None
    answers = sent.answers if sent else snapshot(previous)
    facts = return_facts.facts(record.project, record.organisation_id, record.round.month)
    answers["lines"] = [
        {"fact": fact.key, "said": fact.text, "text": fact.text, "kept": True} for fact in facts
    ]
    return {**answers, "narrative": "", "milestones": {}, "unchanged": True, "answer": ""}


@transaction.atomic
def accept(*, by, record: Return, version: int) -> Return:
    """The manager has read the version they name; accepting twice is no error."""
    record = locked(record.pk)
    if record.version != version:
        raise Refusal(
            "This return was resubmitted after you opened it. Review the new version first"
        )
    if record.state == ReturnState.ACCEPTED:
        return record
    _move(record, ReturnState.ACCEPTED, by=by)
    return record


@transaction.atomic
def send_back(*, by, record: Return, reason: str) -> Return:
    """Ask for changes; the partner receives the reason by email."""
    record = locked(record.pk)
    if record.state == ReturnState.SENT_BACK:
        return record
    # An answer belongs to what was asked last.
    record.answer = ""
    event = _move(record, ReturnState.SENT_BACK, by=by, reason=reason, also=("answer",))
    context = {"record": record, "reason": reason, "by": by, "today": timezone.localdate()}
    for person in reporters_of(record):
        outbox.queue(
            "projects/return-sent-back",
            to=person.email,
            key=f"return-{record.reference}-sent-back-{event.pk}-{person.reference}",
            context={**context, "person": person},
        )
    return record


def close(*, by, pk: int) -> Return:
    """The round has closed: the return stays as it was last submitted, or as not submitted, and
    keeps the state it had.

    What was being changed in a return sent back goes into the history, so it is not lost.
    """
    record = locked(pk)
    if record.is_closed:
        return record
    unsent: dict[str, Any] = {}
    also: list[str] = []
    sent = selectors.last_submitted(record)
    if record.state == ReturnState.SENT_BACK and sent and _differs(record, sent.answers):
        unsent = snapshot(record)
        restore(record, sent.answers)
        record.version += 1
        also = [*ANSWERS, "version"]
    record.locked_at = timezone.now()
    record.save(update_fields=["locked_at", *also])
    ReturnEvent.objects.create(record=record, state=ReturnStep.CLOSED, by=by, answers=unsent)
    return record


def _differs(record: Return, sent: dict[str, Any]) -> bool:
    now = snapshot(record)
    # The answer to what was asked comes after what was sent, and is no part of it.
    return any(
        now[name] != value for name, value in sent.items() if name in now and name != "answer"
    )


@transaction.atomic
def pass_to(*, by, pk: int, to: Organisation) -> Return:
    """Another organisation reports in place of the one that owed it; what was typed stays."""
    record = locked(pk)
    if not record.is_owed:
        raise Refusal("This return has already been submitted. Reload the page to see it")
    record.organisation = to
    record.version += 1
    record.save(update_fields=["organisation", "version"])
    return record
