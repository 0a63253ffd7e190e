"""A site's history as stays in stages: which are durations, and which are none.

Pure functions; a stage is its place on the path before the connection (see `inputs`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from projects.forecast.inputs import BEFORE, CONNECTED, LEFT, OPEN
from projects.rollout.stages import EXITS, LIVE, Stage

PLACE = {str(stage): place for place, stage in enumerate(BEFORE)} | {
    str(stage): CONNECTED for stage in LIVE
}


class Step(NamedTuple):
    """An entry of the history. `dated_by_import`: its day is that of the import that brought it,
    because the file said none; so nobody knows since when."""

    on: int
    stage: str
    dated_by_import: bool


class Stay(NamedTuple):
    stage: int
    start: int
    end: int
    outcome: int


@dataclass(frozen=True)
class Journey:
    """What a history comes to. `stage` and `since`: where the site stands today, None for one that
    has left or was never on the path; `since` may be the day of an import, and is then the latest
    that it can be. `connected_on` is known to the day, `live_since` may be that of an import."""

    stays: tuple[Stay, ...]
    dated_by_import: int  # stays without a known beginning or end
    skipped: int  # stages gone through without being recorded
    stage: int | None
    since: int | None
    connected_on: int | None
    live_since: int | None

    @property
    def has_moved(self) -> bool:
        """On from the approved baseline or a stage after it, on a known day."""
        in_scope = BEFORE.index(Stage.IN_SCOPE)
        return any(
            stay.stage >= in_scope and stay.outcome not in (OPEN, LEFT) for stay in self.stays
        )


def journey(steps: Iterable[Step], today: int, left_on: int | None = None) -> Journey:
    """The stays of one site, from its entries in their order.

    A stage lasts from the day a site came up to it for the last time until the day it went beyond
    it for good: a site that goes back keeps all the time. A hold is waiting. What was entered and
    left on one day is a stage that was skipped. `left_on`: removed from the scope that day,
    whatever its stage says.
    """
    climbed: list[tuple[int, int, bool]] = []  # place, since, dated by import: places ascending
    gone: int | None = None
    for step in _last_words(steps):
        place = PLACE.get(step.stage)
        if step.stage in EXITS:
            gone = step.on
        elif step.stage == Stage.ON_HOLD:
            if not climbed:
                climbed.append((BEFORE.index(Stage.IN_SCOPE), step.on, step.dated_by_import))
        elif place is not None:
            gone = None  # a site that comes back has waited
            _climb(climbed, place, step)
    if gone is None:
        gone = left_on
    stays = []
    dated_by_import = skipped = 0
    for here, ahead in zip(climbed, [*climbed[1:], None], strict=True):
        stage, since, imported = here
        if stage == CONNECTED:
            continue
        if ahead:
            outcome, until = ahead[0], ahead[1]
            imported = imported or ahead[2]
            skipped += outcome - stage - 1
        elif gone is not None:
            outcome, until = LEFT, max(gone, since)
        else:
            outcome, until = OPEN, today
        if imported:
            dated_by_import += 1
        else:
            stays.append(Stay(stage, since, until, outcome))
    stands = climbed[-1] if climbed and gone is None else None
    live = climbed[-1] if climbed and climbed[-1][0] == CONNECTED else None
    return Journey(
        tuple(stays),
        dated_by_import,
        skipped,
        stage=stands[0] if stands else None,
        since=stands[1] if stands else None,
        connected_on=live[1] if live and not live[2] else None,
        live_since=live[1] if live else None,
    )


def _climb(climbed: list[tuple[int, int, bool]], place: int, step: Step) -> None:
    since, imported = step.on, step.dated_by_import
    while climbed and climbed[-1][0] > place:
        # Back: the time since it went beyond this stage is time of this stage.
        _, since, imported = climbed.pop()
    if not climbed or climbed[-1][0] < place:
        climbed.append((place, since, imported))


def _last_words(steps: Iterable[Step]) -> Iterable[Step]:
    """The last entry of each day."""
    last: Step | None = None
    for step in steps:
        if last is not None and step.on != last.on:
            yield last
        last = step
    if last is not None:
        yield last
