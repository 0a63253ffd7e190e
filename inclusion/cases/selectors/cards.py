"""The needs of a case as cards: how far each is, what comes next, and what may be done there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from inclusion.cases.models import Case, Need, NeedKind, NeedState
from inclusion.cases.selectors.cases import next_action
from inclusion.cases.services.needs import moves_by_hand
from inclusion.databank.models import DataItem
from inclusion.devices.models import Holding

COLOURS = {
    NeedState.IDENTIFIED: "blue",
    NeedState.APPROVED: "blue",
    NeedState.WAITING: "yellow",
    NeedState.RESERVED: "blue",
    NeedState.SUPPLIED: "blue",
    NeedState.CONFIRMED: "green",
    NeedState.NOT_MET: "red",
}


CAME_BACK = (
    "The device came back: ask whether they need another one, and say how it is now. “Approved” "
    "puts them in line again"
)


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
            CAME_BACK if _came_back(need) else next_action(need),
            bool(moves_by_hand(need)),
        )
        for need in needs
    ]


def _came_back(need: Need) -> bool:
    """Whether what was supplied last has been brought back, and the person has nothing."""
    if (need.kind, need.state) != (NeedKind.DEVICE, NeedState.SUPPLIED):
        return False
    held = list(need.holdings.all())
    last = held[-1].returned_at if held else None
    return last is not None and last >= need.changed_at
