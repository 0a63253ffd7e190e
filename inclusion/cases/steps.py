"""What a person hears of their request, at which step, and why not at the others.

Each move of a referral, a need, a case and a transfer is here: `told(move)` answers the step
that the person is told of, or why they are not. What is said is in
`templates/inclusion/told/<step>.txt`, for the page of the request and, inside
`templates/emails/inclusion/<template>.txt`, for email, text, letter and call.
"""

from dataclasses import dataclass

from inclusion.cases.models import (
    CaseState,
    DeclineReason,
    NeedKind,
    NeedState,
    NotMetReason,
    ReferralState,
    Step,
    TransferState,
)


@dataclass(frozen=True)
class NotTold:
    """A move that the person is not told of, and why."""

    why: str


Answer = Step | NotTold
State = ReferralState | NeedState | CaseState | TransferState
Move = tuple[State, State]

TEMPLATES = {
    Step.RECEIVED: "request_received",
    Step.REFERRED: "person_referred",
    Step.WITHDRAWN: "request_withdrawn",
    Step.PASSED: "request_passed",
    Step.ACCEPTED: "request_accepted",
    Step.DECLINED: "request_declined",
    Step.SUPPLIED: "need_supplied",
    Step.NOT_MET: "need_not_met",
    Step.CLOSED: "case_closed",
    Step.REOPENED: "case_reopened",
}

BY_THE_CASE = NotTold("The message about the case covers all requests that it came from.")
THEY_SAID_SO = NotTold("They have just told us themselves.")
# By whose state it is, since words such as “declined” are states of several.
_SAID: dict[type[State], dict[State, Answer]] = {
    ReferralState: {
        ReferralState.ACCEPTED: Step.ACCEPTED,
        ReferralState.DECLINED: Step.DECLINED,
        ReferralState.WITHDRAWN: Step.WITHDRAWN,
        ReferralState.COMPLETED: BY_THE_CASE,
    },
    NeedState: {
        NeedState.IDENTIFIED: NotTold(
            "We are deciding again, so there is nothing to tell them yet."
        ),
        NeedState.APPROVED: NotTold("An internal step: nothing changes for them."),
        NeedState.WAITING: NotTold("Stock changes often. Their progress page shows it."),
        NeedState.RESERVED: NotTold(
            "The colleague who issues it will agree the time and place with them."
        ),
        NeedState.SUPPLIED: Step.SUPPLIED,
        NeedState.CONFIRMED: THEY_SAID_SO,
        NeedState.DECLINED: THEY_SAID_SO,
        NeedState.NOT_MET: Step.NOT_MET,
        NeedState.CANCELLED: NotTold("Our error: they never asked for it."),
    },
    CaseState: {CaseState.CLOSED: Step.CLOSED, CaseState.OPEN: Step.REOPENED},
    TransferState: {
        TransferState.ACCEPTED: Step.PASSED,
        TransferState.DECLINED: NotTold("Nothing changes for them: the same team is helping."),
        TransferState.WITHDRAWN: NotTold("Nothing changes for them: the same team is helping."),
    },
}
# Where it matters what was before.
_SAID_OF_MOVE: dict[Move, Answer] = {
    (ReferralState.COMPLETED, ReferralState.ACCEPTED): BY_THE_CASE,
    (NeedState.SUPPLIED, NeedState.APPROVED): NotTold("They returned it themselves."),
    (NeedState.CONFIRMED, NeedState.APPROVED): NotTold("They told us that it does not work."),
}


def told(move: Move) -> Answer:
    """The step that is told, or why none is; KeyError for a move of which nothing is said."""
    after = move[1]
    return _SAID_OF_MOVE[move] if move in _SAID_OF_MOVE else _SAID[type(after)][after]


# For these reasons no one is told that a need was not met.
NOT_SAID = {
    NotMetReason.MOVED: NotTold("They may have died, and others who live there must not read it."),
    NotMetReason.TRANSFERRED: NotTold("The other team tells them that it helps now."),
}
# What is still to be posted or said, and this makes untrue or needless.
OVERTAKES: dict[Step, tuple[Step, ...]] = {
    Step.WITHDRAWN: (Step.RECEIVED, Step.REFERRED),
    Step.PASSED: (Step.RECEIVED, Step.ACCEPTED, Step.PASSED),
    Step.ACCEPTED: (Step.RECEIVED, Step.PASSED),
    Step.DECLINED: (Step.RECEIVED, Step.PASSED),
    Step.SUPPLIED: (Step.RECEIVED, Step.ACCEPTED, Step.REOPENED),
    Step.CLOSED: (Step.REOPENED,),
    Step.REOPENED: (Step.CLOSED,),
}

# Words for the person -------------------------------------------------------------------------

# No more than these in a subject or a text, which others may see on a phone.
NEED_SAID = {
    NeedKind.DEVICE: "a device",
    NeedKind.DATA: "mobile data",
    NeedKind.SKILLS: "learning digital skills",
    NeedKind.ACCESSIBILITY: "device settings",
    NeedKind.LANDLINE: "your landline or alarm",
}
SUPPLIED_SAID = {
    NeedKind.DEVICE: "You now have the device you asked for.",
    NeedKind.DATA: "You now have mobile data.",
    NeedKind.SKILLS: "You have started to learn with us.",
    NeedKind.ACCESSIBILITY: "We have changed the settings on your device, as you asked.",
    NeedKind.LANDLINE: "We have checked your landline with you, and your alarm if you have one.",
}
NEED_STANDS = {
    NeedState.IDENTIFIED: "We are looking at how we can help with this.",
    NeedState.APPROVED: "We will help with this.",
    NeedState.WAITING: "We will help with this. We are waiting for stock.",
    NeedState.RESERVED: "We have set something aside for you.",
    NeedState.CONFIRMED: "You told us you have what you need.",
    NeedState.DECLINED: "You told us you do not need this.",
}
DECLINE_SAID = {
    DeclineReason.OUTSIDE: "You live outside the area where we can help.",
    DeclineReason.ELSEWHERE: "Another service can help you better than we can.",
    DeclineReason.NOT_REACHED: "We tried to contact you but could not reach you.",
    DeclineReason.NOT_WANTED: "We understand you do not want this help.",
    DeclineReason.DUPLICATE: "We are already helping you, so nothing changes for you.",
    DeclineReason.OTHER: "",
}
NOT_MET_SAID = {
    NotMetReason.NO_STOCK: "We did not have anything that would suit you.",
    NotMetReason.NOT_ELIGIBLE: "What we have is only for people in certain situations.",
    NotMetReason.NO_COVERAGE: "There is no phone signal or broadband that works where you live.",
    NotMetReason.LOST_TOUCH: "We tried to contact you but could not reach you.",
    NotMetReason.OTHER: "",
}
