"""The access log: looking at what people told us is recorded each time, and shown on the record."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from inclusion.cases import rules
from inclusion.cases.models import (
    EMERGENCY_KINDS,
    REASON_AT_LEAST,
    REASONS_OF,
    SIGNS_AT_LEAST,
    Case,
    CaseOpening,
    OpeningKind,
    Referral,
    Team,
)
from inclusion.cases.services import notices


class GivesNoReason(Refusal):
    message = f"Enter why you need emergency access, in at least {REASON_AT_LEAST} characters"


class ReasonDoesNotFit(Refusal):
    message = "Select a reason for access that fits the role you are using"


def log_opening(
    *,
    case: Case | None = None,
    referral: Referral | None = None,
    by: User,
    kind: OpeningKind = OpeningKind.TEAM,
    ground: str = "",
    reason: str = "",
) -> CaseOpening:
    """Record that someone looks at a record; while one opening lasts it is the same look."""
    record = {"case": case} if case else {"referral": referral}
    last = CaseOpening.objects.lasting().filter(**record, by=by, kind=kind).first()
    return last or CaseOpening.objects.create(
        **record, by=by, kind=kind, ground=ground, reason=reason
    )


def lasting(*, case: Case | None = None, referral: Referral | None = None, by: User):
    """The opening under which this person may read what the record says, or None."""
    record = {"case": case} if case else {"referral": referral}
    found = CaseOpening.objects.lasting().filter(**record, by=by).exclude(kind=OpeningKind.FOUND)
    return found.first()


def kinds_for(user: Any, case: Case) -> list[OpeningKind]:
    """In which roles a named lead may use emergency access to this case."""
    if not rules.answers_for_records(user, case):
        return []
    team = Team.objects.get(organisation=case.handled_by_id)
    leads = {
        OpeningKind.SAFEGUARDING: team.safeguarding_lead_id,
        OpeningKind.DATA_PROTECTION: team.data_protection_lead_id,
    }
    return [kind for kind in EMERGENCY_KINDS if leads[kind] == user.pk]


def says_something(reason: str) -> bool:
    """Whether someone can weigh the reason afterwards; the database asks the same."""
    return (
        len(reason) >= REASON_AT_LEAST
        and len(set(reason.lower().replace(" ", ""))) >= SIGNS_AT_LEAST
    )


@transaction.atomic
def use_emergency_access(
    *, case: Case, kind: str, ground: str, reason: str, by: User
) -> CaseOpening:
    """Let a named lead of the handling organisation read a case for an hour; its caseworkers are
    told that it happened and for which reason, and the case shows who and why."""
    if OpeningKind(kind) not in kinds_for(by, case):
        raise Refusal(
            "Only a named lead of the team has emergency access. Check the role you are using"
        )
    if ground not in REASONS_OF[OpeningKind(kind)]:
        raise ReasonDoesNotFit
    reason = " ".join(reason.split())
    if not says_something(reason):
        raise GivesNoReason
    opening = CaseOpening.objects.create(
        case=case,
        by=by,
        kind=OpeningKind(kind),
        ground=ground,
        reason=reason,
        at=timezone.now(),
    )
    notices.tell_of_emergency_access(case, opening)
    return opening
