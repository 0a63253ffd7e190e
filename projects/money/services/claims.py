"""What goes into a claim: its period, its lines and their evidence, until it is submitted.

Locks are taken in one order: the funding sources by their number, the claim, and what was spent.
So no two people claim the same cost or class of a source, nobody waits for somebody who waits for
them, and nothing is added to a claim while it is being submitted.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import documents
from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.sent_once import sent_before
from diz_portal.words import pounds, uk_date
from partners.models import Organisation
from projects.money.claim_states import CLAIMABLE, ClaimStep, EvidenceKind
from projects.money.enums import Flow, SourceState
from projects.money.models import (
    Claim,
    ClaimEvent,
    ClaimEvidence,
    ClaimLine,
    FundingSource,
    Posting,
)
from projects.money.rules import CLAIM_GUARD
from projects.money.selectors import claims as selectors
from projects.money.selectors.claims import Share, Spend
from projects.money.services.sources import locked


class OnlyCash(Refusal):
    message = "You cannot claim a contribution in kind. Select funding in cash"


class NotSecured(Refusal):
    message = "This funding is not secured. Mark it as secured before you claim it"


class ClaimedTwice(Refusal):
    def __init__(self, spend: Spend):
        what = f"{pounds(spend.left)} of “{spend.posting.description}” can be claimed"
        super().__init__(
            f"{what}: the rest was refunded or is in another claim. Enter no more than that"
            if spend.left
            else f"There is nothing left to claim of “{spend.posting.description}”: it was "
            "refunded or is in another claim. Select other spend"
        )


def held(claim: Claim, spent_from: Iterable[int] = ()) -> Claim:
    """The claim as it is now, with its source, until the transaction ends; and with it the sources
    that its new lines were spent from: what is left of their classes is then counted once."""
    if others := {*spent_from} - {claim.source_id}:
        every = FundingSource.objects.filter(pk__in={claim.source_id, *others}).order_by("pk")
        list(every.select_for_update(no_key=True).values_list("pk"))
    source = locked(claim.source)
    found = (
        Claim.objects.select_for_update(of=("self",), no_key=True)
        .select_related("organisation")
        .get(pk=claim.pk)
    )
    found.source = source
    return found


def held_open(claim: Claim, spent_from: Iterable[int] = ()) -> Claim:
    claim = held(claim, spent_from)
    if not claim.is_open:
        raise NotNow(
            f"The status of this claim is “{claim.get_state_display()}”, so it cannot be changed. "
            "Reload the page"
        )
    return claim


@transaction.atomic
def start(
    *,
    by: User,
    source: FundingSource,
    organisation: Organisation,
    period_from: date,
    period_to: date,
    held_back_percent: Decimal = Decimal(0),
    attempt: str = "",
) -> Claim:
    """Begin a claim for a period. Nothing is asked of the funder until it is submitted."""
    source = locked(source)
    said = {"source_id": source.pk, "period_from": period_from, "period_to": period_to}
    if known := sent_before(Claim, attempt, "claim", **said):
        return known
    must_be_claimable(source)
    _period_is_one(period_from, period_to)
    _may_be_claimed_for(source, organisation)
    claim = Claim.objects.create(
        source=source,
        organisation=organisation,
        period_from=period_from,
        period_to=period_to,
        held_back_percent=held_back_percent,
        attempt=attempt,
    )
    ClaimEvent.objects.create(claim=claim, step=ClaimStep.STARTED, by=by)
    return claim


def must_be_claimable(source: FundingSource) -> None:
    if not source.is_cash:
        raise OnlyCash
    if source.state != SourceState.SECURED:
        raise NotSecured


def _period_is_one(period_from: date, period_to: date) -> None:
    if period_to < period_from:
        raise Refusal("Enter an end date on or after the start date")
    if period_to > timezone.localdate():
        raise Refusal("Enter an end date that is today or in the past")


def _may_be_claimed_for(source: FundingSource, organisation: Organisation) -> None:
    project = source.project
    partners = {project.lead_id, *project.partners.values_list("pk", flat=True)}
    if organisation.pk not in partners:
        raise Refusal("Select the accountable body or a partner of this project")


@transaction.atomic
def edit(
    *,
    by: User,
    claim: Claim,
    organisation: Organisation,
    period_from: date,
    period_to: date,
    held_back_percent: Decimal,
) -> Claim:
    claim = held_open(claim)
    _period_is_one(period_from, period_to)
    _may_be_claimed_for(claim.source, organisation)
    left_out = claim.lines.exclude(posting__on__range=(period_from, period_to))
    if organisation.pk != claim.source.project.lead_id:
        left_out = left_out | claim.lines.exclude(posting__organisation=organisation)
    if line := left_out.first():
        raise Refusal(
            f"“{line.posting.description}” of {uk_date(line.posting.on)} would no longer be "
            "part of this claim. Remove that line first"
        )
    claim.organisation = organisation
    claim.period_from, claim.period_to = period_from, period_to
    claim.held_back_percent = held_back_percent
    claim.save(update_fields=["organisation", "period_from", "period_to", "held_back_percent"])
    _changed(claim, by)
    return claim


# Lines -------------------------------------------------------------------------------------------


@transaction.atomic
def add_lines(
    *, by: User, claim: Claim, postings: Sequence[Posting], percent: Decimal | None = None
) -> list[ClaimLine]:
    """Claim a share of each of them; without one, all that has not been claimed.

    What is in the claim already stays as it is, so that a form sent twice adds nothing.
    """
    claim = held_open(claim, [one.source_id for one in postings])
    must_be_claimable(claim.source)
    have = set(claim.lines.values_list("posting", flat=True))
    wanted = [one for one in _locked_spend([one.pk for one in postings]) if one.pk not in have]
    for posting in wanted:
        _belongs(posting, claim)
    made = []
    for posting in wanted:
        # Asked one by one: each line takes from what is left of the next one's class.
        spend = _spend(posting)
        if not spend.left:
            raise ClaimedTwice(spend)
        share = spend.by_amount(spend.left) if percent is None else spend.by_percent(percent)
        _fits(spend, share)
        made.append(
            ClaimLine.objects.create(
                claim=claim,
                posting=posting,
                percent=share.percent,
                net=share.net,
                vat=share.vat,
                amount=share.amount,
                by=by,
            )
        )
    if made:
        _changed(claim, by)
    return made


@transaction.atomic
def set_share(
    *,
    by: User,
    line: ClaimLine,
    percent: Decimal | None = None,
    amount: Decimal | None = None,
) -> ClaimLine:
    """Change how much of it is claimed: by per cent of what was spent, or by amount. Without
    either it stays as it is."""
    claim = held_open(line.claim, [line.posting.source_id])
    line = claim.lines.get(pk=line.pk)
    if percent is None and amount is None:
        return line
    (posting,) = _locked_spend([line.posting_id])
    spend = _spend(posting, but=line)
    share = spend.by_percent(percent or Decimal(0)) if amount is None else spend.by_amount(amount)
    if share.amount <= 0:
        raise Refusal("Enter a share above 0% or an amount above £0")
    _fits(spend, share)
    line.percent, line.net = share.percent, share.net
    line.vat, line.amount, line.by = share.vat, share.amount, by
    line.save(update_fields=["percent", "net", "vat", "amount", "by"])
    _changed(claim, by)
    return line


@transaction.atomic
def remove_line(*, by: User, line: ClaimLine) -> None:
    """Select other spend of the claim, with its evidence. What was spent stays in the accounts."""
    claim = held_open(line.claim)
    found = claim.lines.filter(pk=line.pk).first()
    if found is None:
        raise NotNow("This line has been removed. Reload the page")
    papers = [one.paper for one in found.evidence.select_related("paper")]
    found.delete()
    for paper in papers:
        documents.delete(document=paper, by=by)
    _changed(claim, by)


def _locked_spend(pks: Sequence[int]) -> list[Posting]:
    """In one order, so that two claims never wait for each other."""
    found = Posting.objects.select_for_update(of=("self",)).filter(pk__in=pks)
    return list(found.select_related("source").order_by("pk"))


def _spend(posting: Posting, but: ClaimLine | None = None) -> Spend:
    (spend,) = selectors.spends(Posting.objects.filter(pk=posting.pk), but=but)
    return spend


def _belongs(posting: Posting, claim: Claim) -> None:
    source = claim.source
    is_spend = posting.flow == Flow.SPENT and posting.kind in CLAIMABLE and posting.amount > 0
    if not is_spend or posting.source.project_id != source.project_id:
        raise Refusal("Select spend of this project")
    if not claim.period_from <= posting.on <= claim.period_to:
        raise Refusal(
            f"“{posting.description}” was paid on {uk_date(posting.on)}, outside the period of "
            "this claim. Change the period or select other spend"
        )
    if claim.organisation_id not in (source.project.lead_id, posting.organisation_id):
        raise Refusal(
            f"“{posting.description}” was not paid by {claim.organisation}. Select other spend"
        )
    must_be_of_the_funding(posting, source)


def must_be_of_the_funding(posting: Posting, source: FundingSource) -> None:
    """Spent while the funding runs: asked again when it is submitted, as its dates may move."""
    starts, ends = source.starts_on, source.ends_on
    if (starts and posting.on < starts) or (ends and posting.on > ends):
        raise Refusal(
            f"“{posting.description}” was paid on {uk_date(posting.on)}, outside the dates of this "
            "funding. Select other spend"
        )


def _fits(spend: Spend, share: Share) -> None:
    if share.amount <= 0:
        raise Refusal(f"Enter a larger share of “{spend.posting.description}”")
    if share.amount > spend.left or share.percent + spend.claimed_percent > selectors.WHOLE:
        raise ClaimedTwice(spend)


# Evidence ----------------------------------------------------------------------------------------


@transaction.atomic
def add_evidence(
    *,
    by: User,
    line: ClaimLine,
    invoice: Any = None,
    payment: Any = None,
    no_invoice: str = "",
    no_payment: str = "",
) -> ClaimLine:
    """Attach an invoice and a proof of payment, or say why the funder does not ask for one."""
    claim = held_open(line.claim)
    line = claim.lines.select_related("posting").get(pk=line.pk)
    for kind, upload in ((EvidenceKind.INVOICE, invoice), (EvidenceKind.PAYMENT, payment)):
        if upload:
            paper = documents.store(
                upload=upload,
                title=f"{kind.label}: {line.posting.description}",
                guard=CLAIM_GUARD,
                by=by,
            )
            ClaimEvidence.objects.create(line=line, kind=kind, paper=paper)
    line.no_invoice, line.no_payment = no_invoice.strip(), no_payment.strip()
    line.by = by
    line.save(update_fields=["no_invoice", "no_payment", "by"])
    _changed(claim, by)
    return line


@transaction.atomic
def remove_evidence(*, by: User, evidence: ClaimEvidence) -> None:
    claim = held_open(evidence.line.claim)
    found = ClaimEvidence.objects.filter(pk=evidence.pk).select_related("paper").first()
    if found is None:
        raise NotNow("This file has been removed. Reload the page")
    found.delete()
    documents.delete(document=found.paper, by=by)
    _changed(claim, by)


def _changed(claim: Claim, by: User) -> None:
    """Whoever changes a claim has prepared it, and does not approve it. Said once in a row."""
    last = claim.steps.order_by("-pk").first()
    if (
        last is None
        or last.by_id != by.pk
        or last.step
        not in (
            ClaimStep.STARTED,
            ClaimStep.CHANGED,
        )
    ):
        ClaimEvent.objects.create(claim=claim, step=ClaimStep.CHANGED, by=by)
