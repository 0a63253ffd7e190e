"""What can happen to a need. The device bank and the databank move needs through here too."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases import additions
from inclusion.cases.models import (
    NEED_MOVES,
    Case,
    CaseEvent,
    CaseEventKind,
    Need,
    NeedKind,
    NeedState,
    NotMetReason,
)
from inclusion.cases.models.need import RESOLVED
from inclusion.cases.services import casebook, telling

# To these a need goes back from its end.
OPEN_AGAIN = (NeedState.IDENTIFIED, NeedState.APPROVED)


class NoSuchMove(Refusal):
    message = "You cannot change this need. Check its status"


@transaction.atomic
def add(*, case: Case, kind: str, by: User, **details: Any) -> Need:
    """One more thing the person needs."""
    case = casebook.lock_open(case)
    need = Need.objects.create(case=case, kind=NeedKind(kind), **details)
    _record(need, by)
    for one in additions.all_added():
        one.begun(need)
    return need


@transaction.atomic
def reword(*, need: Need, item: str, by: User) -> Need:
    """Say more exactly what it is; the timeline keeps what was written before."""
    case = casebook.lock_open(need.case)
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.case = case
    if need.item == item:
        return need
    before, need.item = need.what, item
    need.save(update_fields=["item"])
    casebook.record(
        case, CaseEventKind.NEED, by=by, need=need, summary=f"“{before}” changed to “{need.what}”"
    )
    return need


@transaction.atomic
def move(
    *,
    need: Need,
    to: str,
    by: User | None,
    reason: str = "",
    words: str = "",
    thing: str = "",
    in_person: bool = False,
) -> Need:
    """Move a need on, as the table of moves allows. “Not met” asks for its reason; the device bank
    or databank says which `thing` of its own it is about, and whether the person was there to
    take it."""
    case = casebook.lock_open(need.case)
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.case = case
    state = NeedState(to)
    if state == need.state:
        raise NoSuchMove(f"This need is already “{state.label.lower()}”. Reload the page to see it")
    if state not in NEED_MOVES[NeedState(need.state)]:
        raise NoSuchMove(
            f"You cannot change the need from “{need.get_state_display().lower()}” to "
            f"“{state.label.lower()}”. Reload the page and check its status"
        )
    if state == NeedState.NOT_MET and reason not in NotMetReason.values:
        raise NoSuchMove("Select why the need was not met")
    before, need.state = NeedState(need.state), state
    need.reason = reason if state == NeedState.NOT_MET else ""
    need.changed_at = timezone.now()
    need.save(update_fields=["state", "reason", "changed_at"])
    event = _record(need, by, words, thing)
    telling.of_move(
        (before, state),
        case,
        once=f"need-{event.pk}",
        need=need,
        in_person=by if in_person else None,
    )
    if state in OPEN_AGAIN and before in (*RESOLVED, NeedState.SUPPLIED):
        for one in additions.all_added():
            one.reopened(need)
    if state == NeedState.CONFIRMED:
        for one in additions.all_added():
            one.confirmed(need, by)
    return need


def agree_to_help(need: Need, by: User | None) -> Need:
    """Approve a need that nobody has decided about: who sets something aside for it, decides."""
    if need.state == NeedState.IDENTIFIED:
        need = move(need=need, to=NeedState.APPROVED, by=by)
    return need


# The device bank and the databank move these themselves, with the very thing that is issued.
IN_STOCK = (NeedKind.DEVICE, NeedKind.DATA)


def moves_by_hand(need: Need) -> list[NeedState]:
    """What a caseworker may say of a need, where the device bank or databank does not."""
    moves = NEED_MOVES[NeedState(need.state)]
    if need.kind in IN_STOCK:
        moves = moves - {NeedState.RESERVED}
        if need.state == NeedState.RESERVED:
            # What is reserved is released or issued where it is kept.
            return []
    return [state for state in NeedState if state in moves]


NO_SOURCE = "Enter where it came from, if it is not from our stock"


def needs_source(need: Need, to: str) -> bool:
    """What is kept in stock, and someone has from elsewhere."""
    return to == NeedState.SUPPLIED and need.kind in IN_STOCK


@transaction.atomic
def move_by_hand(*, need: Need, to: str, by: User, reason: str = "", words: str = "") -> Need:
    """Move a need on as a caseworker: what is kept in stock is reserved and issued there."""
    case = casebook.lock_open(need.case)
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.case = case
    if need.kind in IN_STOCK and NeedState.RESERVED in (need.state, to):
        raise NoSuchMove("Reserve, issue or release it from the need’s card")
    if needs_source(need, to) and not words.strip():
        raise NoSuchMove(NO_SOURCE)
    return move(need=need, to=to, by=by, reason=reason, words=words)


def _record(need: Need, by: User | None, words: str = "", thing: str = "") -> CaseEvent:
    summary = f"{need.get_kind_display()}{f' ({need.item})' if need.item else ''}: "
    summary += need.get_state_display().lower()
    if need.reason:
        summary += f" – {need.get_reason_display().lower()}"
    if thing:
        summary += f" – {thing}"
    return casebook.record(
        need.case, CaseEventKind.NEED, by=by, need=need, summary=summary, words=words
    )


def tell_of_thing(need: Need, summary: str, by: User | None) -> None:
    """On the timeline: what happened to the very thing that someone has."""
    casebook.record(need.case, CaseEventKind.ITEM, by=by, need=need, summary=summary)
