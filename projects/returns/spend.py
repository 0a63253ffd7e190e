"""Spend to date only grows: where it is said to have fallen, somebody is asked."""

from decimal import Decimal

from diz_portal.words import pounds
from projects.returns.models import Return


def fell(spent: Decimal | None, previous: Return | None) -> str:
    """`£502,043.50 less than in September 2026`; empty where it did not fall."""
    if spent is None or previous is None or previous.spend_to_date is None:
        return ""
    less = previous.spend_to_date - spent
    if less <= 0:
        return ""
    return f"{pounds(less)} less than in {previous.round}"
