"""What can happen to a team: closed to requests, and opened again."""

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.open_work import End, Ending
from diz_portal.open_work.services import Decision, settle
from inclusion.cases.models import Team


class TakesEverybodyElse(Refusal):
    message = (
        "Residents of districts without a team need a default team. Close this team to requests "
        "in the list of teams, and select the new default team there"
    )


def closing(team: Team) -> Ending:
    return Ending(
        what=End.TEAM,
        name=str(team),
        about=team.organisation.slug,
        organisations=(team.organisation_id,),
        organisation=team.organisation,
    )


@transaction.atomic
def close(*, team: Team, by: User, decision: Decision | None = None) -> Team:
    """Take no more requests and cases; its requests go to another team, as decided.

    What the team has goes on as before.
    """
    team = (
        Team.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=team.pk)
    )
    if not team.takes_referrals:
        return team
    settle(ending=closing(team), decision=decision, by=by)
    team.refresh_from_db()
    team.takes_referrals = False
    team.save(update_fields=["takes_referrals"])
    return team


@transaction.atomic
def open_again(*, team: Team, by: User) -> Team:
    team = Team.objects.select_for_update().get(pk=team.pk)
    team.takes_referrals = True
    team.save(update_fields=["takes_referrals"])
    return team
