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
    WAYLEAVE = "wayleave", "Wayleave"
    CIVILS = "civils", "Civils"
    RFS = "rfs", "Ready for service"
    CONNECTED = "connected", "Connected"
    IN_SERVICE = "in_service", "In service"
    ACCEPTED = "accepted", "Accepted"
    ON_HOLD = "on_hold", "On hold"
    DESCOPED = "descoped", "Descoped"
    MERGED = "merged", "Merged"
    ALREADY_GIGABIT = "already_gigabit", "Already gigabit"


@dataclass(frozen=True)
class StageFacts:
    """What a stage means, what a report of a month says of sites that came to it, and the days a
    site usually stays in it before somebody asks."""

    meaning: str
    came: str
    norm_days: int | None = None


FACTS = {
    Stage.CANDIDATE: StageFacts("On the list of public buildings.", "listed as candidates", None),
    Stage.ELIGIBLE: StageFacts(
        "Subsidy control, need and public function checked.", "found eligible", 90
    ),
    Stage.IN_SCOPE: StageFacts("In the approved baseline.", "came into scope", 90),
    Stage.ASSURED: StageFacts("The funder's gate is passed.", "passed the funder's gate", 60),
    Stage.ORDERED: StageFacts("Order placed with a supplier.", "ordered", 30),
    Stage.SURVEYED: StageFacts("The supplier has surveyed the building.", "surveyed", 30),
    Stage.DESIGNED: StageFacts("Route and firm cost known.", "designed", 30),
    Stage.WAYLEAVE: StageFacts("Waiting for the landowner's permission.", "went to wayleave", 60),
    Stage.CIVILS: StageFacts("Ducts, poles and street works under way.", "went into civils", 60),
    Stage.RFS: StageFacts("Built: the line can be ordered.", "became ready for service", 30),
    Stage.CONNECTED: StageFacts("Equipment installed, light and speed tested.", "connected", 45),
    Stage.IN_SERVICE: StageFacts("The surgery's traffic runs on it.", "came into service", None),
    Stage.ACCEPTED: StageFacts("Evidence accepted and claimed.", "accepted", None),
    Stage.ON_HOLD: StageFacts("Blocked, for a reason that is written down.", "put on hold", 30),
    Stage.DESCOPED: StageFacts("Taken out of the project.", "descoped", None),
    Stage.MERGED: StageFacts("The practice closed or merged into another.", "merged", None),
    Stage.ALREADY_GIGABIT: StageFacts(
        "Has a gigabit line without the project.", "found to have gigabit already", None
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
        # A hold keeps a site where it was in the ledger; leaving by an exit still removes it.
        return to in EXITS
    return was_out != (to in OUT_OF_SCOPE)


def scope_step(current: str, in_scope: bool, to: str) -> int:
    """What the move does to the scope ledger: 1 adds the site, -1 takes it out, 0 neither.

    A hold changes nothing. What follows a hold, or crosses the line between candidates,
    the baseline and the exits, makes the ledger agree with the stage.
    """
    belongs = to not in OUT_OF_SCOPE
    if to == Stage.ON_HOLD or belongs == in_scope:
        return 0
    if current == Stage.ON_HOLD or to in EXITS or changes_scope(current, to):
        return 1 if belongs else -1
    return 0
