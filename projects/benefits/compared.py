"""The comparison of connected and waiting sites as a page says it: in words first."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from diz_portal import charts
from diz_portal.words import uk_month
from projects.benefits.comparing import Comparison, Month, compared
from projects.benefits.drawings import arms
from projects.benefits.models import Benefit


@dataclass(frozen=True)
class OnAPage:
    sentence: str
    title: str
    svg: SafeString | str
    months: tuple[Month, ...]


def written(number: float) -> str:
    """Three figures: more would say more than was measured."""
    if abs(number) >= 100:
        return f"{number:,.0f}"
    return f"{number:.1f}".removesuffix(".0")


def compared_on_a_page(benefit: Benefit) -> OnAPage | None:
    """None where no site was measured."""
    found = compared(benefit)
    if not found.months:
        return None
    if found.last is None:
        return OnAPage(_too_few(), "", "", found.months)
    title = _title(benefit, found.last)
    svg = charts.in_each_size(
        lambda size: arms(benefit, found, size),
        name=f"compared-{benefit.reference}",
        title=title,
        description="Averages each month. The vertical lines are 95% intervals.",
    )
    return OnAPage(_sentence(benefit, found), title, svg, found.months)


def _too_few() -> str:
    return (
        "There are too few sites to compare yet. A month needs at least 10 that are connected and "
        "10 that are still waiting."
    )


def _title(benefit: Benefit, last: Month) -> str:
    return (
        f"{written(last.connected.mean)} at connected sites, {written(last.waiting.mean)} at those "
        f"still waiting, {uk_month(last.first)}"
    )


def _sentence(benefit: Benefit, found: Comparison) -> str:
    last = found.last
    assert last is not None  # noqa: S101  asked by the caller
    low, high = (written(one) for one in last.interval)
    more = "more" if last.difference >= 0 else "less"
    chance = (
        " The difference may be chance: the interval includes no difference."
        if last.may_be_chance
        else ""
    )
    return (
        f"In {uk_month(last.first)}, the {last.connected.n} sites that were already connected had "
        f"on average {written(abs(last.difference))} {benefit.unit} {more} than the "
        f"{last.waiting.n} still waiting. The 95% interval of the difference is {low} to {high}."
        f"{chance}"
    )
