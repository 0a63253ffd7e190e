"""The needs of a case as cards: how far each is, what comes next, and what may be done there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from inclusion.models import Case, DataItem, Holding, Need, NeedState
from inclusion.services.needs import moves_by_hand

from .cases import next_action

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
    """`doors` are the templates in which a store hangs its own: “Reserve a device” and the like.

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
    """The needs of a case with whatever was reserved for them, lent, given or issued: as many
    queries for thirty needs as for one."""
    return list(
        case.needs.order_by("identified_at", "pk").prefetch_related(
            "reserved_devices",
            Prefetch("data_items", DataItem.objects.select_related("batch")),
            Prefetch("holdings", Holding.objects.select_related("device")),
        )
    )


def cards(needs: Iterable[Need]) -> list[Card]:
    return [
        Card(
            need,
            COLOURS.get(NeedState(need.state), "grey"),
            next_action(need),
            bool(moves_by_hand(need)),
        )
        for need in needs
    ]
