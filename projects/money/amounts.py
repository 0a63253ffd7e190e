"""Sums of money, in pounds. A line is rounded once, half up, where it is worked out; what is shared
out adds up to the penny, and the spare pennies go to the largest shares first."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

PENNY = Decimal("0.01")
NOTHING = Decimal("0.00")


def rounded(amount: Decimal) -> Decimal:
    return amount.quantize(PENNY, ROUND_HALF_UP)


def eligible(net: Decimal, vat: Decimal, *, vat_recoverable: bool) -> Decimal:
    """What counts towards the funding: net of VAT that is recovered, gross of VAT that is not."""
    return net if vat_recoverable else net + vat


def shared_out(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """The amount by weight, to the penny, so that the parts are the whole.

    Each part is cut to whole pennies towards zero; what is over goes one penny at a time to the
    largest weights, and between equal ones to the first. Weights are not negative, and not all 0.
    """
    whole = sum(weights, Decimal(0))
    if whole <= 0 or min(weights) < 0:
        raise ValueError("Enter weights of 0 or more, at least one of them above 0")
    pennies = int(rounded(abs(amount)) / PENNY)
    parts = [int(pennies * weight / whole) for weight in weights]
    largest = sorted(range(len(weights)), key=lambda at: (-weights[at], at))
    left = pennies - sum(parts)
    for at in (largest * (left // len(largest) + 1))[:left]:
        parts[at] += 1
    sign = -1 if amount < 0 else 1
    return [sign * part * PENNY for part in parts]
