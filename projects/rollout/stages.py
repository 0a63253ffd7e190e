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
    """What a stage means; what the facts of a month say of one site that came to it and of several,
    `{}` being their number; and the days a site usually stays in it before somebody asks."""

    meaning: str
    one: str
    several: str
    norm_days: int | None = None

    def came(self, sites: int) -> str:
        return self.one if sites == 1 else self.several.format(sites)


FACTS = {
    Stage.CANDIDATE: StageFacts(
        "On the list of sites that may be included.",
        "1 site was added as a candidate",
        "{} sites were added as candidates",
    ),
    Stage.ELIGIBLE: StageFacts(
        "Subsidy control, need and public function have been checked.",
        "1 site was found to be eligible",
        "{} sites were found to be eligible",
        norm_days=90,
    ),
    Stage.IN_SCOPE: StageFacts(
        "In the approved baseline.",
        "1 site was added to scope",
        "{} sites were added to scope",
        norm_days=90,
    ),
    Stage.ASSURED: StageFacts(
        "The funder’s checkpoint has been passed.",
        "1 site passed the funder’s checkpoint",
        "{} sites passed the funder’s checkpoint",
        norm_days=60,
    ),
    Stage.ORDERED: StageFacts(
        "An order has been placed with a supplier.",
        "1 site was ordered",
        "{} sites were ordered",
        norm_days=30,
    ),
    Stage.SURVEYED: StageFacts(
        "The supplier has surveyed the building.",
        "1 site was surveyed",
        "{} sites were surveyed",
        norm_days=30,
    ),
    Stage.DESIGNED: StageFacts(
        "The route and firm cost are known.",
        "1 site was designed",
        "{} sites were designed",
        norm_days=30,
    ),
    Stage.WAYLEAVE: StageFacts(
        "Waiting for the landowner’s permission (wayleave).",
        "1 site began to await a wayleave",
        "{} sites began to await wayleaves",
        norm_days=60,
    ),
    Stage.CIVILS: StageFacts(
        "Ducts, poles and street works are under way.",
        "Civils began at 1 site",
        "Civils began at {} sites",
        norm_days=60,
    ),
    Stage.RFS: StageFacts(
        "The line is built and can be ordered.",
        "1 site became ready for service",
        "{} sites became ready for service",
        norm_days=30,
    ),
    Stage.CONNECTED: StageFacts(
        "Equipment is installed, and light and speed have been tested.",
        "1 site was connected",
        "{} sites were connected",
        norm_days=45,
    ),
    Stage.IN_SERVICE: StageFacts(
        "The site is using the new connection.",
        "1 site came into service",
        "{} sites came into service",
    ),
    Stage.ACCEPTED: StageFacts(
        "Evidence has been accepted and the cost claimed.",
        "1 site was accepted",
        "{} sites were accepted",
    ),
    Stage.ON_HOLD: StageFacts(
        "Paused, with a reason recorded.",
        "1 site was put on hold",
        "{} sites were put on hold",
        norm_days=30,
    ),
    Stage.DESCOPED: StageFacts(
        "Removed from the project.",
        "1 site was descoped",
        "{} sites were descoped",
    ),
    Stage.MERGED: StageFacts(
        "The organisation at this site has closed or merged.",
        "1 site closed or merged",
        "{} sites closed or merged",
    ),
    Stage.ALREADY_GIGABIT: StageFacts(
        "Has a gigabit connection without this project.",
        "1 site was found to be already gigabit-capable",
        "{} sites were found to be already gigabit-capable",
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
