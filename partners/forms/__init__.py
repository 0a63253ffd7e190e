from .agreements import AgreementForm
from .joining import JoinForm, NewAccountForm
from .organisations import AddOrganisationForm, OrganisationForm
from .people import ApproveForm, InviteForm, PhoneForm, ReasonForm, RoleForm

__all__ = [
    "AddOrganisationForm",
    "AgreementForm",
    "ApproveForm",
    "InviteForm",
    "JoinForm",
    "NewAccountForm",
    "OrganisationForm",
    "PhoneForm",
    "ReasonForm",
    "RoleForm",
]
