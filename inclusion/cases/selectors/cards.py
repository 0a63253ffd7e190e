"""The needs of a case as cards: how far each is, what comes next, and what may be done there."""

from collections.abc import Iterable
from dataclasses import dataclass

from inclusion.cases import additions
from inclusion.cases.models import Case, Need, NeedState
from inclusion.cases.selectors.cases import next_action
from inclusion.cases.services.needs import moves_by_hand

COLOURS = {
    NeedState.IDENTIFIED: "blue",
    NeedState.APPROVED: "blue",
    NeedState.WAITING: "yellow",
    NeedState.RESERVED: "blue",
    NeedState.SUPPLIED: "blue",
    NeedState.CONFIRMED: "green",
    NeedState.NOT_MET: "red",
}


@dataclass(frozen=True)
class Card:
    """`doors` are the templates in which the device bank and the databank show their own: “Reserve
    a device” and the like.

    The first that exists is shown: `inclusion/cases/needs/<kind>.html`, given `need` and `case`.
    """

    need: Need
    colour: str
    next_action: str
    may_move: bool

    @property
    def doors(self) -> list[str]:
        return [f"inclusion/cases/needs/{self.need.kind}.html", "inclusion/cases/needs/plain.html"]


def needs_of(case: Case) -> list[Need]:
    """The needs of a case with what was reserved for them or issued: as many
    queries for thirty needs as for one."""
    return list(
        case.needs.order_by("identified_at", "pk").prefetch_related(
            *(what for one in additions.all_added() for what in one.read_with_needs())
        )
    )


def cards(needs: Iterable[Need]) -> list[Card]:
    return [
        Card(
            need,
            COLOURS.get(NeedState(need.state), "grey"),
            _added(need) or next_action(need),
            bool(moves_by_hand(need)),
        )
        for need in needs
    ]


def _added(need: Need) -> str:
    return next(filter(None, (one.next_action(need) for one in additions.all_added())), "")
