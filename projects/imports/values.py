"""What only imports of projects read; all else is in `diz_portal.tables.values`."""

import re
from typing import Any

from diz_portal.tables import values
from diz_portal.tables.values import Number, Wrong

SPEED = Number(1, most=9_999_999, of="of Mbit/s", units=values.SPEEDS, rounded=True, made=str)
DELAY = Number(1, most=999_999, of="of milliseconds", units=values.DELAYS, rounded=True, made=str)
MONEY = values.Pounds(made=str)
DAY = values.Day(made=lambda day: day.isoformat())
DEGREES = Number(
    6, least=-180, most=180, of="of degrees, such as 51.7712", rounded=True, made=float
)


def check_place(latitude: float | None, longitude: float | None) -> None:
    """Both or neither, inside Great Britain, and not the wrong way round."""
    if latitude is None or longitude is None:
        missing = "longitude" if longitude is None else "latitude"
        raise Wrong(f"The {missing} is missing. Enter both, or neither")
    if 49 <= latitude <= 61 and -9 <= longitude <= 2:
        return
    if 49 <= longitude <= 61 and -9 <= latitude <= 2:
        raise Wrong(
            f"Check the latitude {latitude} and longitude {longitude}. They may be swapped: in "
            "Great Britain the latitude is 49 to 61 and the longitude -9 to 2"
        )
    raise Wrong(
        f"Latitude {latitude}, longitude {longitude} is not in Great Britain. Enter a latitude "
        "of 49 to 61 and a longitude of -9 to 2"
    )


def score(cell: Any) -> int:
    """1 to 5, alone or with its word behind it: `4`, `4 - high`; but no `3-4`, and no `4/5`."""
    text = values.line(200)(cell).removeprefix("'")
    if not re.fullmatch(r"[1-5](?:\.0+)?(?:[^0-9.,%][^0-9%]*)?", text):
        raise Wrong(f"“{text[:40]}” is not a score. Enter 1 (very low) to 5 (very high)")
    return int(text[0])


def yes_or_no(cell: Any) -> bool:
    """Whether it has happened: also by the words for what has, issue, and for what may, risk."""
    text = values.line(200)(cell)
    if text.casefold() in {"issue", "risk"}:
        return text.casefold() == "issue"
    return values.yes_or_no(cell)


# What an NHS list shouts in capitals, as a person would write it ------------------------

KEPT = {"NHS", "GP", "PCN", "ICB", "CCG", "PMS", "APMS", "PCC", "UK", "II", "III", "IV", "BR"}
SMALL = {"And", "At", "By", "For", "From", "In", "Of", "On", "The", "To", "With", "Upon"}
WORD = re.compile(r"[A-Z0-9]+(?:[’'][A-Z]+)*")


def sentence_name(name: str) -> str:
    """`THE NHS SURGERY AT ST ANN'S` → `The NHS Surgery at St Ann's`; other text is kept."""
    name = " ".join(name.split())
    if name != name.upper():
        return name

    def write(found: re.Match) -> str:
        word = found[0]
        if word in KEPT or word[0].isdigit():
            # 12A stays; 2ND becomes 2nd.
            return word.lower() if re.fullmatch(r"[0-9]+(ST|ND|RD|TH)", word) else word
        written = word.capitalize().replace("’", "'")
        if re.match(r"(O|D)'[a-z]{2}", written):  # O'Neill, D'Arcy; but not Ann's
            written = f"{written[:2]}{written[2:].capitalize()}"
        if re.match(r"Mc[a-z]{3}", written):
            written = f"Mc{written[2:].capitalize()}"
        small = written in SMALL and found.start() > 0 and name[found.start() - 1] == " "
        return written.lower() if small else written

    return WORD.sub(write, name)
