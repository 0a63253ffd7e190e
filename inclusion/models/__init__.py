from .case import (
    CASE_MOVES,
    Case,
    CaseEvent,
    CaseEventKind,
    CaseOpening,
    CaseState,
    OpeningKind,
)
from .need import NEED_MOVES, SETTLED, Need, NeedKind, NeedState, NotMetReason
from .person import Adjustment, ContactBy, Person
from .referral import (
    OPEN_REFERRALS,
    REFERRAL_MOVES,
    DeclineReason,
    LawfulBasis,
    Referral,
    ReferralEvent,
    ReferralKind,
    ReferralState,
    Urgency,
)
from .team import ReferringPartner, Team

__all__ = [
    "CASE_MOVES",
    "NEED_MOVES",
    "OPEN_REFERRALS",
    "REFERRAL_MOVES",
    "SETTLED",
    "Adjustment",
    "Case",
    "CaseEvent",
    "CaseEventKind",
    "CaseOpening",
    "CaseState",
    "ContactBy",
    "DeclineReason",
    "LawfulBasis",
    "Need",
    "NeedKind",
    "NeedState",
    "NotMetReason",
    "OpeningKind",
    "Person",
    "Referral",
    "ReferralEvent",
    "ReferralKind",
    "ReferralState",
    "ReferringPartner",
    "Team",
    "Urgency",
]
