"""The stages of a site's rollout, and which moves between them are legal: data, not code.

The words are the programme's (BDUK, Openreach and NHS usage). "Live" counts connected and
beyond; "in service" counts the sites whose traffic runs on the new line.
"""

from dataclasses import dataclass

from django.db import models


class Stage(models.TextChoices):
    CANDIDATE = "candidate", "Candidate"
    ELIGIBLE = "eligible", "Eligible"
    IN_SCOPE = "in_scope", "In scope"
    ASSURED = "assured", "Assured"
    ORDERED = "ordered", "Ordered"
    SURVEYED = "surveyed", "Surveyed"
    DESIGNED = "designed", "Designed"
    WAYLEAVE = "wayleave", "Awaiting wayleave"
    CIVILS = "civils", "Civils under way"
    RFS = "rfs", "Ready for service"
    CONNECTED = "connected", "Connected"
    IN_SERVICE = "in_service", "In service"
    ACCEPTED = "accepted", "Accepted"
    ON_HOLD = "on_hold", "On hold"
    DESCOPED = "descoped", "Descoped"
    MERGED = "merged", "Closed or merged"
    ALREADY_GIGABIT = "already_gigabit", "Already gigabit-capable"


@dataclass(frozen=True)
class StageFacts:
    """What a stage means, what a report of a month says of sites that came to it, and the days a
    site usually stays in it before somebody asks."""

    meaning: str
    came: str
    norm_days: int | None = None


FACTS = {
    Stage.CANDIDATE: StageFacts(
        "On the list of sites that may be included.", "listed as candidates", None
    ),
    Stage.ELIGIBLE: StageFacts(
        "Subsidy control, need and public function have been checked.", "found eligible", 90
    ),
    Stage.IN_SCOPE: StageFacts("In the approved baseline.", "came into scope", 90),
    Stage.ASSURED: StageFacts(
        "The funder’s checkpoint has been passed.", "passed the funder’s checkpoint", 60
    ),
    Stage.ORDERED: StageFacts("An order has been placed with a supplier.", "ordered", 30),
    Stage.SURVEYED: StageFacts("The supplier has surveyed the building.", "surveyed", 30),
    Stage.DESIGNED: StageFacts("The route and firm cost are known.", "designed", 30),
    Stage.WAYLEAVE: StageFacts(
        "Waiting for the landowner’s permission (wayleave).", "started waiting for a wayleave", 60
    ),
    Stage.CIVILS: StageFacts("Ducts, poles and street works are under way.", "started civils", 60),
    Stage.RFS: StageFacts("The line is built and can be ordered.", "became ready for service", 30),
    Stage.CONNECTED: StageFacts(
        "Equipment is installed, and light and speed have been tested.", "connected", 45
    ),
    Stage.IN_SERVICE: StageFacts(
        "The site is using the new connection.", "came into service", None
    ),
    Stage.ACCEPTED: StageFacts(
        "Evidence has been accepted and the cost claimed.", "accepted", None
    ),
    Stage.ON_HOLD: StageFacts("Paused, with a reason recorded.", "put on hold", 30),
    Stage.DESCOPED: StageFacts("Removed from the project.", "descoped", None),
    Stage.MERGED: StageFacts("The organisation at this site has closed or merged.", "merged", None),
    Stage.ALREADY_GIGABIT: StageFacts(
        "Has a gigabit connection without this project.",
        "found to be already gigabit-capable",
        None,
    ),
}

PATH = [
    Stage.CANDIDATE,
    Stage.ELIGIBLE,
    Stage.IN_SCOPE,
    Stage.ASSURED,
    Stage.ORDERED,
    Stage.SURVEYED,
    Stage.DESIGNED,
    Stage.WAYLEAVE,
    Stage.CIVILS,
    Stage.RFS,
    Stage.CONNECTED,
    Stage.IN_SERVICE,
    Stage.ACCEPTED,
]
EXITS = [Stage.DESCOPED, Stage.MERGED, Stage.ALREADY_GIGABIT]

LIVE = {Stage.CONNECTED, Stage.IN_SERVICE, Stage.ACCEPTED}
SERVING = {Stage.IN_SERVICE, Stage.ACCEPTED}
BLOCKED = {Stage.ON_HOLD}
BEFORE_SCOPE = {Stage.CANDIDATE, Stage.ELIGIBLE}
OUT_OF_SCOPE = BEFORE_SCOPE | set(EXITS)

# From any stage of the path: on along it (a stage may be skipped), back with a reason, or out.
# On hold and the exits lead back to any stage of the path, again with a reason.
STAGE_MOVES = {
    **{stage: (set(PATH) - {stage}) | {Stage.ON_HOLD} | set(EXITS) for stage in PATH},
    Stage.ON_HOLD: set(PATH) | set(EXITS),
    **{stage: set(PATH) for stage in EXITS},
}
# A line that has been accepted is only ever reopened, not parked or removed from scope.
STAGE_MOVES[Stage.ACCEPTED] = set(PATH) - {Stage.ACCEPTED}


def needs_reason(current: str | None, to: str) -> bool:
    """Whether this move must be explained: holds, exits, and every step back."""
    if current is None:
        return False
    if to == Stage.ON_HOLD or to in EXITS:
        return True
    if current not in PATH:
        return True
    return PATH.index(Stage(to)) < PATH.index(Stage(current))


def next_stage(current: str) -> Stage | None:
    """The stage that usually follows, offered first on the site's page."""
    if current not in PATH or current == Stage.ACCEPTED:
        return None
    return PATH[PATH.index(Stage(current)) + 1]


def colour(stage: str) -> str:
    """Of its tag, beside its name."""
    if stage in BLOCKED:
        return "red"
    if stage in LIVE:
        return "green"
    if stage in EXITS:
        return "grey"
    return "yellow" if stage == Stage.WAYLEAVE else "blue"


def changes_scope(current: str | None, to: str) -> bool:
    """Whether the move takes the site into or out of the set the project is measured by."""
    was_out = current is None or current in OUT_OF_SCOPE
    if to == Stage.ON_HOLD or current == Stage.ON_HOLD:
        # A hold keeps a site in or out of scope as it was; leaving by an exit still removes it.
        return to in EXITS
    return was_out != (to in OUT_OF_SCOPE)


def scope_step(current: str, in_scope: bool, to: str) -> int:
    """What the move does to the scope: 1 adds the site, -1 removes it, 0 neither.

    A hold changes nothing. What follows a hold, or crosses the line between candidates,
    the baseline and the exits, makes the scope agree with the stage.
    """
    belongs = to not in OUT_OF_SCOPE
    if to == Stage.ON_HOLD or belongs == in_scope:
        return 0
    if current == Stage.ON_HOLD or to in EXITS or changes_scope(current, to):
        return 1 if belongs else -1
    return 0
