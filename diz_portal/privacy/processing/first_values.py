"""What a record begins with, before its data protection lead has looked at it: sound for the kind
of organisation, and never more than it could answer for."""

from typing import Any

from diz_portal.privacy.purposes import Footing, Purpose

from .enums import Basis, Condition, Paragraph


def basis(purpose: Purpose, *, is_public_body: bool) -> Basis:
    """Public task is for public bodies alone; they in turn cannot rely on legitimate interests
    for what is their task (Article 6(1), last paragraph)."""
    if purpose.footing == Footing.LAW:
        return Basis.LEGAL_OBLIGATION
    if purpose.footing == Footing.CONTRACT:
        return Basis.CONTRACT
    if is_public_body:
        return Basis.PUBLIC_TASK
    if purpose.footing == Footing.CHOICE:
        return Basis.CONSENT
    return Basis.LEGITIMATE_INTERESTS


def condition(purpose: Purpose, *, is_public_body: bool) -> tuple[str, str]:
    """The Article 9 condition and its paragraph of Schedule 1; both empty without special data.

    What somebody offers of themselves, and may leave out, rests on their explicit consent
    whoever asks.
    """
    if not purpose.special:
        return "", ""
    if is_public_body and not purpose.offered:
        return Condition.PUBLIC_INTEREST, Paragraph.GOVERNMENT
    return Condition.EXPLICIT_CONSENT, ""


def of(purpose: Purpose, organisation: Any) -> dict[str, Any]:
    is_public = organisation is not None and organisation.is_public_body
    article_9, paragraph = condition(purpose, is_public_body=is_public)
    return {
        "basis": basis(purpose, is_public_body=is_public),
        "special": bool(purpose.special),
        "condition": article_9,
        "schedule_1": paragraph,
        "source": purpose.source,
        "recipients": purpose.recipients,
    }
