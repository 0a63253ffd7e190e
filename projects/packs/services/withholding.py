"""What is kept from the public edition: decided by somebody with the right, under a paragraph, with
the public interest weighed, until a day."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from projects.packs.models import (
    Pack,
    PackDecision,
    PackSection,
    PackSentence,
    PackWithheld,
    WithheldReview,
)
from projects.packs.services.drafting import held

REVIEW_AHEAD = "Enter a review date after today"
SUMS = (
    "Key figures are sums of the other sections. Withhold the section that a figure comes from, "
    "and the figure is withheld with it"
)
MEANWHILE = (
    "Someone else has just withheld this item, so your decision is not saved. Reload the page to "
    "see theirs"
)


@transaction.atomic
def withhold(
    *,
    by: User,
    pack: Pack,
    item: PackSection | PackSentence | PackDecision,
    paragraph: int,
    reason: str,
    review_on: date,
    instead_of: PackWithheld | None = None,
) -> PackWithheld:
    """From the public edition of this pack. An item that is withheld already is decided again only
    by whoever names that decision."""
    pack = held(pack)
    if item == PackSection.FIGURES:
        raise Refusal(SUMS)
    if review_on <= timezone.localdate():
        raise Refusal(REVIEW_AHEAD)
    what = {
        PackSection: "section",
        PackSentence: "sentence",
        PackDecision: "decision",
    }[type(item)]
    decided: dict[str, Any] = {
        "paragraph": paragraph,
        "reason": reason,
        "review_on": review_on,
        "decided_by": by,
        "decided_at": timezone.now(),
    }
    found = pack.withheld.filter(**{what: item}).first()
    if found != instead_of:
        raise NotNow(MEANWHILE)
    if found is None:
        return pack.withheld.create(**{what: item}, **decided)
    for name, value in decided.items():
        setattr(found, name, value)
    found.save(update_fields=list(decided))
    return found


@transaction.atomic
def release(*, by: User, item: PackWithheld) -> None:
    """The public edition has it after all."""
    held(item.pack)
    PackWithheld.objects.filter(pk=item.pk).delete()


@transaction.atomic
def review(*, by: User, item: PackWithheld, reason: str, keep_until: date | None) -> WithheldReview:
    """Looked at again after the pack was issued. The pack stays as it is; the next one follows."""
    item = (
        PackWithheld.objects.select_for_update(of=("self",)).select_related("pack").get(pk=item.pk)
    )
    if item.pack.is_draft:
        raise NotNow("This pack is a draft. Change what is withheld in the draft itself")
    if keep_until is not None and keep_until <= timezone.localdate():
        raise Refusal(REVIEW_AHEAD)
    return item.reviews.create(by=by, keep_until=keep_until, reason=reason)
