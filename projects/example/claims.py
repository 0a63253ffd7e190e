"""The claims of the example: one paid, with a part held back; one sent back; one being prepared.
Prepared, approved and paid by different people, as always."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from diz_portal import documents
from diz_portal.accounts.models import User
from partners.models import Membership, Role
from projects.money import periods
from projects.money.amounts import rounded
from projects.money.claim_states import ClaimStep, EvidenceKind
from projects.money.enums import Flow, PostingKind
from projects.money.models import (
    Claim,
    ClaimEvent,
    ClaimEvidence,
    ClaimLine,
    ClaimReceipt,
    FundingSource,
    Posting,
)
from projects.money.rules import CLAIM_GUARD
from projects.portfolio.models import Project

INVOICE, PAYMENT = EvidenceKind.INVOICE, EvidenceKind.PAYMENT


class Desk:
    """Claims against one source, each step on the day it was taken."""

    def __init__(self, source: FundingSource, today: date, finance: User, certifier: User):
        self.source, self.today = source, today
        self.finance, self.certifier = finance, certifier

    def claim(self, first: int, last: int, started: int, held_back: int = 0) -> Claim:
        claim = Claim.objects.create(
            source=self.source,
            organisation=self.source.project.lead,
            period_from=self._day(first),
            period_to=self._day(last),
            held_back_percent=held_back,
            started_at=self._moment(started),
        )
        self.step(claim, ClaimStep.STARTED, started, self.finance)
        return claim

    def lines(self, claim: Claim, *kinds: str) -> None:
        """All that was spent from the source in the period, with evidence of these kinds."""
        spent = self.source.postings.filter(
            kind=PostingKind.SPEND, on__range=(claim.period_from, claim.period_to)
        )
        for posting in spent:
            line = ClaimLine.objects.create(
                claim=claim,
                posting=posting,
                percent=100,
                net=posting.amount,
                amount=posting.amount,
                by=self.finance,
            )
            for kind in kinds:
                self._evidence(line, kind)

    def step(self, claim: Claim, step: str, days: int, by: User, reason: str = "") -> None:
        ClaimEvent.objects.create(
            claim=claim,
            step=step,
            on=self._day(days),
            by=by,
            reason=reason,
            recorded_at=self._moment(days),
        )

    def paid(self, claim: Claim, days: int, reference: str) -> None:
        """With its receipt, less what is held back."""
        self.step(claim, ClaimStep.PAID, days, self.finance)
        claimed = sum(claim.lines.values_list("amount", flat=True), Decimal(0))
        due = claimed - rounded(claimed * claim.held_back_percent / 100)
        on, line = self._day(days), claim.lines.select_related("posting").first()
        if line is None:
            return
        receipt = Posting.objects.create(
            source=self.source,
            organisation=self.source.project.lead,
            flow=Flow.RECEIVED,
            kind=PostingKind.RECEIPT,
            on=on,
            month=periods.month_of(on),
            expenditure=line.posting.expenditure,
            net=due,
            amount=due,
            description=f"Claim {claim.reference}",
            counterparty=self.source.giver,
            transaction_reference=reference,
            by=self.finance,
            recorded_at=self._moment(days),
        )
        ClaimReceipt.objects.create(
            claim=claim, posting=receipt, expenditure=line.posting.expenditure
        )

    def _evidence(self, line: ClaimLine, kind: str) -> None:
        posting = line.posting
        what = f"{EvidenceKind(kind).label}: {posting.description}"
        said = f"{what}\n{posting.counterparty}\nNet £{posting.net:,.2f}, VAT £{posting.vat:,.2f}\n"
        paper = documents.store(
            upload=ContentFile(said.encode(), name=f"{kind}-{posting.transaction_reference}.txt"),
            title=what,
            guard=CLAIM_GUARD,
            by=self.finance,
        )
        ClaimEvidence.objects.create(line=line, kind=kind, paper=paper)

    def _day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def _moment(self, days: int) -> datetime:
        return timezone.make_aware(datetime.combine(self._day(days), time(11, 15)))


def officers(project: Project) -> tuple[User, User]:
    """Who keeps the accounts of its lead organisation, and who certifies them."""
    people: dict[str, Any] = {
        role: Membership.objects.filter(organisation=project.lead, role=role).first()
        for role in (Role.FINANCE, Role.CERTIFIER)
    }
    return people[Role.FINANCE].person, people[Role.CERTIFIER].person


def load(projects: dict[str, Project], today: date) -> str:
    fibre = projects["local-full-fibre-network"]
    finance, certifier = officers(fibre)

    grant = fibre.funding_sources.get(agreement_reference="LFFN-INV-031")
    desk = Desk(grant, today, finance, certifier)
    paid = desk.claim(70, 60, started=55, held_back=5)
    desk.lines(paid, INVOICE, PAYMENT)
    desk.step(paid, ClaimStep.SUBMITTED, 52, finance)
    desk.step(paid, ClaimStep.APPROVED, 48, certifier)
    desk.paid(paid, 24, "BACS-77120")

    back = desk.claim(40, 30, started=28, held_back=5)
    desk.lines(back, INVOICE, PAYMENT)
    desk.step(back, ClaimStep.SUBMITTED, 21, finance)
    desk.step(
        back,
        ClaimStep.SENT_BACK,
        9,
        certifier,
        "The proof of payment shows the order and not the payment. Attach the remittance advice",
    )

    devices = projects["device-and-data-bank"].funding_sources.get(title="Databank and devices")
    draft = Desk(devices, today, finance, certifier)
    draft.lines(draft.claim(65, 55, started=4), INVOICE)
    return f"{Claim.objects.count()} claims"
