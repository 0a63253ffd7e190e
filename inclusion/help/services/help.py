"""What a resident who asks for help can do, and what they are told."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases.models import NeedKind, Referral, ReferralKind, ReferralState, Team
from inclusion.cases.services import casebook, referrals
from inclusion.help.models import EqualityAnswers
from inclusion.help.selectors import switches


class NotFound(Refusal):
    message = (
        "We found no request with this reference and date of birth. Check both, or telephone us."
    )


class AskingPaused(Refusal):
    message = "That cannot be asked for at the moment."


@transaction.atomic
def ask(
    *,
    person: dict[str, Any],
    wanted: list[str],
    story: str = "",
    attempt: str = "",
    by: User | None = None,
) -> Referral:
    """Send somebody's own request to the team that helps where they live; `by` staff who wrote it
    down for a caller. What nobody may ask for at the moment is refused, with how long it takes:
    the wait may have begun since the first question."""
    paused = [
        standing.words
        for choice in switches.choices()
        if choice.kind in wanted and not choice.is_open
        for standing in choice.paused
    ]
    if paused:
        raise AskingPaused(f"{' '.join(paused)} Change your first answer.")
    team = referrals.team_for(person.get("postcode", ""))
    return referrals.submit(
        kind=ReferralKind.CALLER if by else ReferralKind.SELF,
        person=person,
        ground=referrals.Ground(team.basis),
        wanted=wanted,
        story=story,
        team=team,
        attempt=attempt,
        by=by,
    )


def can_be_read(answers: dict[str, Any]) -> None:
    """Say beside the postcode when no team takes requests from there, not after four more
    questions."""
    if "postcode" in answers:
        referrals.team_for(answers["postcode"])


@dataclass(frozen=True)
class Progress:
    """How far a request has got, as its person may know it."""

    referral: Referral
    team: Team | None
    words: str
    next_step: str
    # By when somebody gets in touch, while nobody has.
    by: date | None


SAID = {
    ReferralState.SUBMITTED: (
        "We have your request.",
        "Somebody will read it and get in touch the way you chose.",
    ),
    ReferralState.ACCEPTED: (
        "We are helping you.",
        "Your caseworker gets in touch as soon as the next thing is ready.",
    ),
    ReferralState.COMPLETED: (
        "Everything you asked for has been settled.",
        "If something does not work, or you need more help, telephone us or ask again.",
    ),
    ReferralState.DECLINED: (
        "We could not take your request on.",
        "We have told you why, and where else to ask. Telephone us if you have not heard.",
    ),
    ReferralState.WITHDRAWN: (
        "The request was taken back.",
        "You can ask again whenever you like.",
    ),
}


def progress(*, reference: str, date_of_birth: date) -> Progress:
    """What the person may know of their own request. A wrong reference and a wrong date of birth
    are answered the same."""
    found = (
        Referral.objects.filter(reference=reference, person__date_of_birth=date_of_birth)
        .exclude(person__date_of_birth=None)
        .select_related("to__team")
        .first()
    )
    if found is None:
        raise NotFound
    words, next_step = SAID[ReferralState(found.state)]
    team = getattr(found.to, "team", None)
    return Progress(found, team, words, next_step, _heard_by(found))


def heard_by(reference: str) -> date | None:
    """By when the organisation promises to get in touch about a request just sent."""
    found = Referral.objects.filter(reference=reference).first()
    return _heard_by(found) if found else None


def _heard_by(referral: Referral) -> date | None:
    if referral.state != ReferralState.SUBMITTED:
        return None
    day = timezone.localdate(referral.submitted_at)
    return casebook.target_for(referral.to_id, referral.urgency, day)


def asked_to_learn(reference: str) -> bool:
    """Whether a request is for help with skills: then lessons are pointed to."""
    return Referral.objects.filter(reference=reference, wanted__contains=[NeedKind.SKILLS]).exists()


def keep_equality_answers(**answers: str) -> None:
    """Keep what somebody chose to say about themselves, apart from everything else."""
    if any(answers.values()):
        EqualityAnswers.objects.create(month=timezone.localdate().replace(day=1), **answers)
