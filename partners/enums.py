"""Words that models, roles and rules share. It stands beneath them all."""

from django.db import models


class IdentifierType(models.TextChoices):
    GSS = "gss", "ONS (GSS) code"
    ODS = "ods", "NHS ODS code"
    CHARITY = "charity", "Charity number"
    COMPANY = "company", "Company number"


class OrganisationState(models.TextChoices):
    APPLIED = "applied", "Waiting for approval"
    INVITED = "invited", "Invited"
    ACTIVE = "active", "Active"
    SUSPENDED = "suspended", "Suspended"
    LEFT = "left", "Left the partnership"


class Role(models.TextChoices):
    LEAD = "lead", "Organisation lead"
    MANAGER = "manager", "Programme manager"
    CONTRIBUTOR = "contributor", "Contributor"
    CASEWORKER = "caseworker", "Caseworker"
    VIEWER = "viewer", "Viewer"
    FINANCE = "finance", "Finance officer"
    CERTIFIER = "certifier", "Certifier"

    @property
    def does(self) -> str:
        """What somebody in this role does here, to follow its name."""
        return WHAT_ROLES_DO[self]


WHAT_ROLES_DO = {
    Role.LEAD: "submits returns, invites colleagues and edits the public page",
    Role.MANAGER: "runs the whole portal",
    Role.CONTRIBUTOR: "submits returns and updates sites",
    Role.CASEWORKER: "takes referrals and works with residents",
    Role.FINANCE: "records funding, spend and claims",
    Role.CERTIFIER: "approves claims and certifies the accounts",
    Role.VIEWER: "can view but not change anything",
}


# In these a person reads what residents told us.
NEAR_RESIDENTS = {Role.CASEWORKER}
# In these a person answers for money.
OVER_MONEY = {Role.FINANCE, Role.CERTIFIER}
# Only a lead of the organisation gives these.
GIVEN_BY_A_LEAD = NEAR_RESIDENTS | OVER_MONEY
# Never given to oneself: these, or deciding who may have them. See `services.roles`.
TAKES_TWO = {*GIVEN_BY_A_LEAD, Role.LEAD}

# In these an organisation's people may work; a suspended one's are shut out.
WORKING_STATES = {OrganisationState.ACTIVE, OrganisationState.INVITED}
