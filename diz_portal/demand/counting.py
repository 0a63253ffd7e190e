"""How numbers of businesses and people are said: in steps, so that nobody is found by looking
again tomorrow, and none below the one threshold (`diz_portal.disclosure`)."""

from diz_portal import disclosure


def in_steps(number: int) -> int | None:
    """The number rounded down to a multiple of the threshold; None where that is nothing."""
    return number // disclosure.LEAST * disclosure.LEAST or None


def said(number: int) -> str:
    """`at least 10`; of a small number what the one rule says of it."""
    step = in_steps(number)
    return f"at least {step:,}" if step else disclosure.said(number)
