"""Bids of the example, one won, one lost, one being signed; and grants to voluntary bodies out of
the bid that was won. All of it is invented."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from partners.models import Membership, Organisation, Role, Sector
from projects.example.money import Book
from projects.money.bid_enums import BidState
from projects.money.enums import Acceptance, Expenditure, Form, InKind, PostingKind, SourceKind
from projects.money.models import (
    Bid,
    BidEvent,
    BidShare,
    BidSignature,
    FundingSource,
    GrantRecipient,
    Regrant,
    RegrantEvent,
    RegrantNote,
    RegrantPayment,
)
from projects.money.regrant_enums import TO_RELEASE, PurposeMet, RecipientKind, RegrantState
from projects.portfolio.models import Project

# What a partner gives in kind: category and how it is valued.
Given = tuple[str, str]
VOLUNTEERS: Given = (InKind.VOLUNTEERS, "Hours at the Real Living Wage")
STAFF: Given = (InKind.STAFF_TIME, "Hours at the pay of the grade, with on-costs")


class Desk:
    """Bids of one lead organisation, each step on the day it happened."""

    def __init__(self, lead: Organisation, by: Any, today: date):
        self.lead, self.by, self.today = lead, by, today

    def day(self, days: int) -> date:
        return self.today - timedelta(days=days)

    def moment(self, days: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(days), time(10, 30)))

    def bid(self, deadline: int, asked: int, joint: int, **facts: Any) -> Bid:
        """Started 60 days before its deadline, and with the partners `joint` days ago."""
        bid = Bid.objects.create(
            lead=self.lead,
            deadline_on=self.day(deadline),
            ask_revenue=asked,
            state=BidState.SIGNING,
            joint_since=self.moment(joint),
            **facts,
        )
        for state, days in (
            (BidState.IDEA, deadline + 60),
            (BidState.DRAFTING, deadline + 50),
            (BidState.SIGNING, joint),
        ):
            self.step(bid, state, days)
        return bid

    def step(self, bid: Bid, state: str, days: int) -> None:
        BidEvent.objects.create(
            bid=bid, state=state, on=self.day(days), by=self.by, recorded_at=self.moment(days)
        )

    def share(
        self, bid: Bid, partner: Organisation, amount: int, signed: int | None, *given: str
    ) -> BidShare:
        """Of a partner, in cash, or in kind where it says what: signed so many days ago."""
        in_kind, valuation = given or ("", "")
        figures = {
            "bid": bid,
            "organisation": partner,
            "form": Form.IN_KIND if in_kind else Form.CASH,
            "in_kind": in_kind,
            "valuation": valuation,
            "capital": 0,
            "revenue": amount,
        }
        signature = None
        if signed is not None:
            signature = BidSignature.objects.create(
                by=_signs_for(partner), recorded_at=self.moment(signed), **figures
            )
        return BidShare.objects.create(signature=signature, **figures)

    def decide(self, bid: Bid, state: str, submitted: int, decided: int, **facts: Any) -> None:
        mine = Bid.objects.filter(pk=bid.pk)
        mine.update(state=BidState.SUBMITTED, submitted_on=self.day(submitted))
        self.step(bid, BidState.SUBMITTED, submitted)
        mine.update(state=state, decided_on=self.day(decided), **facts)
        self.step(bid, state, decided)


def _signs_for(organisation: Organisation) -> Any:
    leads = Membership.objects.current().filter(organisation=organisation, role=Role.LEAD)
    return leads.select_related("person").order_by("pk")[0].person


def load(by: Any, project: Project, today: date) -> str:
    desk = Desk(project.lead, by, today)
    source = FundingSource.objects.get(project=project, kind=SourceKind.GRANT)
    charity = project.partners.all()[0]
    councils = (
        Organisation.objects.public()
        .filter(sector=Sector.COUNCIL)
        .exclude(pk=project.lead_id)
        .order_by("pk")
    )
    _won(desk, project, source, charity)
    _lost(desk, councils[:2])
    _signing(desk, charity, councils[:2])
    _grants(Book(project, by, today), source, charity)
    return f"{Bid.objects.count()} bids, {Regrant.objects.count()} grants"


def _won(desk: Desk, project: Project, source: FundingSource, charity: Organisation) -> None:
    """What the device bank was begun with; the volunteers’ time is its match."""
    bid = desk.bid(
        590,
        110_000,
        605,
        title="Devices and data for people who have neither",
        funder=source.giver,
        scheme=source.title,
        match_needed=8_000,
        regranted=12_000,
    )
    desk.share(bid, desk.lead, 0, 600)
    desk.share(bid, charity, 9_600, 598, *VOLUNTEERS)
    desk.decide(bid, BidState.WON, 592, 530, source=source)
    book = Book(project, desk.by, desk.today)
    match = book.source(
        SourceKind.MATCH,
        f"Volunteers’ time from {charity}",
        charity,
        530,
        form=Form.IN_KIND,
        in_kind=VOLUNTEERS[0],
        valuation=VOLUNTEERS[1],
        acceptance=Acceptance.ASKED,
    )
    book.letter(match, 530, revenue=9_600, letter_reference=f"Bid {bid.reference}")
    book.secure(match, 530, f"Share signed in the bid {bid.reference}")
    for days, hours in ((400, "120"), (200, "164.5")):
        book.give(match, days, "Sessions at the device bank", hours, "12.60")


def _lost(desk: Desk, councils: Sequence[Organisation]) -> None:
    bid = desk.bid(
        300,
        240_000,
        330,
        title="Free wifi in ten market squares",
        funder="Department for Market Towns",
        scheme="Lively Places Fund, round 2",
        match_needed=40_000,
    )
    for number, council in enumerate([desk.lead, *councils]):
        desk.share(bid, council, 14_000, 320 - number)
    desk.decide(
        bid,
        BidState.LOST,
        302,
        230,
        feedback=(
            "The panel liked the partnership and the match. It saw little evidence that people "
            "would use wifi outdoors, and no plan for the running costs after year 2."
        ),
        lessons=(
            "Count users at one square before we bid again. Agree who pays for running costs "
            "before partners sign. Start the letters of support 8 weeks ahead."
        ),
    )


def _signing(desk: Desk, charity: Organisation, councils: Sequence[Organisation]) -> None:
    bid = desk.bid(
        -19,
        150_000,
        6,
        title="Digital champions in every library",
        funder="National Reading Trust",
        scheme="Libraries for the next decade",
        match_needed=30_000,
        regranted=20_000,
        note="Letters of support are in the shared folder.",
    )
    desk.share(bid, desk.lead, 12_000, 5)
    desk.share(bid, charity, 6_400, 3, *VOLUNTEERS)
    for council in councils:
        desk.share(bid, council, 9_000, None, *STAFF)


def _grants(book: Book, source: FundingSource, charity: Organisation) -> None:
    kettle = GrantRecipient.objects.create(
        name=charity.name,
        kind=RecipientKind.CHARITY,
        number=charity.identifier,
        organisation=charity,
    )
    shed = GrantRecipient.objects.create(
        name="Roydon Repair Shed CIC", kind=RecipientKind.CIC, number="00000921"
    )
    ladies = GrantRecipient.objects.create(
        name="Waltham Abbey Tea and Tablets",
        kind=RecipientKind.GROUP,
        constitution="Adopted in 2019, checked with its bank mandate in May",
    )
    paid = _grant(
        book,
        source,
        kettle,
        5_000,
        decided=320,
        awarded=305,
        title="Tea, tablet and talk",
        purpose="Weekly drop-in sessions in five libraries for people who are new to the internet",
        conditions="Name the partnership on posters. Report attendance each quarter.",
        public=list(TO_RELEASE),
    )
    for days, amount in ((290, 2_500), (150, 2_500)):
        _pay(book, source, paid, days, amount)
    for days, met, note in (
        (160, PurposeMet.PARTLY, "3 of 5 libraries have sessions; 46 people attended again"),
        (20, PurposeMet.YES, "Sessions in all 5 libraries; 112 people attended again"),
    ):
        RegrantNote.objects.create(
            regrant=paid,
            on=book.day(days),
            met=met,
            note=note,
            by=book.by,
            recorded_at=book.moment(days),
        )
    half = _grant(
        book,
        source,
        shed,
        4_000,
        decided=110,
        awarded=95,
        title="Repair café for laptops",
        purpose="Repair donated laptops once a month with volunteers, and teach them to do it",
        conditions="Second half on evidence of 30 repaired laptops.",
        public=["beneficiary", "amount"],
    )
    _pay(book, source, half, 80, 2_000)
    _grant(
        book,
        source,
        ladies,
        1_800,
        decided=9,
        awarded=None,
        title="Tablets at the lunch club",
        purpose="Six tablets and a helper at the weekly lunch club",
    )


def _grant(
    book: Book,
    source: FundingSource,
    recipient: GrantRecipient,
    amount: int,
    *,
    decided: int,
    awarded: int | None,
    public: Sequence[str] = (),
    **facts: Any,
) -> Regrant:
    is_awarded = awarded is not None
    grant = Regrant.objects.create(
        source=source,
        recipient=recipient,
        amount=amount,
        programme="Community digital grants",
        department="Community and Wellbeing",
        expenditure=Expenditure.REVENUE,
        starts_on=book.day(decided - 30),
        ends_on=book.day(decided - 395),
        monitor_on=book.day(decided - 300),
        decided_on=book.day(decided),
        decision=f"Grants panel, minute {decided % 40 + 3}",
        state=RegrantState.AWARDED if is_awarded else RegrantState.DECIDED,
        awarded_on=book.day(awarded) if awarded is not None else None,
        agreement="Grant agreement, signed by both" if is_awarded else "",
        public_fields=list(public),
        **facts,
    )
    steps = [(RegrantState.DECIDED, decided)]
    if awarded is not None:
        steps.append((RegrantState.AWARDED, awarded))
    for state, days in steps:
        RegrantEvent.objects.create(
            regrant=grant,
            state=state,
            amount=amount,
            on=book.day(days),
            by=book.by,
            recorded_at=book.moment(days),
        )
    return grant


def _pay(book: Book, source: FundingSource, grant: Regrant, days: int, amount: int) -> None:
    posting = book.post(
        source,
        days,
        PostingKind.SPEND,
        Decimal(amount),
        description=f"Grant: {grant.title}",
        counterparty=grant.recipient.name,
        transaction_reference=f"GR-{7_000 + days}",
    )
    RegrantPayment.objects.create(regrant=grant, posting=posting)
