"""The rollout in sentences: a page says it in words first.

A sentence is whole for each case, even where two are alike: pieces cannot be read or searched.
"""

from projects.rollout.burn_up import BurnUp
from projects.rollout.places import Map
from projects.rollout.scope import Scope
from projects.rollout.standing import Standing

IN_THE_TABLE = "The figures are in the table below."


def several(number: int, things: tuple[str, str]) -> str:
    return f"{number:,} {things[0] if number == 1 else things[1]}"


def are(number: int, standing: Standing) -> str:
    if standing.as_at.is_past:
        return "was" if number == 1 else "were"
    return "is" if number == 1 else "are"


def progress(standing: Standing) -> str:
    """One sentence: `61 of 74 surgeries are live.` Honest when there is nothing to count yet."""
    past = standing.as_at.is_past
    things = standing.things[1]
    if standing.total:
        return f"{_live_of(standing)}."
    if standing.candidates:
        considered = f"{_considered(standing)}."
        if past:
            return f"No {things} were in scope yet. {considered}"
        return f"No {things} are in scope yet. {considered}"
    if standing.outside:
        return f"No {things} were in scope." if past else f"No {things} are currently in scope."
    return "No sites had been added." if past else "No sites have been added yet."


def _considered(standing: Standing) -> str:
    number = standing.candidates
    return f"{several(number, standing.things)} {are(number, standing)} being considered"


def headline(standing: Standing) -> str:
    """The progress, then what delays the rest."""
    if not standing.total:
        return progress(standing)
    live = _live_of(standing)
    if not standing.live:
        said = f"{live}."
    elif standing.in_service == standing.live:
        said = f"{live} and in service."
    elif not standing.in_service and standing.live == 1:
        said = f"{live} but not in service yet."
    elif not standing.in_service:
        said = f"{live}, none in service yet."
    else:
        said = f"{live}, {standing.in_service:,} of them in service."
    return f"{said} {_delays(standing)}".rstrip()


def _delays(standing: Standing) -> str:
    waiting = f"{standing.waiting:,} {are(standing.waiting, standing)} waiting for a wayleave"
    on_hold = f"{standing.on_hold:,} {are(standing.on_hold, standing)} on hold"
    if standing.waiting and standing.on_hold:
        return f"{waiting} and {on_hold}."
    if standing.waiting:
        return f"{waiting}."
    return f"{on_hold}." if standing.on_hold else ""


def pace(standing: Standing) -> str:
    """`10 fewer than planned by today; 19 are past their planned date, and others were early`: net,
    and where it differs gross; empty without a plan."""
    behind, late = standing.behind, standing.late
    if behind is None:
        return ""
    then = "then" if standing.as_at.is_past else "today"
    if behind > 0:
        net = f"{behind:,} fewer than planned by {then}"
    elif behind < 0:
        net = f"{-behind:,} more than planned by {then}"
    else:
        net = f"as many as planned by {then}"
    if late <= max(behind, 0):
        return net
    if late == 1:
        return f"{net}; 1 {are(1, standing)} past its planned date, and others were early"
    return f"{net}; {late:,} {are(late, standing)} past their planned date, and others were early"


def burn_up_title(standing: Standing) -> str:
    said = _live_of(standing)
    return f"{said}, {pace(standing)}" if pace(standing) else said


def burn_up_description(burn_up: BurnUp, standing: Standing) -> str:
    things = standing.things[1]
    if burn_up.has_plan:
        return f"Line chart by month: {things} in scope, live and planned. {IN_THE_TABLE}"
    return f"Line chart by month: {things} in scope and live. {IN_THE_TABLE}"


def table_title(standing: Standing) -> str:
    number = standing.total or standing.outside
    if number < 2:
        return f"Stage of the {standing.things[not number]}, by district"
    return f"Stage of the {several(number, standing.things)}, by district"


def scope_story(scope: Scope, standing: Standing) -> str:
    """`113 surgeries were announced. 74 are in scope now.` Empty when there never was a
    baseline."""
    if scope.announced_on is None:
        return ""
    verb = "was" if scope.announced == 1 else "were"
    announced = f"{several(scope.announced, standing.things)} {verb} announced"
    if not scope.has_changed:
        return f"{announced}. This has not changed."
    in_scope = f"{scope.now:,} {are(scope.now, standing)} in scope"
    now = "on this date" if standing.as_at.is_past else "now"
    if scope.now == scope.announced:
        return f"{announced} and {in_scope} {now}, but some have been swapped."
    return f"{announced}. {in_scope} {now}."


def _live_of(standing: Standing) -> str:
    verb = are(standing.live or standing.total, standing)
    if standing.total == 1:
        thing = standing.things[0]
        return f"The {thing} {verb} live" if standing.live else f"The {thing} {verb} not live yet"
    whole = several(standing.total, standing.things)
    if not standing.live:
        return f"None of the {whole} {verb} live yet"
    if standing.live == standing.total:
        return f"All {whole} {verb} live"
    return f"{standing.live:,} of {whole} {verb} live"


def map_title(standing: Standing, left: dict[str, int]) -> str:
    """Where most remains to be done; `left` is the number not yet live by district."""
    if not standing.total:
        return _considered(standing)
    most = max(left.values(), default=0)
    if not most:
        return _live_of(standing)
    names = [name for name, number in left.items() if number == most]
    if len(names) == 1:
        return f"{names[0]} has the most still to go live: {most:,}"
    if len(names) == 2:
        return f"{names[0]} and {names[1]} have the most still to go live: {most:,} each"
    return f"{several(sum(left.values()), standing.things)} still to go live"


def map_note(data: Map) -> str:
    notes = []
    if data.is_schematic:
        notes.append("Diagram only: these are not the exact district boundaries.")
    if data.is_grouped:
        notes.append(
            "Each symbol is a group of nearby sites. Its colour shows the most common stage, "
            "and its size the number of sites."
        )
    if data.without_position == 1:
        notes.append("1 site is not on the map because we do not have its location.")
    elif data.without_position:
        notes.append(
            f"{data.without_position:,} sites are not on the map because we do not have their "
            "locations."
        )
    return " ".join(notes)


def burn_up_note(data: BurnUp) -> str:
    if not data.has_plan:
        return "There is no plan line because no sites have planned dates yet."
    if data.undated == 1:
        return "1 site is not in the plan line because it has no planned date."
    if data.undated:
        return f"{data.undated:,} sites are not in the plan line because they have no planned date."
    return ""


def map_description(data: Map, things: tuple[str, str]) -> str:
    shown = several(sum(symbol.sites for symbol in data.symbols), things)
    if data.is_schematic:
        return f"Diagram of the districts with {shown} by stage. {IN_THE_TABLE}"
    return f"Map of the districts with {shown} by stage. {IN_THE_TABLE}"
