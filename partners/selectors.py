"""Reading organisations, their people and their agreements."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet
from django.db.models.functions import Lower

from diz_portal.accounts.models import User
from diz_portal.places.models import District
from diz_portal.places.selectors import partnership
from partners.enums import WORKING_STATES
from partners.models import GIVEN_BY_A_LEAD, TAKES_TWO, JoinRequestState, OrganisationState, Role
from partners.roles import is_manager

from .models import Agreement, Invitation, JoinRequest, Membership, Organisation, Sector
from .rules import is_lead


def managers() -> QuerySet[User]:
    """The programme managers: active, of the lead organisation."""
    return (
        User.objects.active()
        .filter(
            memberships__organisation=partnership().lead_organisation,
            memberships__organisation__state__in=WORKING_STATES,
            memberships__role=Role.MANAGER,
            memberships__ended_on=None,
        )
        .distinct()
    )


def leads_of(*organisations: Organisation) -> QuerySet[User]:
    return (
        User.objects.active()
        .filter(
            memberships__organisation__in=organisations,
            memberships__organisation__state__in=WORKING_STATES,
            memberships__role=Role.LEAD,
            memberships__ended_on=None,
        )
        .distinct()
    )


def who_decides(request: JoinRequest) -> QuerySet[User]:
    """The leads of the organisation, or the managers where it has none who can act."""
    leads = leads_of(request.organisation)
    return leads if leads.exists() else managers()


def who_renews(agreement: Agreement) -> list[User]:
    """The leads of its parties and the managers, each once."""
    people = {*leads_of(*agreement.parties.all()), *managers()}
    return sorted(people, key=lambda person: person.pk)


def roles_to_give(
    user: User, organisation: Organisation, *, to: Membership | None = None
) -> list[tuple[str, str]]:
    """The roles this person may give in this organisation, to this member; the member's own role
    is among them, as what they have already."""
    may_make_managers = organisation.pk == partnership().lead_organisation_id and is_manager(user)
    refused = set() if may_make_managers else {Role.MANAGER}
    if not is_lead(user, organisation):
        refused |= GIVEN_BY_A_LEAD
    if to is not None and to.person_id == user.pk:
        refused |= TAKES_TWO
    if to is not None and to.role != Role.MANAGER:
        refused -= {to.role}
    return [(value, label) for value, label in Role.choices if value not in refused]


def directory(*, search: str = "", sector: str = "", district: str = "") -> QuerySet[Organisation]:
    """The public partner directory, narrowed by words, sector and district served."""
    found = Organisation.objects.public().prefetch_related("districts")
    for word in search.split()[:6]:
        found = found.filter(Q(name__icontains=word) | Q(summary__icontains=word))
    if sector in Sector.values:
        found = found.filter(sector=sector)
    if district:
        found = found.filter(districts__slug=district).distinct()
    return found


def portfolio(
    user: User, *, search: str = "", state: str = "", sector: str = ""
) -> QuerySet[Organisation]:
    """The organisations somebody works in (a manager: all), with what waits in each."""
    found = Organisation.objects.worked_in_by(user).annotate(
        people=Count("memberships", filter=Q(memberships__ended_on=None), distinct=True),
        requests_waiting=Count(
            "join_requests", filter=Q(join_requests__state=JoinRequestState.WAITING), distinct=True
        ),
        invitations_unanswered=Count(
            "invitations",
            filter=Q(invitations__accepted_at=None, invitations__withdrawn_at=None),
            distinct=True,
        ),
    )
    if search:
        found = found.filter(Q(name__icontains=search) | Q(identifier__icontains=search))
    if state in OrganisationState.values:
        found = found.filter(state=state)
    if sector in Sector.values:
        found = found.filter(sector=sector)
    # Said again: counting groups the rows, and groups have no order of their own.
    return found.order_by(Lower("name"), "pk")


def people_of(organisation: Organisation) -> QuerySet[Membership]:
    return (
        organisation.memberships.current()
        .select_related("person", "given_by")
        .order_by("person__name", "person_id")
    )


def invitations_of(organisation: Organisation) -> QuerySet[Invitation]:
    return organisation.invitations.unanswered().select_related("invited_by")


def agreements_for(user: User) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(user).prefetch_related(
        Prefetch("parties", Organisation.objects.order_by("name"))
    )


def districts() -> QuerySet[District]:
    return District.objects.filter(is_ours=True)


def unanswered_requests(user: User) -> QuerySet[JoinRequest]:
    return JoinRequest.objects.visible_to(user).waiting().select_related("organisation")


@dataclass
class ToAnswer:
    """One answer that is waited for, and how many more it answers."""

    asked: JoinRequest
    others: int = 0


def to_answer(user: User) -> list[ToAnswer]:
    """Whoever applies for the same organisation is answered together, the first of them named."""
    lines: dict[str, ToAnswer] = {}
    for asked in unanswered_requests(user):
        applies = asked.organisation.state == OrganisationState.APPLIED
        key = f"organisation {asked.organisation_id}" if applies else asked.reference
        if key in lines:
            lines[key].others += 1
        else:
            lines[key] = ToAnswer(asked)
    return list(lines.values())
