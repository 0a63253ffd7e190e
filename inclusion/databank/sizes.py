"""How much a card has, and its number. Kept in MB (1GB is 1,000MB); `words.data_size` says it."""

from decimal import Decimal

MB_PER_GB = 1000


def gb(mb: int) -> Decimal:
    """To the last MB: 250 MB is 0.25."""
    return Decimal(mb) / MB_PER_GB


def in_gb(mb: int | None) -> str:
    """As it is read: “64,800.5”, and no more digits than it has."""
    whole, _, part = f"{gb(mb or 0):,.3f}".partition(".")
    return f"{whole}.{part}".rstrip("0").rstrip(".")


def in_fours(number: str) -> str:
    """The number of a card as it is printed, in groups of four; a code with letters as it is."""
    compact = number.replace(" ", "")
    if len(compact) < 12 or not (compact.isascii() and compact.isdigit()):
        return number
    return " ".join(compact[at : at + 4] for at in range(0, len(compact), 4))
