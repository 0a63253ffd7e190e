"""What the figures say, in sentences."""

from decimal import Decimal

from diz_portal.words import listed, uk_month

from .selectors import Beside, Rank, Standing, Together


def share(value: Decimal) -> str:
    """`88.1%`; a hundredth only where the publisher gives one."""
    text = f"{value.normalize():f}"
    return f"{text}%" if "." in text else f"{text}.0%"


def points(value: Decimal) -> str:
    number = abs(value).normalize()
    return "1 point" if number == 1 else f"{number:f} points"


def ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"


def rank(found: Rank, among: str) -> str:
    """`joint 4th of 21 among areas like it`."""
    joint = "joint " if found.shared_with else ""
    return f"{joint}{ordinal(found.place)} of {found.of} {among}"


def together(found: Together) -> str:
    series = found.series
    return (
        f"{share(found.share)} of {series.told.of} {series.told.says}: {found.premises:,} of "
        f"{found.all_premises:,}"
    )


def of_area(found: Standing) -> str:
    """What follows the share: `of premises can get full fibre (6,951 of 42,433)`."""
    figure, told = found.figure, found.series.told
    counted = (
        "" if figure.premises is None else f" ({figure.premises:,} of {figure.all_premises:,})"
    )
    return f"of {told.of} {told.says}{counted}"


def base(found: Together) -> str:
    """On which premises the share is worked out, and how many could not be matched."""
    said = "Share of all premises."
    if found.unmatched_share is None:
        return said
    return (
        f"{said} Ofcom found no data for {share(found.unmatched_share)} of them "
        f"({found.unmatched:,}), and counts these as not served."
    )


def missing(found: Together) -> str:
    return f"Not in this release: {listed(found.missing)}." if found.missing else ""


def standing(found: Standing) -> list[str]:
    """Where the area stands: among its neighbours, in England, and how far from the best."""
    said = []
    if found.near:
        said.append(_sentence(rank(found.near, "among areas like it")))
    if found.in_england:
        said.append(_sentence(rank(found.in_england, "in England")))
    if found.best:
        ahead, name = points(found.best.ahead_by), found.best.area.name
        said.append(f"{ahead} behind the best of these areas, {name}.")
    elif found.near:
        said.append("None of these areas is better by 1 point or more.")
    if found.near and found.about_the_same:
        areas = "area is" if found.about_the_same == 1 else "areas are"
        said.append(f"{found.about_the_same} {areas} about the same, within 1 point.")
    return said


def beside(one: Beside) -> str:
    if one.is_about_the_same:
        return "About the same"
    return f"{points(one.ahead_by)} {'better' if one.ahead_by > 0 else 'worse'}"


def _sentence(text: str) -> str:
    return f"{text[0].upper()}{text[1:]}."


def source(found: Standing | Together) -> str:
    return f"{found.series.source}, {uk_month(found.release.period)}"
