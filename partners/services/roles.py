"""Giving a role: the one place that decides who may give which, and who hears of it.

A caseworker reads what residents told us, a finance officer and a certifier answer for money, and
a lead decides who may. So these roles take two people: nobody gives one to themselves, the first
three are given by a lead of that organisation alone, and all its leads are told.
"""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.places.selectors import partnership
from partners.models import GIVEN_BY_A_LEAD, TAKES_TWO, Membership, Organisation, Role
from partners.roles import is_manager


class ManagersAreOfTheLeadOrganisation(Refusal):
    message = "Only members of the lead organisation can be programme managers. Select another role"


class RoleNotYoursToGive(Refusal):
    message = "Only a programme manager can make someone a programme manager. Ask one to do it"


class NotToOneself(Refusal):
    message = (
        "You cannot give this role to yourself. Ask an organisation lead to give it to you, or "
        "for the first lead of an organisation, another programme manager"
    )


WHY_A_LEAD = {
    Role.CASEWORKER: "Caseworkers read what residents tell us",
    Role.FINANCE: "Finance officers record the organisation’s money",
    Role.CERTIFIER: "Certifiers certify the organisation’s claims and accounts",
}


class OnlyALeadGivesIt(Refusal):
    def __init__(self, role: str):
        given = Role(role)
        super().__init__(
            f"{WHY_A_LEAD[given]}, so only an organisation lead can make someone a "
            f"{given.label.lower()}. Ask one of its leads"
        )


def may_give(
    *, by: User | None, organisation: Organisation, role: str, to: User | None = None
) -> None:
    """Refuse a role that this organisation cannot have, or that the giver cannot give to them.

    Call under the organisation's lock: who leads it is read from the database, not from what the
    giver's request remembers.
    """
    if role == Role.MANAGER:
        if organisation.pk != partnership().lead_organisation_id:
            raise ManagersAreOfTheLeadOrganisation
        if by is not None and not is_manager(by):
            raise RoleNotYoursToGive
    if role in TAKES_TWO and by is not None and by == to:
        raise NotToOneself
    if role in GIVEN_BY_A_LEAD and not leads(by, organisation):
        raise OnlyALeadGivesIt(role)


def leads(person: User | None, organisation: Organisation) -> bool:
    """Whether the person can act as lead of the organisation now."""
    return person is not None and organisation.memberships.leads().filter(person=person).exists()


def given(*, by: User | None, membership: Membership) -> None:
    """Put down who gave the role, before it is saved."""
    membership.given_by, membership.given_at = by, timezone.now()


def tell_the_leads(membership: Membership) -> None:
    """Tell every lead that somebody has come near residents or money, or may now let others come:
    the giver too, whose browser somebody else may have used."""
    if membership.role not in TAKES_TWO:
        return
    organisation = membership.organisation
    readers = organisation.memberships.leads().exclude(person=membership.person_id)
    link = settings.PORTAL_URL + reverse(
        "partners_workspace:organisation", args=[organisation.slug]
    )
    for reader in readers.select_related("person").order_by("pk"):
        outbox.queue(
            "partners/role_given",
            to=reader.person.email,
            key=f"role-given-{membership.pk}-{membership.given_at:%Y%m%d%H%M%S%f}-{reader.pk}",
            context={
                "reader": reader.person,
                "role": Role(membership.role).label.lower(),
                "does": Role(membership.role).does,
                "organisation": organisation,
                "person": membership.person,
                "by": membership.given_by,
                "link": link,
            },
        )
