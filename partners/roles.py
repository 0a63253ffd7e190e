"""Which role somebody has in which organisation. Beneath the models, whose `visible_to` asks it."""

from dataclasses import dataclass

import rules
from django.apps import apps
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from diz_portal.built_once import BuiltOnce
from diz_portal.places.models import Partnership
from partners.enums import WORKING_STATES, Role

CACHE = "_current_memberships"
# Set on a person who acts for one organisation alone: see `only_for`.
ONLY = "_acts_only_for"


def _memberships_of(person: int) -> QuerySet:
    """The current ones, with what a position says."""
    leads = Partnership.objects.filter(lead_organisation=OuterRef("organisation_id"))
    return (
        apps.get_model("partners.Membership")
        .objects.filter(person=person, ended_on=None)
        .annotate(leads=Exists(leads))
        .values_list(
            "organisation_id",
            "role",
            "organisation__state",
            "leads",
            "organisation__hands_over_until",
        )
    )


_current = BuiltOnce(_memberships_of)


@dataclass(frozen=True)
class Position:
    """What one membership means for what a person may do."""

    role: str
    is_working: bool
    leads_the_partnership: bool
    # Of a suspended organisation whose day has not passed: open cases are finished, no more.
    hands_over: bool = False


def positions(user) -> dict[int, Position]:
    """Organisation id → position, for all current memberships whatever the state of the
    organisation. Read once per user object, so once per request."""
    if not user.is_authenticated or not user.is_active:
        return {}
    if not hasattr(user, CACHE):
        rows = _current(user.pk)
        today = timezone.localdate()
        places = {
            pk: Position(
                role,
                state in WORKING_STATES,
                leads,
                hands_over=until is not None and until >= today,
            )
            for pk, role, state, leads, until in rows
        }
        only = getattr(user, ONLY, None)
        if only is not None:
            places = {pk: place for pk, place in places.items() if pk == only}
        # Not into `__dict__`: a request's user is lazy, and would keep an answer of its own.
        setattr(user, CACHE, places)
    return getattr(user, CACHE)


def current_roles(user) -> dict[int, str]:
    """Organisation id → role, in the organisations that may work here now."""
    return {pk: place.role for pk, place in positions(user).items() if place.is_working}


def handing_over(user) -> dict[int, str]:
    """Organisation id → role, in those that are suspended and still finish what is open."""
    return {pk: place.role for pk, place in positions(user).items() if place.hands_over}


def forget_roles(user) -> None:
    """Read the memberships again at the next question: call after changing them."""
    if hasattr(user, CACHE):
        delattr(user, CACHE)


def only_for(user, organisation: int) -> bool:
    """Leave the person, in memory, with what they may do for this organisation: whatever is asked
    of this object from here on. False where that is nothing."""
    setattr(user, ONLY, organisation)
    forget_roles(user)
    return organisation in current_roles(user)


@rules.predicate
def is_manager(user) -> bool:
    """An active programme manager of the lead organisation (or an installation's superuser)."""
    if not user.is_authenticated or not user.is_active:
        return False
    return user.is_superuser or any(
        place.role == Role.MANAGER and place.is_working and place.leads_the_partnership
        for place in positions(user).values()
    )


def leads(user) -> set[int]:
    """Ids of the organisations whose people the person looks after."""
    return {pk for pk, role in current_roles(user).items() if role == Role.LEAD}


def works_for(user) -> set[int]:
    """Ids of the organisations the person may act for: as lead, contributor or manager."""
    acting = {Role.LEAD, Role.CONTRIBUTOR, Role.MANAGER}
    return {pk for pk, role in current_roles(user).items() if role in acting}


def reads_for_the_board_of(user) -> set[int]:
    """Ids of the organisations for whose boards the person reads: as lead or viewer."""
    return {pk for pk, role in current_roles(user).items() if role in (Role.LEAD, Role.VIEWER)}


def leading(user) -> set[int]:
    """Of the organisations the person may work for now, the one that leads the partnership."""
    return {
        pk
        for pk, place in positions(user).items()
        if place.is_working and place.leads_the_partnership
    }
