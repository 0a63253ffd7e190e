"""What stops, when an organisation, a person or an agreement does."""

from collections.abc import Iterable

from diz_portal.accounts.models import User
from diz_portal.open_work import End, Ending
from partners.enums import WORKING_STATES
from partners.models import OrganisationState, Role

from .models import Agreement, Membership, Organisation
from .selectors import managers


def of_organisation(organisation: Organisation, what: End) -> Ending:
    return Ending(
        what=what,
        name=str(organisation),
        about=organisation.slug,
        organisations=(organisation.pk,),
        organisation=organisation,
    )


def of_work_left(organisation: Organisation) -> Ending:
    """Nothing ends any more: what an organisation still has is passed on that has stopped, or has
    nobody left who does its cases."""
    stopped = organisation.state in (OrganisationState.SUSPENDED, OrganisationState.LEFT)
    ids = (organisation.pk,)
    return Ending(
        what=End.HANDED_OVER,
        name=str(organisation),
        about=organisation.slug,
        organisations=ids if stopped else (),
        without={} if stopped or has_caseworkers(organisation) else {Role.CASEWORKER: ids},
        organisation=organisation,
    )


def has_caseworkers(organisation: Organisation) -> bool:
    places = organisation.memberships.current()
    return places.filter(role=Role.CASEWORKER, person__is_active=True).exists()


def of_membership(membership: Membership) -> Ending:
    """Somebody stops working for one organisation."""
    return _of_person(membership.person, End.REMOVED, [membership])


def of_role(membership: Membership) -> Ending:
    """Somebody stays, and can no longer do what their role let them do."""
    return _of_person(membership.person, End.ROLE, [membership], hands=membership.role)


def of_account(person: User, what: End = End.ACCOUNT) -> Ending:
    """Somebody can no longer sign in: they stop everywhere."""
    current = Membership.objects.current().filter(person=person).select_related("organisation")
    return _of_person(person, what, list(current), everywhere=True)


def of_people_gone(organisation: Organisation) -> Ending:
    """Nothing ends any more: what former people of an organisation still have is passed on."""
    return Ending(
        what=End.HANDED_OVER,
        name=f"Former members of {organisation}",
        about=organisation.slug,
        gone_from=(organisation.pk,),
        organisation=organisation,
    )


def of_agreement(agreement: Agreement) -> Ending:
    return Ending(
        what=End.AGREEMENT, name=agreement.title, about=agreement.reference, agreement=agreement
    )


def _of_person(
    person: User,
    what: End,
    places: list[Membership],
    *,
    hands: str = "",
    everywhere: bool = False,
) -> Ending:
    ids = tuple(place.organisation_id for place in places)
    others = Membership.objects.current().filter(
        person=person, organisation__state__in=WORKING_STATES
    )
    return Ending(
        what=what,
        name=str(person),
        about=person.reference,
        person=person,
        inside=None if everywhere else ids,
        hands=hands,
        for_good=everywhere or not (hands or others.exclude(organisation__in=ids).exists()),
        without={Role.CASEWORKER: _left_without_caseworker(person, places)},
        without_manager=_runs_it_alone(person, places),
        organisation=places[0].organisation if len(places) == 1 else None,
    )


def _left_without_caseworker(person: User, places: Iterable[Membership]) -> tuple[int, ...]:
    mine = [place.organisation_id for place in places if place.role == Role.CASEWORKER]
    if not mine:
        return ()
    others = (
        Membership.objects.current()
        .filter(organisation__in=mine, role=Role.CASEWORKER, person__is_active=True)
        .exclude(person=person)
    )
    still = set(others.values_list("organisation", flat=True))
    return tuple(pk for pk in mine if pk not in still)


def _runs_it_alone(person: User, places: Iterable[Membership]) -> bool:
    if not any(place.role == Role.MANAGER for place in places):
        return False
    return not managers().exclude(pk=person.pk).exists()
