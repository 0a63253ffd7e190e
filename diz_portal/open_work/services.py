"""Ending something, and handing over what is in hand, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User

from . import selectors
from .endings import End, Ending
from .models import Handover
from .selectors import Pile

# The answers that name nobody.
STAYS, NOBODY = "stays", "nobody"


@dataclass(frozen=True)
class Decision:
    """Who takes over what, as somebody decided who saw how much there was.

    goes: by the name of the kind, the key of whom it goes to, or STAYS.
    seen: the mark of each pile that was shown.
    """

    goes: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    answers: Any = None


class WorkInHand(Refusal):
    """Something is in hand, and nobody has said who takes it over."""

    def __init__(self, ending: Ending, piles: list[Pile], message: str = ""):
        self.ending, self.piles = ending, piles
        super().__init__(
            message
            or f"{ending.name} has open work: {in_words(piles)}. Select who will take it over on "
            "the page in the workspace. Nothing has been changed."
        )


class WorkHasChanged(WorkInHand):
    """Work came or went between the page and the button."""

    def __init__(self, ending: Ending, piles: list[Pile]):
        super().__init__(
            ending,
            piles,
            "The open work has changed since you opened this page. Nothing has been changed. "
            "Check the numbers below, then try again.",
        )


class NothingSaid(Refusal):
    message = "Enter why work stays, and who is responsible for it"


def in_words(piles: list[Pile]) -> str:
    return ", ".join(map(str, piles))


@transaction.atomic
def settle(*, ending: Ending, decision: Decision | None, by: User | None) -> Handover | None:
    """Hand over what is in hand, as decided; refuse when something is and nothing was decided.

    The service that ends something calls it in its own transaction, once it holds the lock behind
    which new work waits, and before it ends anything: whoever takes work over sees it whole.
    """
    piles = selectors.in_hand(ending)
    if not piles:
        return None
    if decision is None:
        raise WorkInHand(ending, piles)
    # What was shown and has been dealt with meanwhile is no reason to ask again.
    if any(decision.seen.get(pile.name) != pile.mark for pile in piles):
        raise WorkHasChanged(ending, piles)
    lines: list[dict[str, str]] = []
    for pile in piles:
        to = _hand_over(pile, decision, by)
        lines.append({"what": str(pile), **({"to": to} if to else {})})
    if ending.what == End.HANDED_OVER:
        # Nothing ends by it: what stays is where it was, and so is who answers for it.
        lines = [line for line in lines if "to" in line]
        if not lines:
            return None
    stays = any("to" not in line for line in lines)
    if stays and not (decision.reason.strip() and decision.answers):
        raise NothingSaid
    return Handover.objects.create(
        what=ending.what,
        about=ending.about,
        organisation=ending.organisation,
        person=ending.person,
        lines=lines,
        reason=decision.reason.strip()[:500] if stays else "",
        answers=decision.answers if stays else None,
        by=by,
    )


def _hand_over(pile: Pile, decision: Decision, by: User | None) -> str:
    """Move one pile; answers to whom, or nothing when it stays."""
    chosen = decision.goes.get(pile.name, "" if pile.can_go else STAYS)
    if chosen == STAYS:
        return ""
    to = None
    if not (chosen == NOBODY and pile.kind.to_nobody):
        to = dict(pile.candidates).get(chosen)
        if to is None:
            raise WorkInHand(pile.ending, [pile])
    rows = pile.kind.in_hand(pile.ending)
    if rows is None or pile.kind.hand_over is None:
        raise WorkInHand(pile.ending, [pile])
    pile.kind.hand_over(rows=rows, to=to, by=by, ending=pile.ending)
    return chosen
