"""What can happen to what is known of a landline: begun with its need, and written after
each call."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases.models import CaseEventKind, Need, NeedKind, NeedState
from inclusion.cases.services import casebook, needs
from inclusion.landline.models import (
    LANDLINE_MOVES,
    ON_THE_NEW_LINE,
    Landline,
    LandlineState,
    YesOrNo,
)

# What was asked about a line, in the order of a call.
ANSWERS = (
    "provider",
    "switches_on",
    "has_alarm",
    "alarm_provider",
    "battery",
    "signal",
    "has_corded",
)
# Nobody was reached; the person is still to call.
NO_ANSWER = "no_answer"
# So soon a reopened need is called about.
SOON = timedelta(days=7)


class NoSuchProgress(Refusal):
    message = "You cannot record this. Reload the page and check their progress"


@dataclass(frozen=True)
class Outcome:
    """What a call led to: a state, or that nobody answered; and when to call next."""

    state: str
    call_by: date | None = None
    tested_on: date | None = None


def begin(need: Need) -> None:
    """With a need of this kind: to call by the target date of its case."""
    if need.kind == NeedKind.LANDLINE:
        of(need)


def of(need: Need) -> Landline:
    """What is known of it; nothing yet for a need that began without."""
    started = {"call_by": need.case.target_on}
    return Landline.objects.get_or_create(need=need, defaults=started)[0]


def carry(old: Need, new: Need) -> None:
    """With a case that another team accepts: what the person has told once is not asked again."""
    if old.kind != NeedKind.LANDLINE:
        return
    if known := Landline.objects.filter(need=old).values(*ANSWERS).first():
        Landline.objects.filter(need=new).update(**known)


def begin_again(need: Need) -> None:
    """With a need that is open again: whatever was done, somebody calls; the answers stay."""
    if need.kind != NeedKind.LANDLINE:
        return
    Landline.objects.filter(need=need).update(
        state=LandlineState.TO_CALL,
        called_on=None,
        tested_on=None,
        call_by=timezone.localdate() + SOON,
    )


@transaction.atomic
def record_call(
    *, need: Need, outcome: Outcome, answers: dict[str, Any], by: User, words: str = ""
) -> Landline:
    """Write what a call led to. Its need follows: approved while somebody waits, supplied when all
    is done, declined where the person wants no help."""
    case = casebook.lock_open(need.case)
    landline = Landline.objects.select_for_update(of=("self",)).get(need=need)
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.case = case
    if need.is_resolved:
        raise NoSuchProgress("This need is resolved. Update its status first")
    for name, value in answers.items():
        setattr(landline, name, value)
    if landline.has_alarm != YesOrNo.YES:
        landline.alarm_provider = ""
    if outcome.state == NO_ANSWER:
        _call_again(landline, outcome.call_by)
        said = "No answer"
    else:
        _move(landline, outcome)
        said = landline.get_state_display()
    landline.save()
    casebook.record(
        case, CaseEventKind.CONTACT, by=by, need=need, summary=f"Landline call: {said}", words=words
    )
    _follow(need, landline, by)
    return landline


def _move(landline: Landline, outcome: Outcome) -> None:
    state, today = LandlineState(outcome.state), timezone.localdate()
    if state not in LANDLINE_MOVES[LandlineState(landline.state)]:
        raise NoSuchProgress
    if state in ON_THE_NEW_LINE and (not landline.switches_on or landline.switches_on > today):
        raise NoSuchProgress("Enter a switch date that is today or in the past")
    landline.state, landline.called_on, landline.tested_on = state, today, None
    if state == LandlineState.TESTED:
        if landline.has_alarm != YesOrNo.YES:
            raise NoSuchProgress(
                "Select “Yes” if they have an alarm, or select “Moved to a digital line”"
            )
        tested = outcome.tested_on or today
        if not landline.switches_on <= tested <= today:  # type: ignore[operator]
            raise NoSuchProgress(
                "Enter the date the alarm was tested, on or after the switch date and not in the "
                "future"
            )
        landline.tested_on = tested
    is_open = state == LandlineState.CALLED or (
        state == LandlineState.MOVED and landline.has_alarm == YesOrNo.YES
    )
    if is_open:
        _call_again(landline, outcome.call_by)
    else:
        landline.call_by = None


def _call_again(landline: Landline, day: date | None) -> None:
    if landline.is_done and landline.state in ON_THE_NEW_LINE:
        raise NoSuchProgress
    if day is None or day < timezone.localdate():
        raise NoSuchProgress("Enter the date of the next call, today or later")
    landline.call_by = day


def _follow(need: Need, landline: Landline, by: User) -> None:
    state = LandlineState(landline.state)
    if state == LandlineState.REFUSED:
        needs.move(need=need, to=NeedState.DECLINED, by=by)
        return
    if state != LandlineState.TO_CALL and need.state == NeedState.IDENTIFIED:
        need = needs.move(need=need, to=NeedState.APPROVED, by=by)
    if landline.is_done and not need.is_supplied:
        needs.move(need=need, to=NeedState.SUPPLIED, by=by)
