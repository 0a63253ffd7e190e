"""What a resident who asks for help can do, and what they are told."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.privacy import processing
from diz_portal.privacy.processing.enums import Basis
from inclusion.cases.models import (
    Case,
    CaseEventKind,
    LawfulBasis,
    NeedKind,
    Person,
    Referral,
    ReferralKind,
    ReferralState,
    Step,
    Team,
    Urgency,
)
from inclusion.cases.models.need import HAS_IT
from inclusion.cases.services import referrals, telling
from inclusion.help.models import EqualityAnswers
from inclusion.help.selectors import switches
from partners.models import Organisation

# What a record of processing says, in the words of a referral.
BASES = {
    Basis.PUBLIC_TASK: LawfulBasis.PUBLIC_TASK,
    Basis.CONSENT: LawfulBasis.CONSENT,
    Basis.LEGITIMATE_INTERESTS: LawfulBasis.LEGITIMATE,
    Basis.RECOGNISED_INTERESTS: LawfulBasis.LEGITIMATE,
    Basis.VITAL_INTERESTS: LawfulBasis.VITAL,
}


class NotFound(Refusal):
    message = (
        "We cannot find a request with that reference and date of birth. Check both and try again, "
        "or call us"
    )


class AskingPaused(Refusal):
    message = "You cannot ask for this at the moment. Change your first answer"


@transaction.atomic
def ask(
    *,
    person: dict[str, Any],
    wanted: list[str],
    which_device: str = "",
    story: str = "",
    urgency: str = Urgency.ROUTINE,
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
        raise AskingPaused(f"{' '.join(paused)} Change your first answer")
    team = referrals.team_for(person.get("postcode", ""))
    return referrals.submit(
        kind=ReferralKind.CALLER if by else ReferralKind.SELF,
        person=person,
        sharing=referrals.Sharing(_basis(team)),
        wanted=wanted,
        which_device=which_device if NeedKind.DEVICE in wanted else "",
        story=story,
        urgency=urgency,
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
    """How far a request has got, as its person may know it: in the words of the messages."""

    referral: Referral
    # Who helps them now: another organisation may have taken it over.
    organisation: Organisation
    team: Team | None
    heading: str
    words: str
    # What they need, and how far each thing has got.
    needs: list[tuple[str, str]]


HEADINGS = {
    Step.RECEIVED: "We have your request",
    Step.REFERRED: "We have your request",
    Step.PASSED: "Another team has your request",
    Step.ACCEPTED: "We are helping you",
    Step.REOPENED: "We are helping you again",
    Step.DECLINED: "We could not help with your request",
    Step.WITHDRAWN: "This request was withdrawn",
    Step.CLOSED: "We have finished helping you",
}


def _basis(team: Team) -> LawfulBasis:
    """On which the team keeps what residents tell it, as its record of processing says."""
    basis = Basis(processing.of(Person, team.organisation).record.basis)
    otherwise = (
        LawfulBasis.PUBLIC_TASK if team.organisation.is_public_body else LawfulBasis.LEGITIMATE
    )
    return BASES.get(basis, otherwise)


def progress(*, reference: str, date_of_birth: date) -> Progress:
    """What the person may know of their own request. A wrong reference and a wrong date of birth
    are answered the same."""
    found = (
        Referral.objects.filter(reference=reference, person__date_of_birth=date_of_birth)
        .exclude(person__date_of_birth=None)
        .select_related("to__team", "made_by", "person", "case__handled_by")
        .first()
    )
    if found is None:
        raise NotFound
    case = telling.case_now(found)
    step, record = _stands(found, case)
    organisation = case.handled_by if case else found.to
    needs = telling.to_show(case) if case else []
    return Progress(
        referral=found,
        organisation=organisation,
        team=Team.objects.filter(organisation=organisation).first(),
        heading=HEADINGS[step],
        words=telling.said(step, record, has_begun=any(need.state in HAS_IT for need in needs)),
        needs=[telling.stands(need, found) for need in needs] if case else telling.asked(found),
    )


def _stands(referral: Referral, case: Case | None) -> tuple[Step, Referral | Case]:
    """The last step of the whole that the person was told of."""
    if case is None:
        return BEFORE_A_CASE[ReferralState(referral.state)](referral), referral
    if not case.is_open:
        return Step.CLOSED, case
    if case.pk != referral.case_id:
        return Step.PASSED, case
    if case.events.filter(kind=CaseEventKind.REOPENED).exists():
        return Step.REOPENED, case
    return Step.ACCEPTED, referral


def _received(referral: Referral) -> Step:
    if referral.tellings.filter(step=Step.PASSED).exists():
        return Step.PASSED
    return Step.REFERRED if referral.kind == ReferralKind.PARTNER else Step.RECEIVED


BEFORE_A_CASE: dict[ReferralState, Callable[[Referral], Step]] = {
    ReferralState.SUBMITTED: _received,
    ReferralState.DECLINED: lambda referral: Step.DECLINED,
    ReferralState.WITHDRAWN: lambda referral: Step.WITHDRAWN,
}


def heard_by(reference: str) -> date | None:
    """By when the organisation means to get in touch about a request just sent."""
    found = Referral.objects.filter(reference=reference).first()
    return telling.heard_by(found) if found else None


def asked_to_learn(reference: str) -> bool:
    """Whether a request is for help with skills: then lessons are pointed to."""
    return Referral.objects.filter(reference=reference, wanted__contains=[NeedKind.SKILLS]).exists()


def keep_equality_answers(**answers: str) -> None:
    """Keep what somebody chose to say about themselves, apart from everything else."""
    if any(answers.values()):
        EqualityAnswers.objects.create(month=timezone.localdate().replace(day=1), **answers)
