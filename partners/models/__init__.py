from partners.enums import (
    GIVEN_BY_A_LEAD,
    NEAR_RESIDENTS,
    OVER_MONEY,
    TAKES_TWO,
    IdentifierType,
    OrganisationState,
    Role,
)

from .agreement import ALONE, Agreement, AgreementKind
from .organisation import ORGANISATION_MOVES, PUBLIC_BODIES, Organisation, Sector
from .people import Invitation, JoinRequest, JoinRequestState, Membership

__all__ = [
    "ALONE",
    "GIVEN_BY_A_LEAD",
    "NEAR_RESIDENTS",
    "ORGANISATION_MOVES",
    "OVER_MONEY",
    "PUBLIC_BODIES",
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
