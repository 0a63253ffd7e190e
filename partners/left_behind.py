"""What stays in the hands of organisations and people who can no longer deal with it."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from diz_portal import words
from diz_portal.attention import Item, Urgency, provider
from diz_portal.open_work import selectors as open_work
from diz_portal.open_work.models import Handover
from diz_portal.open_work.registry import Kind
from partners.enums import WORKING_STATES
from partners.models import OrganisationState, Role
from partners.roles import is_manager, leads, positions

from .models import Membership, Organisation

STOPPED = (OrganisationState.SUSPENDED, OrganisationState.LEFT)


@provider("work left behind by organisations")
def of_organisations(user, today):
    """For managers all; for the leads of a suspended organisation, for its caseworkers while they
    may finish it, and for whoever answers for what stayed, theirs."""
    stopped = Organisation.objects.filter(state__in=STOPPED)
    if not is_manager(user):
        mine = {
            pk
            for pk, place in positions(user).items()
            if place.role == Role.LEAD or (place.role == Role.CASEWORKER and place.hands_over)
        }
        answered = Handover.objects.filter(answers=user).values("organisation")
        stopped = stopped.filter(Q(pk__in=mine) | Q(pk__in=answered))
    by_id = {one.pk: one for one in stopped}
    if not by_id:
        return
    left = open_work.left_by_organisations(by_id)
    for pk, kinds in left.items():
        organisation = by_id[pk]
        until = organisation.hands_over_until
        yield Item(
            key=f"left-behind:{organisation.slug}",
            title=f"Reassign {_counted(kinds)}",
            about=str(organisation),
            when=_when(organisation, today),
            url=reverse("partners_workspace:in_hand", args=[organisation.slug])
            if is_manager(user)
            else reverse("partners_workspace:organisation", args=[organisation.slug]),
            urgency=Urgency.by_date(until, today) if until else Urgency.OVERDUE,
            due_on=until,
        )


@provider("work of teams without a caseworker")
def of_teams(user, today):
    """Requests, cases and stock of an organisation that works here, and where nobody is left who
    does them: for its leads and the managers."""
    working = Membership.objects.current().filter(
        organisation=OuterRef("pk"), role=Role.CASEWORKER, person__is_active=True
    )
    found = Organisation.objects.filter(~Exists(working), state__in=WORKING_STATES)
    if not is_manager(user):
        if not (mine := leads(user)):
            return
        found = found.filter(pk__in=mine)
    left = open_work.left_by_organisations(found.values("pk"), hands=str(Role.CASEWORKER))
    names = Organisation.objects.in_bulk(left) if left else {}
    for pk, kinds in left.items():
        page = "in_hand" if is_manager(user) else "organisation"
        yield Item(
            key=f"no-caseworker:{names[pk].slug}",
            title=f"Find a caseworker for {_counted(kinds)}",
            about=str(names[pk]),
            when="no one can work on it",
            url=reverse(f"partners_workspace:{page}", args=[names[pk].slug]),
            urgency=Urgency.OVERDUE,
        )


@provider("work left behind by people")
def of_people(user, today):
    """Cases, tasks and appointments of someone who is no longer a caseworker of the team: for its
    leads and the managers. Who it was stays unsaid: they may have been erased."""
    working = Organisation.objects.filter(state__in=WORKING_STATES)
    if not is_manager(user):
        if not (mine := leads(user)):
            return
        working = working.filter(pk__in=mine)
    left = open_work.left_by_people(working.values("pk"))
    names = Organisation.objects.in_bulk(left) if left else {}
    for pk, kinds in left.items():
        yield Item(
            key=f"left-by-people:{names[pk].slug}",
            title=f"Find someone for {_counted(kinds)} of people who have left",
            about=str(names[pk]),
            when="no one can work on them",
            url=reverse("partners_workspace:left_by_people", args=[names[pk].slug]),
            urgency=Urgency.OVERDUE,
        )


def _counted(kinds: list[tuple[Kind, int]]) -> str:
    return ", ".join(kind.counted(number) for kind, number in kinds)


def _when(organisation: Organisation, today: Any) -> str:
    if organisation.state == OrganisationState.LEFT:
        return "the organisation has left, so no one can work on it"
    until = organisation.hands_over_until
    if until is None or until < today:
        return "no one can work on it"
    return f"it can transfer work until {words.uk_date(until)}"
