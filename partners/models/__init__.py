from .agreement import Agreement, AgreementKind
from .organisation import (
    ORGANISATION_MOVES,
    IdentifierType,
    Organisation,
    OrganisationState,
    Sector,
)
from .people import Invitation, JoinRequest, JoinRequestState, Membership, Role

__all__ = [
    "ORGANISATION_MOVES",
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
