"""What is measured of an area, and by whom."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import TextChoices


class Publisher(TextChoices):
    OFCOM = "ofcom", "Ofcom Connected Nations"
    ONS = "ons", "ONS Explore Local Statistics"


class Measure(TextChoices):
    FULL_FIBRE = "full_fibre", "Full fibre"
    GIGABIT = "gigabit", "Gigabit-capable"
    SUPERFAST = "superfast", "Superfast (30 Mbit/s or more)"
    BELOW_30 = "below_30", "Below 30 Mbit/s"
    BELOW_DECENT = "below_decent", "Without decent broadband"
    MOBILE_4G = "mobile_4g", "4G outdoors"
    MOBILE_5G = "mobile_5g", "5G outdoors"


# Differences under it are within what rounding and dates of collection make of them.
ABOUT_THE_SAME = Decimal(1)


@dataclass(frozen=True)
class Told:
    """How a measure is said: `88.1% of premises can get …`."""

    says: str
    # In the publisher's sense, for the page of the figure.
    means: str
    of: str = "premises"
    more_is_better: bool = True


TOLD = {
    Measure.FULL_FIBRE: Told(
        "can get full fibre",
        "Optical fibre all the way to the premises. Full fibre is gigabit-capable, but not all "
        "gigabit-capable lines are full fibre.",
    ),
    Measure.GIGABIT: Told(
        "can get a gigabit-capable line",
        "A line that can download at 1,000 Mbit/s or more: full fibre, or the fastest cable.",
    ),
    Measure.SUPERFAST: Told(
        "can get superfast broadband", "A line that can download at 30 Mbit/s or more."
    ),
    Measure.BELOW_30: Told(
        "cannot get 30 Mbit/s",
        "No fixed line that can download at 30 Mbit/s or more.",
        more_is_better=False,
    ),
    Measure.BELOW_DECENT: Told(
        "cannot get decent broadband",
        "Neither a fixed line nor a fixed wireless service that downloads at 10 Mbit/s and uploads "
        "at 1 Mbit/s: below the universal service obligation.",
        more_is_better=False,
    ),
    Measure.MOBILE_4G: Told(
        "has 4G outdoors from at least one network",
        "The share of the land, not of premises, with a 4G signal outdoors from at least one "
        "operator.",
        of="the land",
    ),
    Measure.MOBILE_5G: Told(
        "has 5G outdoors from at least one network",
        "The share of the land, not of premises, with a 5G signal outdoors from at least one "
        "operator.",
        of="the land",
    ),
}


@dataclass(frozen=True, order=True)
class Series:
    """One measure as one publisher counts it; two publishers never share one."""

    publisher: str
    measure: str

    @property
    def key(self) -> str:
        """As addresses name it: `ofcom-full_fibre`."""
        return f"{self.publisher}-{self.measure}"

    @property
    def label(self) -> str:
        return Measure(self.measure).label

    @property
    def source(self) -> str:
        return Publisher(self.publisher).label

    @property
    def told(self) -> Told:
        return TOLD[Measure(self.measure)]


ORDER = list(Measure)


def in_order(found: set[Series]) -> list[Series]:
    """The best connections first; what Ofcom counts before what the ONS rounds."""
    return sorted(found, key=lambda one: (ORDER.index(Measure(one.measure)), one.publisher))
