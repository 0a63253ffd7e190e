"""The records of digital inclusion whose changes can be read: see `diz_portal.trail`."""

from functools import partial
from typing import Any

from diz_portal import trail
from diz_portal.trail import Part, Tracked
from inclusion.cases.models import Duty, NamedLead, Team


def _team(user: Any, slug: str) -> Team | None:
    """For whoever may open the team's page, which names the same people."""
    return Team.objects.visible_to(user).filter(organisation__slug=slug).first()


def _named(duty: Duty, team: Team) -> dict[str, Any]:
    return {"team": team, "duty": duty}


trail.register(
    Tracked(
        kind="team",
        model=Team,
        key="slug",
        find=_team,
        url=lambda team: team.get_absolute_url(),
        # Of a team only who is named for its records is tracked.
        own=False,
        parts=tuple(
            Part(NamedLead, of=partial(_named, duty), what=duty.label, named="person")
            for duty in Duty
        ),
        labels={
            "given_at": "Named or proposed on",
            "accepted_at": "In force since",
            "ended_at": "Ended",
            "ended_by": "Ended by",
        },
    )
)
