"""The rollout in sentences: a page says it in words first."""

from projects.rollout.burn_up import BurnUp
from projects.rollout.places import Map
from projects.rollout.scope import Scope
from projects.rollout.standing import Standing


def several(number: int, things: tuple[str, str]) -> str:
    return f"{number:,} {things[0] if number == 1 else things[1]}"


def are(number: int, standing: Standing) -> str:
    if standing.as_at.is_past:
        return "was" if number == 1 else "were"
    return "is" if number == 1 else "are"


def progress(standing: Standing) -> str:
    """One sentence: `61 of 74 surgeries are live.` Honest when there is nothing to count yet."""
    past = standing.as_at.is_past
    if standing.total:
        return f"{_live_of(standing)}."
    if standing.candidates:
        said = several(standing.candidates, standing.things)
        verb = are(standing.candidates, standing)
        begin = "Nothing was in scope then" if past else "Nothing is in scope yet"
        return f"{begin}: {said} {verb} being considered."
    if standing.outside:
        return f"No {standing.things[1]} {'were in scope then' if past else 'are in scope now'}."
    return "No sites had been listed by then." if past else "No sites have been listed yet."


def headline(standing: Standing) -> str:
    """The progress, then what holds up the rest."""
    said = progress(standing)
    if not standing.total:
        return said
    if standing.live:
        said = said.removesuffix(".")
        if standing.in_service == standing.live:
            said += " and in service."
        elif not standing.in_service:
            said += ", none in service yet."
        else:
            said += f", {standing.in_service:,} of them in service."
    held = []
    if standing.waiting:
        verb = are(standing.waiting, standing)
        held.append(f"{standing.waiting:,} {verb} waiting for a wayleave")
    if standing.on_hold:
        held.append(f"{standing.on_hold:,} {are(standing.on_hold, standing)} on hold")
    if held:
        said += f" {' and '.join(held)}."
    return said


def pace(standing: Standing) -> str:
    """`10 fewer than planned by today; 19 are past their own date, and others came early`: net,
    and where it differs gross; empty without a plan."""
    behind, late = standing.behind, standing.late
    if behind is None:
        return ""
    if behind:
        said = f"{abs(behind):,} {'fewer' if behind > 0 else 'more'} than planned"
    else:
        said = "as many as planned"
    said += " by then" if standing.as_at.is_past else " by today"
    if late > max(behind, 0):
        own = "its own date" if late == 1 else "their own date"
        said += f"; {late:,} {are(late, standing)} past {own}, and others came early"
    return said


def burn_up_title(standing: Standing) -> str:
    said = _live_of(standing)
    return f"{said}, {pace(standing)}" if pace(standing) else said


def burn_up_description(burn_up: BurnUp, standing: Standing) -> str:
    parts = [f"A line for {standing.things[1]} in scope and a line for those live, by month"]
    if burn_up.has_plan:
        parts.append("and a line for those planned to be live")
    return f"{', '.join(parts)}. The figures are in the table below."


def table_title(standing: Standing) -> str:
    return f"Where the {several(standing.total or standing.outside, standing.things)} stand"


def scope_story(scope: Scope, things: tuple[str, str]) -> str:
    """`Announced as 113 surgeries, now 74.` Empty when there never was a baseline."""
    if scope.announced_on is None:
        return ""
    announced = several(scope.announced, things)
    if not scope.has_changed:
        return f"Announced as {announced}. That has not changed."
    if scope.now == scope.announced:
        return f"Announced as {announced}. As many are in scope now, though not all the same ones."
    return f"Announced as {announced}, now {scope.now:,}."


def _live_of(standing: Standing) -> str:
    whole = several(standing.total, standing.things)
    if standing.total == 1:
        still = "" if standing.live else "not "
        end = "" if standing.live else " yet"
        return f"The one {standing.things[0]} {are(1, standing)} {still}live{end}"
    if not standing.live:
        return f"None of the {whole} {are(1, standing)} live yet"
    if standing.live == standing.total:
        return f"All {whole} {are(standing.total, standing)} live"
    return f"{standing.live:,} of {whole} {are(standing.live, standing)} live"


def map_title(standing: Standing, left: dict[str, int]) -> str:
    """Where most remains to be done; `left` is the number not yet live by district."""
    if not standing.total:
        return f"{several(standing.candidates, standing.things)} being considered".capitalize()
    most = max(left.values(), default=0)
    if not most:
        return f"Every one of the {several(standing.total, standing.things)} is live"
    names = [name for name, number in left.items() if number == most]
    if len(names) > 2:
        return f"{several(sum(left.values()), standing.things).capitalize()} still to go live"
    return f"Most still to go live in {' and '.join(names)}: {most:,}" + (
        " each" if len(names) == 2 else ""
    )


def map_note(data: Map) -> str:
    notes = []
    if data.is_schematic:
        notes.append("Schematic outlines, drawn by hand: not the districts’ real boundaries.")
    if data.is_grouped:
        notes.append(
            "Each symbol stands for the sites near it and shows the stage most of them are at; "
            "a larger one for more sites."
        )
    if data.without_position:
        notes.append(f"Not on the map, for want of a position: {data.without_position:,}.")
    return " ".join(notes)


def burn_up_note(data: BurnUp) -> str:
    if not data.has_plan:
        return "No site has a planned date yet, so there is no line for the plan."
    if data.undated:
        return f"Not in the plan’s line, for want of a planned date: {data.undated:,}."
    return ""


def map_description(data: Map, things: tuple[str, str]) -> str:
    said = several(sum(symbol.sites for symbol in data.symbols), things)
    drawn = "schematic outlines" if data.is_schematic else "outlines"
    return (
        f"{drawn.capitalize()} of the districts with {said} by stage. "
        "The figures are in the table below."
    )
