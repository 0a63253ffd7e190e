"""What can be asked for, and how long it takes: for the pages where people ask or give.

for standing in switches.standings(): standing.item, standing.is_paused, standing.words
"""

from dataclasses import dataclass

from inclusion.cases.models import NeedKind
from inclusion.help.models import Item, ItemSwitch


@dataclass(frozen=True)
class Standing:
    item: Item
    is_paused: bool
    weeks: int | None

    @property
    def wait(self) -> str:
        """“about 6 weeks”, or nothing when nobody has said."""
        if self.weeks is None:
            return ""
        return "about a week" if self.weeks == 1 else f"about {self.weeks} weeks"

    @property
    def words(self) -> str:
        """One honest sentence, or nothing."""
        if self.is_paused:
            return f"{self.item.label}: not available at the moment. Expect to wait {self.wait}."
        return self.for_donors

    @property
    def for_donors(self) -> str:
        """How long people who have asked wait: for whoever might donate."""
        return f"{self.item.label}: {self.wait}." if self.weeks else ""


def standings() -> list[Standing]:
    """Every kind of thing, in the order of Item; one query."""
    rows = {row.item: row for row in ItemSwitch.objects.all()}
    return [
        Standing(
            item,
            is_paused=item.value in rows and rows[item.value].is_paused,
            weeks=rows[item.value].weeks if item.value in rows else None,
        )
        for item in Item
    ]


# What the choices of the public's question stand for. Skills, settings and calls about a landline
# are never out of stock.
ASKED_FOR = {
    NeedKind.DEVICE: (Item.LAPTOP, Item.TABLET, Item.PHONE),
    NeedKind.DATA: (Item.DATA,),
}


@dataclass(frozen=True)
class Choice:
    """One thing that people may ask for, and how each item that it stands for is doing."""

    kind: NeedKind
    items: tuple[Standing, ...]

    @property
    def paused(self) -> list[Standing]:
        return [one for one in self.items if one.is_paused]

    @property
    def open(self) -> list[Item]:
        return [one.item for one in self.items if not one.is_paused]

    @property
    def is_open(self) -> bool:
        """Whether it can be asked for: a device, as long as one kind of device can."""
        return not self.items or bool(self.open)


def choices() -> list[Choice]:
    """Everything that people may ask for, in the order of NeedKind; one query."""
    by_item = {one.item: one for one in standings()}
    return [
        Choice(kind, tuple(by_item[item] for item in ASKED_FOR.get(kind, ()))) for kind in NeedKind
    ]


def told() -> list[Standing]:
    """Those about which there is something to say: paused, or with a waiting time."""
    return [standing for standing in standings() if standing.words]
