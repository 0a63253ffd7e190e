"""Real towns of the five districts, and invented names for the surgeries in them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Town:
    """A real town: its district's GSS code, outward postcode and roughly where it lies."""

    district: str
    name: str
    outward: str
    latitude: float
    longitude: float


TOWNS = [
    Town("E07000095", "Hoddesdon", "EN11", 51.761, -0.013),
    Town("E07000095", "Cheshunt", "EN8", 51.702, -0.035),
    Town("E07000095", "Waltham Cross", "EN8", 51.686, -0.033),
    Town("E07000095", "Broxbourne", "EN10", 51.747, -0.021),
    Town("E07000095", "Goffs Oak", "EN7", 51.711, -0.088),
    Town("E07000242", "Hertford", "SG14", 51.796, -0.078),
    Town("E07000242", "Ware", "SG12", 51.811, -0.030),
    Town("E07000242", "Bishop's Stortford", "CM23", 51.872, 0.160),
    Town("E07000242", "Sawbridgeworth", "CM21", 51.812, 0.148),
    Town("E07000242", "Buntingford", "SG9", 51.946, -0.018),
    Town("E07000242", "Much Hadham", "SG10", 51.853, 0.071),
    Town("E07000072", "Epping", "CM16", 51.699, 0.111),
    Town("E07000072", "Loughton", "IG10", 51.648, 0.067),
    Town("E07000072", "Waltham Abbey", "EN9", 51.687, 0.004),
    Town("E07000072", "Chipping Ongar", "CM5", 51.704, 0.245),
    Town("E07000072", "Buckhurst Hill", "IG9", 51.626, 0.046),
    Town("E07000073", "Old Harlow", "CM17", 51.783, 0.133),
    Town("E07000073", "Harlow Town", "CM20", 51.773, 0.099),
    Town("E07000073", "Great Parndon", "CM19", 51.757, 0.078),
    Town("E07000073", "Potter Street", "CM17", 51.757, 0.124),
    Town("E07000077", "Saffron Walden", "CB10", 52.022, 0.243),
    Town("E07000077", "Great Dunmow", "CM6", 51.872, 0.362),
    Town("E07000077", "Stansted Mountfitchet", "CM24", 51.901, 0.199),
    Town("E07000077", "Thaxted", "CM6", 51.955, 0.344),
    Town("E07000077", "Newport", "CB11", 51.983, 0.214),
]

FIRST = [
    "Willowbrook",
    "Larkfield",
    "Foxglove",
    "Kingfisher",
    "Hazel Grove",
    "Mill Lane",
    "Stonebridge",
    "Rookery",
    "Meadowcroft",
    "Oakhurst",
    "Swallowtail",
    "Tanner's Yard",
    "Saxon Way",
    "Orchard End",
    "Heron's Reach",
    "Priory Gate",
    "Cornflower",
    "Beechwood",
    "Waterside",
    "Fernhill",
    "Chantry",
    "Bluebell Row",
    "Maltings",
]
KINDS = ["Surgery", "Medical Centre", "Health Centre", "Family Practice", "Group Practice"]

# Letters no real postcode has in its last two places: these can belong to nobody.
UNUSED_ENDINGS = ["CK", "CV", "KM", "KV", "MC", "MV", "VC", "VK", "CM", "MK"]


def surgery_name(number: int) -> str:
    """115 names that differ, in a fixed order."""
    first = FIRST[number % len(FIRST)]
    return f"{first} {KINDS[(number // len(FIRST)) % len(KINDS)]}"
