"""The needs of a case as cards: how far each is, what comes next, and what may be done there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from inclusion.cases import additions
from inclusion.cases.additions import Door
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


# What one press says of a need that no store keeps.
BY_ONE_PRESS = {
    NeedState.IDENTIFIED: ("Approve this need", NeedState.APPROVED),
    NeedState.SUPPLIED: ("Record that it works for them", NeedState.CONFIRMED),
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
    door: Door | None

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
            _door(need),
        )
        for need in needs
    ]


def _added(need: Need) -> str:
    return next(filter(None, (one.next_action(need) for one in additions.all_added())), "")


def _door(need: Need) -> Door | None:
    """The button of what comes next: of the room that has the thing, else one that says how far
    it is. What has been brought back is neither confirmed nor approved by one press."""
    if found := next(filter(None, (one.door(need) for one in additions.all_added())), None):
        return found
    if need.state not in BY_ONE_PRESS or _added(need):
        return None
    words, to = BY_ONE_PRESS[NeedState(need.state)]
    return Door(words, reverse("inclusion_workspace:need_move", args=[need.reference]), to.value)


@dataclass(frozen=True)
class NextStep:
    """The one button at the top of a case: what it is about, and where it leads."""

    about: str
    door: Door


def next_step(case: Case, shown: list[Card], *, is_open_to_reader: bool) -> NextStep | None:
    """Read it, take it, see to its needs in their order, close it."""

    def url(name: str) -> str:
        return reverse(f"inclusion_workspace:{name}", args=[case.reference])

    if not is_open_to_reader:
        hidden = (
            "Personal details and notes are hidden. Showing them is recorded in the access log."
        )
        return NextStep(hidden, Door("Show details", url("case_open"), "open"))
    if not case.is_open:
        return None
    if case.assigned_to is None:
        return NextStep("No caseworker has this case", Door("Assign to me", url("case_take"), "me"))
    # What they have is asked about once there is nothing left to give.
    for card in sorted(shown, key=lambda card: card.need.is_supplied):
        if card.door:
            return NextStep(f"{card.need.what}: {card.next_action.lower()}", card.door)
    if all(card.need.is_resolved for card in shown):
        return NextStep("Every need is resolved", Door("Close case", url("case_close")))
    return None
