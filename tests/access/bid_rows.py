"""Rows of bids and of grants to voluntary bodies, as many as a list is measured with."""

from datetime import date
from decimal import Decimal
from typing import Any

from projects.models import (
    Bid,
    BidEvent,
    BidShare,
    GrantRecipient,
    Regrant,
    RegrantNote,
    RegrantPayment,
)
from projects.money.services import postings
from tests.constraints.breaking import triggers_asleep, triggers_awake
from tests.factories.bids import a_bid, granted


class BidRows:
    ours: Any
    manager: Any
    source: Any
    today: date
    long_ago: date
    organisations: Any

    def begin_bids(self) -> None:
        self.bid = a_bid(lead=self.ours, by=self.manager, title="First bid")
        Bid.objects.filter(pk=self.bid.pk).update(state="signing", joint_since=self.bid.created_at)
        self.grant = granted(source=self.source, by=self.manager, title="First grant")

    def bids(self, numbers) -> None:
        """Late, unsigned, and some of them lost."""
        made = Bid.objects.bulk_create(
            Bid(
                title=f"Bid {n}",
                funder="A ministry",
                lead=self.ours,
                deadline_on=self.long_ago,
                ask_revenue=n + 1,
                state="signing",
                joint_since=self.bid.created_at,
            )
            for n in numbers
        )
        BidShare.objects.bulk_create(BidShare(bid=one, organisation=self.ours) for one in made)
        # None begins as lost: what led to it is left out here.
        triggers_asleep()
        Bid.objects.bulk_create(
            Bid(
                title=f"Lost {n}",
                funder="A ministry",
                lead=self.ours,
                deadline_on=self.long_ago,
                ask_revenue=n + 1,
                state="lost",
                joint_since=self.bid.created_at,
                submitted_on=self.long_ago,
                decided_on=self.long_ago,
            )
            for n in numbers
        )
        triggers_awake()

    def bid_partners(self, numbers) -> None:
        made = self.organisations(range(70_000 + numbers.start, 70_000 + numbers.stop))
        BidShare.objects.bulk_create(BidShare(bid=self.bid, organisation=one) for one in made)

    def bid_steps(self, numbers) -> None:
        BidEvent.objects.bulk_create(
            BidEvent(bid=self.bid, state="drafting", on=self.long_ago, by=self.manager)
            for _ in numbers
        )

    def grants(self, numbers) -> None:
        for n in numbers:
            recipient = GrantRecipient.objects.create(
                name=f"Charity no {n}", kind="charity", number=f"{4_000_000 + n}"
            )
            Regrant.objects.create(
                source=self.source,
                recipient=recipient,
                title=f"Grant {n}",
                department="Communities",
                purpose="Classes",
                starts_on=self.long_ago,
                ends_on=self.today,
                monitor_on=self.long_ago,
                expenditure="revenue",
                amount=Decimal("0.01"),
                decided_on=self.long_ago,
                decision="Board",
                state="awarded",
                awarded_on=self.long_ago,
                agreement="Letter",
            )

    def grant_notes(self, numbers) -> None:
        RegrantNote.objects.bulk_create(
            RegrantNote(
                regrant=self.grant, on=self.long_ago, met="early", note="Seen", by=self.manager
            )
            for _ in numbers
        )

    def grant_payments(self, numbers) -> None:
        for _ in numbers:
            posting = postings.spend(
                by=self.manager,
                source=self.source,
                on=self.today,
                net=Decimal("0.01"),
                description="Grant",
                expenditure="revenue",
            )
            RegrantPayment.objects.create(regrant=self.grant, posting=posting)
