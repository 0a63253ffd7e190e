"""Points as they are published: within about 100 m, so that they show which building it is and
not where its cable comes in."""

# A thousandth of a degree is 111 m from north to south and about 69 m from west to east here.
PLACES = 3


def degrees(value: float | None) -> float | None:
    return None if value is None else round(value, PLACES)
