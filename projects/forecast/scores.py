"""The rule by which forecasts are scored: those of the past that are made again (`scoring`), and
those that were published (`record`)."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

# Of the band: 1, 5 and 9 in 10 simulations are below.
LINES = (0.1, 0.5, 0.9)
PACE, DATES = "pace", "dates"
ABOUT_3_MONTHS = timedelta(days=76)


def pinball(came: float, lines: Iterable[float]) -> float:
    """The mean over the lines of what each lies off: below what came by its share, above it by
    the rest."""
    losses = [
        max(share * (came - line), (share - 1) * (came - line))
        for share, line in zip(LINES, lines, strict=True)
    ]
    return sum(losses) / len(losses)


def checked_on(day: date) -> date:
    """The last day of the month that is about 3 months after a forecast: 76 to 106 days."""
    then = day + ABOUT_3_MONTHS
    return (then.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def band_on(fan: Sequence[dict[str, Any]], on: date) -> dict[str, Any]:
    """What a fan says of a day. It ends with the month in which 95 in 100 simulations have: from
    then on it is level."""
    return next((one for one in fan if one["ends_on"] >= on.isoformat()), fan[-1])
