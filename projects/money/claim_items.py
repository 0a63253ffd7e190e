"""What waits because of claims: for whoever prepares them, and for whoever approves them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import pounds
from projects.money.claim_states import ClaimState, ClaimStep
from projects.money.models import Claim, ClaimEvent
from projects.money.readers import certifier_of, finance_of
from projects.money.selectors.claim_pages import with_amount

# So long a claim waits for somebody before it is late.
MEANT_TO_TAKE = timedelta(days=7)
TO_DO = {
    ClaimState.SENT_BACK: "Correct claim",
    ClaimState.SUBMITTED: "Approve claim",
    ClaimState.APPROVED: "Mark claim as paid",
}


@provider("claims")
def claims_waiting(user: Any, today: date) -> Iterator[Item]:
    """Sent back and approved ones for finance officers, submitted ones for certifiers; not one
    that the person prepared and so may not approve."""
    prepares = finance_of(user)
    approves = certifier_of(user)
    if not (prepares or approves):
        return
    waiting = with_amount(Claim.objects.filter(state__in=list(TO_DO)))
    mine = waiting.filter(
        source__project__lead__in=prepares, state__in=[ClaimState.SENT_BACK, ClaimState.APPROVED]
    ) | waiting.filter(source__project__lead__in=approves, state=ClaimState.SUBMITTED)
    kept_from = _kept_from(user)
    for claim in mine.order_by("since", "pk"):
        if (claim.pk, claim.state) not in kept_from:
            yield _item(claim, today)


def _kept_from(user: Any) -> set[tuple[int, str]]:
    """What the person may not decide: their own claims, and what they approved themselves."""
    steps = ClaimEvent.objects.filter(by=user, claim__state__in=list(TO_DO))
    return {
        (claim, ClaimState.APPROVED if step == ClaimStep.APPROVED else ClaimState.SUBMITTED)
        for claim, step in steps.values_list("claim", "step")
        if step not in (ClaimStep.SENT_BACK, ClaimStep.WITHDRAWN)
    }


def _item(claim: Any, today: date) -> Item:
    due_on = claim.since + MEANT_TO_TAKE
    days = (today - claim.since).days
    return Item(
        key=f"claim:{claim.reference}",
        title=f"{TO_DO[ClaimState(claim.state)]}: {pounds(claim.amount)}",
        about=f"{claim.source.title}, {claim.source.project}",
        when="today" if not days else f"{days} day{'' if days == 1 else 's'} waiting",
        url=reverse("money:claim", args=[claim.source.project.slug, claim.reference]),
        urgency=Urgency.by_date(due_on, today),
        due_on=due_on,
        project=claim.source.project.title,
    )
