from .agreement import Agreement, AgreementKind
from .organisation import (
    ORGANISATION_MOVES,
    IdentifierType,
    Organisation,
    OrganisationState,
    Sector,
)
from .people import (
    NEAR_RESIDENTS,
    TAKES_TWO,
    Invitation,
    JoinRequest,
    JoinRequestState,
    Membership,
    Role,
)

__all__ = [
    "NEAR_RESIDENTS",
    "ORGANISATION_MOVES",
    "TAKES_TWO",
    "Agreement",
    "AgreementKind",
    "IdentifierType",
    "Invitation",
    "JoinRequest",
    "JoinRequestState",
    "Membership",
    "Organisation",
    "OrganisationState",
    "Role",
    "Sector",
]
