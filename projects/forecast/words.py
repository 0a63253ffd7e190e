"""The forecast in sentences: whole ones, for each case.

"8 in 10 of our simulations finish by …", never "80 % complete": people read a percentile the
wrong way round.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

from diz_portal.words import listed, pounds, uk_date
from projects.forecast.results import Alternative, Cause, Forecast, Score
from projects.rollout.stages import Stage

CAUSES = {
    "wayleave": "Awaiting wayleave",
    "supplier": "With the supplier",
    "power": "On hold for power",
    "on_hold": "On hold for other reasons",
    "not_ordered": "Not ordered yet",
}
RIVALS = {
    "pace": "As many as in the last quarter",
    "dates": "The expected or planned live dates",
}
# Less than so many pounds is not worth a sentence.
WORTH_SAYING = 100
Things = tuple[str, str]
# Of so many made-up rollouts, lived to their end, how many finished within the band of 8 in 10
# simulations: measured by tests/bench/bench_forecast.py, which fails where that is no longer so.
HISTORIES, HELD = 200, 157


def by_when(found: Forecast) -> str:
    return f"8 in 10 of our simulations finish by {uk_date(found.dates.p80)}."


def how_many(found: Forecast, things: Things) -> str:
    low, middle, high = found.live_in_the_end
    whole = f"{found.in_scope:,} {things[1]} in scope"
    if low == high:
        return f"In at least 8 in 10 of them, {middle:,} of the {whole} go live."
    return (
        f"In half of them, {middle:,} or more of the {whole} go live; in 8 in 10 of them, "
        f"{low:,} to {high:,}."
    )


def how_likely(found: Forecast, things: Things) -> str:
    if found.ends_on is None or found.chance is None:
        return "The project has no end date, so we cannot say how likely it is to finish in time."
    goal = f"at least {found.at_least:,} {things[1]} live by {uk_date(found.ends_on)}"
    return f"{in_100(found.chance)} of them have {goal}, when the project ends."


def in_100(chance: float) -> str:
    """The start of a sentence; never 0 or 100 for what is neither."""
    if chance == 0:
        return "None"
    if chance == 1:
        return "All"
    if chance < 0.005:
        return "Fewer than 1 in 100"
    if chance > 0.995:
        return "More than 99 in 100"
    return f"{round(100 * chance)} in 100"


def at_risk(found: Forecast) -> str:
    if found.at_risk is None:
        return ""
    if found.at_risk.pounds is None:
        return "We cannot say how much grant is at risk: no grant funding is recorded."
    said = f"Grant at risk: {pounds(round(found.at_risk.pounds))}."
    without = found.at_risk.without_grant
    if without == 1:
        return f"{said} One site has no grant funding recorded and is not included."
    if without:
        return f"{said} {without:,} sites have no grant funding recorded and are not included."
    return said


def cause(row: Cause) -> str:
    return CAUSES.get(row.cause, row.cause)


def would_help(row: Alternative, chance: float | None) -> str:
    """What one thing more would buy; `chance` is what there is without it."""
    if row.what == "crew":
        what = "One more crew at each supplier"
    elif row.number == 1:
        what = "The 1 wayleave outstanding, if granted today,"
    else:
        what = f"The {row.number} longest outstanding wayleaves, if granted today,"
    if row.days_sooner < 1:
        said = f"{what} would not bring that date forward."
    elif row.days_sooner == 1:
        said = f"{what} would bring that date forward by 1 day, to {uk_date(row.dates.p80)}."
    else:
        said = (
            f"{what} would bring that date forward by {row.days_sooner:,} days, to "
            f"{uk_date(row.dates.p80)}."
        )
    if row.saved and row.saved >= WORTH_SAYING:
        said = f"{said} It would reduce the grant at risk by {pounds(round(row.saved))}."
    if row.chance is not None and chance is not None and row.chance - chance >= 0.005:
        now, then = round(100 * chance), round(100 * row.chance)
        said = f"{said} The chance of finishing in time would rise from {now} to {then} in 100."
    return said


def slip(days: int | None) -> str:
    """How a date lies to that of the forecast before."""
    if days is None:
        return "–"
    if days == 0:
        return "No change"
    how = "later" if days > 0 else "earlier"
    return f"1 day {how}" if abs(days) == 1 else f"{abs(days):,} days {how}"


def missed(row: Cause) -> str:
    """How many sites are late on average; never none where some are."""
    return "Under 0.1" if row.missed < 0.05 else f"{row.missed:,.1f}"


def fan_title(found: Forecast, things: Things) -> str:
    live = f"{found.live:,} of {found.in_scope:,} {things[1]} are live"
    return f"{live}; 8 in 10 simulations finish by {uk_date(found.dates.p80)}"


def fan_description(things: Things) -> str:
    return (
        f"Line chart by month: {things[1]} in scope, live and planned, and a band that contains "
        "8 in 10 simulations. The figures are in the table below."
    )


FAN_NOTE = "In each month, 8 in 10 simulations are inside the band and half are above its line."


def counted(found: Forecast) -> list[str]:
    """What it stands on, and what was left out."""
    used = found.used
    said = [
        f"Durations used: {used.durations:,} stages that have ended, at {used.moved:,} sites that "
        "have moved past “In scope”. Stages that have not ended, counted as “longer than this”: "
        f"{used.unfinished:,}.",
    ]
    if used.dated_by_import:
        said.append(
            f"Left out: {used.dated_by_import:,} stages that begin or end on the day of an import, "
            "because the file had no dates."
        )
    if used.skipped:
        said.append(
            f"Left out: {used.skipped:,} stages that were skipped. Sites skip them as often in the "
            "simulations."
        )
    if used.by_all_suppliers:
        stages = _stages(used.by_all_suppliers)
        said.append(f"Based on all suppliers, because one has too few records: {stages}.")
    if used.by_all_projects:
        stages = _stages(used.by_all_projects)
        said.append(f"Based on all projects, because this one has too few records: {stages}.")
    if used.by_the_norm:
        stages = _stages(used.by_the_norm)
        said.append(
            f"Based on the usual time at the stage, because no site has left it yet: {stages}."
        )
    if used.by_a_tail:
        said.append(
            "The longest waits have not ended, so we have extrapolated how much longer they may "
            f"last: {_stages(used.by_a_tail)}. Treat the latest dates with care."
        )
    return said


def _stages(stages: list[str]) -> str:
    return listed(Stage(stage).label.lower() for stage in stages)


def score(found: Score | None) -> str:
    if found is None:
        return (
            "We cannot check earlier forecasts yet. We need 3 months with enough history, and the "
            "quarter after each."
        )
    return (
        f"We forecast {found.days} past quarters again, from what was recorded at the time. In "
        f"{found.covered} of them, the result was within the band of 8 in 10 simulations. Our "
        f"average score was {found.loss:g}. A score of 0 is perfect."
    )


def missing(found: Score | None) -> list[str]:
    """Why a simpler forecast has no score beside ours: a pace there always is."""
    if found is None or any(one.name == "dates" for one in found.rivals):
        return []
    return [f"{RIVALS['dates']} have no score: on most of these days, no site had one recorded."]


# Of what was published -------------------------------------------------------------------


class Compared(Protocol):
    """A simpler forecast against ours on the same days."""

    @property
    def label(self) -> str: ...
    @property
    def loss(self) -> float: ...
    @property
    def ours(self) -> float: ...


def better(found: Iterable[Compared]) -> list[str]:
    return [
        f"A simpler forecast has done better here. {one.label}: {one.loss:g}. "
        f"Our score on the same days: {one.ours:g}. A lower score is better."
        for one in found
        if one.loss < one.ours
    ]


def came_out(number: int, inside: int, loss: float, things: Things) -> str:
    within = f"the number of live {things[1]} was within the band of 8 in 10 simulations"
    if number == 1:
        came = within if inside else within.replace("was within", "was not within")
        return f"One forecast can be checked so far: {came}. Its score was {loss:g}."
    times = {number: "all", 0: "none", 1: "one"}.get(inside, f"{inside}")
    return (
        f"{number} forecasts can be checked so far. In {times} of them, {within}. Our average "
        f"score was {loss:g}. A score of 0 is perfect."
    )


def none_checked(days: Sequence[date]) -> str:
    if not days:
        return "No forecast has been published that can be checked."
    return f"No forecast can be checked yet. The first will be checked after {uk_date(min(days))}."


def without_dates(number: int, lacking: int) -> list[str]:
    """Of so many forecasts that were checked, those on whose day no site had a date."""
    if not lacking:
        return []
    if lacking == number:
        return [f"{RIVALS['dates']} cannot be compared: no site had one recorded by then."]
    when = "on one of these days" if lacking == 1 else f"on {lacking} of these days"
    return [f"{RIVALS['dates']} cannot be compared {when}: no site had one recorded by then."]


def tried_out() -> str:
    return (
        f"We tested the method on {HISTORIES} made-up rollouts, with limits on connections and "
        "with good and bad months that sites share. In "
        f"{round(100 * HELD / HISTORIES)} of 100, the finish was within the band of 8 in 10 "
        "simulations."
    )


def beaten(found: Score | None) -> list[str]:
    """A rival that has done better is named first."""
    if found is None:
        return []
    return [
        f"A simpler forecast has done better here. {RIVALS[one.name]}: {one.loss:g}. "
        f"Our score: {one.ours:g}. A lower score is better."
        for one in found.rivals
        if one.loss < one.ours
    ]
