"""Who may take over what a team has in hand, and where it is read: shared by the rooms'
`open_work.py`."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from diz_portal.open_work import End, Ending
from inclusion.cases import rules
from inclusion.cases.models import Team
from partners.models import Membership, Organisation, Role

CASEWORKER = str(Role.CASEWORKER)


def who_stops(ending: Ending) -> set[int]:
    return {*ending.organisations, *ending.without.get(CASEWORKER, ())}


def teams(ending: Ending) -> list[Organisation]:
    """The other teams that take requests, and have someone who does the work."""
    working = Membership.objects.current().filter(
        organisation=OuterRef("organisation"), role=Role.CASEWORKER, person__is_active=True
    )
    taking = Team.objects.taking().filter(Exists(working))
    found = taking.exclude(organisation__in=who_stops(ending)).select_related("organisation")
    return [team.organisation for team in found]


def teams_with_agreement(ending: Ending) -> list[Organisation]:
    """Of these, the ones that may be given what is known of people: with each that stops they have
    an agreement to share data."""
    found = teams(ending)
    for stopping in who_stops(ending):
        sharing = set(rules.share_with(stopping).values_list("pk", flat=True))
        found = [one for one in found if one.pk in sharing]
    return found


def link_to(name: str, permission: str) -> Callable[[Any, Ending], str]:
    def url(user: Any, ending: Ending) -> str:
        return reverse(f"inclusion_workspace:{name}") if user.has_perm(permission) else ""

    return url


AT_AN_END = frozenset(set(End) - {End.TEAM, End.AGREEMENT})
