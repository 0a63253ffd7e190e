"""Reading a team: who works on its cases, who is named, and what this person may do about it."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.functions import Lower

from diz_portal.accounts.models import User
from inclusion.cases.models import Duty, NamedLead, Team
from partners.models import Membership, Role
from partners.selectors import leads_of


@dataclass(frozen=True)
class DutyOfTeam:
    """One duty of a team on its page."""

    duty: Duty
    person: User | None
    # How they came to it; None for someone named before this was recorded.
    named: NamedLead | None
    proposal: NamedLead | None
    may_name: bool
    verbs: frozenset[str]

    @property
    def label(self) -> str:
        """In the words of a button."""
        return self.duty.label.lower()


def duties(team: Team, user: User) -> list[DutyOfTeam]:
    """Both duties, with who has them and what waits for an answer."""
    rows = list(team.named_leads.filter(ended_at=None).select_related("person", "given_by"))
    found = []
    for duty in Duty:
        own = [row for row in rows if row.duty == duty]
        person = getattr(team, duty.field)
        found.append(
            DutyOfTeam(
                duty=duty,
                person=person,
                named=next(
                    (r for r in own if r.accepted_at and person and r.person_id == person.pk), None
                ),
                proposal=next((r for r in own if not r.accepted_at), None),
                may_name=user.has_perm("inclusion.name_leads", team),
                verbs=frozenset(verbs(team, duty, user, proposals=own)),
            )
        )
    return found


def verbs(
    team: Team,
    duty: Duty,
    user: User,
    *,
    proposals: list[NamedLead] | None = None,
    even_if_nothing: bool = False,
) -> set[str]:
    """What this person may do about a duty; what there is to do it to, unless asked otherwise."""
    may: set[str] = set()
    if proposals is None:
        proposals = list(team.named_leads.proposed().filter(duty=duty))
    waiting = [one for one in proposals if not one.accepted_at]
    named = getattr(team, duty.field)
    if user.has_perm("inclusion.propose_lead", team) and (
        even_if_nothing or (not named and not waiting and leads_of(team.organisation).count() == 1)
    ):
        may.add("propose")
    if any(one.person_id == user.pk for one in waiting) or (
        even_if_nothing and user.has_perm("inclusion.name_leads", team)
    ):
        may |= {"accept", "decline"}
    looks_after = user.has_perm("inclusion.name_leads", team) or user.has_perm(
        "inclusion.propose_lead", team
    )
    if (looks_after or (named and named.pk == user.pk)) and (even_if_nothing or named or waiting):
        may.add("remove")
    return may


def nameable(team: Team, by: User) -> QuerySet[User]:
    """Active members of the organisation, without the one who names."""
    members = Membership.objects.current().filter(organisation=team.organisation_id)
    return (
        User.objects.active()
        .filter(pk__in=members.values("person"))
        .exclude(pk=by.pk)
        .order_by(Lower("name"), "pk")
    )


def caseworkers_of(team: Team) -> QuerySet[Membership]:
    """With who gave each the role, and when."""
    return (
        team.organisation.memberships.current()
        .filter(role=Role.CASEWORKER)
        .select_related("person", "given_by")
        .order_by(Lower("person__name"), "person_id")
    )


def past(team: Team) -> QuerySet[NamedLead]:
    """Who was named, or only proposed, before: the last fifty."""
    return team.named_leads.past().select_related("person", "given_by", "ended_by")[:50]


def team_panel(organisation, user) -> dict | None:
    """For the organisation's page in the workspace: where its team is found."""
    found = Team.objects.visible_to(user).filter(organisation=organisation).first()
    return {"team": found} if found else None
