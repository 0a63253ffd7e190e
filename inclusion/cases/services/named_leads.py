"""Naming who answers for a team's records: two people each time, and its leads are told.

Who is named has emergency access to cases, so they are named as caseworkers are: by a lead of the
organisation, and no one by themselves. An organisation with a single lead could never
name that lead; a programme manager proposes them, and they accept.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases.models import Duty, NamedLead, Team
from partners.roles import is_manager
from partners.selectors import leads_of
from partners.services.people import lock
from partners.services.roles import NotToOneself


class NotYoursToName(Refusal):
    message = (
        "Only a lead of this organisation can name its safeguarding and data protection leads. "
        "Ask one to do it"
    )


class NotYourself(NotToOneself):
    message = (
        "You cannot name yourself. Ask another lead of this organisation, or, if you are its only "
        "lead, ask a programme manager to propose you"
    )


class NotOfTheOrganisation(Refusal):
    message = "Select a current member of this organisation"


class NotTheOnlyLead(Refusal):
    message = (
        "A programme manager can only propose an organisation’s only lead. This organisation has "
        "several leads or none. Ask a lead to name someone"
    )


class NothingToAnswer(Refusal):
    message = (
        "There is no proposal to answer. It may have been withdrawn or already answered. Reload "
        "the page to see"
    )


class NobodyNamed(Refusal):
    message = (
        "No one has this role. Someone else may have just removed them. Reload the page to see"
    )


@transaction.atomic
def name(*, team: Team, duty: Duty, person: User, by: User) -> NamedLead:
    """Name a member of the organisation, in force straight away; the one before no longer is."""
    team = _locked(team)
    leads = set(leads_of(team.organisation))
    if by not in leads:
        raise NotYoursToName
    if person == by:
        raise NotYourself
    if not (
        person.is_active and team.organisation.memberships.current().filter(person=person).exists()
    ):
        raise NotOfTheOrganisation
    now = timezone.now()
    _end(team, duty, by=by)
    named = NamedLead.objects.create(
        team=team, duty=duty, person=person, given_by=by, given_at=now, accepted_at=now
    )
    _in_force(named)
    return named


@transaction.atomic
def propose(*, team: Team, duty: Duty, by: User) -> NamedLead:
    """A programme manager proposes an organisation's only lead; nothing changes until they
    accept. Proposing again changes nothing."""
    team = _locked(team)
    if not is_manager(by):
        raise NotYoursToName
    person = only_lead(team)
    if person is None or person == by:
        raise NotTheOnlyLead
    if waiting := team.named_leads.proposed().filter(duty=duty).first():
        if waiting.person_id == person.pk and waiting.given_by_id == by.pk:
            return waiting
        _close(waiting, by=by)
    proposal = NamedLead.objects.create(team=team, duty=duty, person=person, given_by=by)
    _tell([person], "inclusion/lead_proposed", proposal)
    return proposal


@transaction.atomic
def accept(*, team: Team, duty: Duty, by: User) -> NamedLead:
    """The lead takes what a manager proposed, while both still are what they were."""
    team = _locked(team)
    proposal = _proposed_to(team, duty, by)
    if only_lead(team) != by:
        raise NotTheOnlyLead
    if not is_manager(proposal.given_by):
        raise NothingToAnswer
    _end(team, duty, by=by)
    proposal.accepted_at = timezone.now()
    proposal.save(update_fields=["accepted_at"])
    _in_force(proposal)
    return proposal


@transaction.atomic
def decline(*, team: Team, duty: Duty, by: User) -> NamedLead:
    return _close(_proposed_to(_locked(team), duty, by), by=by)


@transaction.atomic
def remove(*, team: Team, duty: Duty, by: User) -> None:
    """End who is named, and what is proposed: fewer then come near residents, so one is enough."""
    team = _locked(team)
    named = getattr(team, duty.field)
    may = is_manager(by) or by == named or by in set(leads_of(team.organisation))
    if not may:
        raise NotYoursToName
    proposal = team.named_leads.proposed().filter(duty=duty).first()
    if named is None and proposal is None:
        raise NobodyNamed
    if proposal:
        _close(proposal, by=by)
    _end(team, duty, by=by)


def only_lead(team: Team) -> User | None:
    """The lead of an organisation that has one who can act, and no more."""
    leads = list(leads_of(team.organisation)[:2])
    return leads[0] if len(leads) == 1 else None


def _locked(team: Team) -> Team:
    lock(team.organisation)
    return (
        Team.objects.select_for_update(of=["self"])
        .select_related("organisation", "safeguarding_lead", "data_protection_lead")
        .get(pk=team.pk)
    )


def _proposed_to(team: Team, duty: Duty, person: User) -> NamedLead:
    waiting = team.named_leads.proposed().filter(duty=duty, person=person)
    proposal = waiting.select_related("given_by", "person").first()
    if proposal is None:
        raise NothingToAnswer
    return proposal


def _close(named: NamedLead, *, by: User) -> NamedLead:
    named.ended_at, named.ended_by = timezone.now(), by
    named.save(update_fields=["ended_at", "ended_by"])
    return named


def _end(team: Team, duty: Duty, *, by: User) -> None:
    team.named_leads.in_force().filter(duty=duty).update(ended_at=timezone.now(), ended_by=by)
    Team.objects.filter(pk=team.pk).update(**{duty.field: None})


def _in_force(named: NamedLead) -> None:
    team = named.team
    Team.objects.filter(pk=team.pk).update(**{Duty(named.duty).field: named.person})
    _tell({*leads_of(team.organisation), named.person}, "inclusion/lead_named", named)


def _tell(people: Any, template: str, named: NamedLead) -> None:
    for reader in sorted(people, key=lambda one: one.pk):
        outbox.queue(
            template,
            to=reader.email,
            key=f"{template.partition('/')[2]}-{named.pk}-{reader.pk}",
            context={
                "reader": reader,
                "duty": named.get_duty_display().lower(),
                "organisation": named.team.organisation,
                "person": named.person,
                "by": named.given_by,
                "url": named.team.get_absolute_url(),
            },
        )
