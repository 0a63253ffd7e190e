"""What changed in claims: submitted, approved and paid, for those who read them."""

from collections.abc import Iterator
from decimal import Decimal

from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows, total
from diz_portal.words import pounds
from projects.money.claim_states import ClaimStep
from projects.money.models import Claim, ClaimEvent


def _kind(name: str, title: str, done: str, order: int, what: str = "claim") -> Kind:
    def says(rows: Rows) -> str:
        amount = pounds(Decimal(total(rows, "pence_claimed")) / 100)
        many = f"1 {what} was" if len(rows) == 1 else f"{len(rows):,} {what}s were"
        return f"{many} {done}, {amount}" if len(rows) == 1 else f"{many} {done}, {amount} in all"

    return Kind(
        name=name, title=title, room="Money", says=says, order=order, counted="pence_claimed"
    )


KINDS = {
    ClaimStep.SUBMITTED: _kind("claims-submitted", "Claims submitted", "submitted", 64),
    ClaimStep.APPROVED: _kind("claims-approved", "Claims approved", "approved", 65),
    ClaimStep.PAID: _kind("claims-paid", "Claims paid", "paid", 66),
    ClaimStep.UNPAID: _kind(
        "claims-unpaid", "Claim payments reversed", "reversed", 67, what="claim payment"
    ),
}


def steps(asked: Asked) -> Iterator[Change]:
    claims = Claim.objects.visible_to(asked.reader)
    if asked.project is not None:
        claims = claims.filter(source__project=asked.project)
    if asked.organisation is not None:
        claims = claims.filter(organisation=asked.organisation)
    rows = ClaimEvent.objects.filter(
        asked.happened("on", "recorded_at"), step__in=list(KINDS), claim__in=claims
    )
    for event in rows.select_related("claim__source__project", "claim__organisation"):
        claim = event.claim
        done = f"was {event.get_step_display().lower()}"
        if event.step == ClaimStep.UNPAID:
            done = "was paid by mistake: the payment was reversed"
        yield Change(
            kind=KINDS[ClaimStep(event.step)].name,
            on=event.on,
            recorded_at=event.recorded_at,
            says=f"{claim.source.title}: {pounds(event.amount)} {done}",
            url=reverse("money:claim", args=[claim.source.project.slug, claim.reference]),
            project=claim.source.project,
            organisation=claim.organisation,
            counts={"pence_claimed": int(event.amount * 100)},
        )


changes.register(*KINDS.values(), find=steps)
