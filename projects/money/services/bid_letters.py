"""What partners are told of a bid: that their share of it waits for them to sign."""

from collections.abc import Iterable

from diz_portal import outbox
from diz_portal.accounts.models import User
from partners.models import Organisation
from projects.money.models import Bid
from projects.money.selectors.bids import signers


def ask(*, by: User, bid: Bid, organisations: Iterable[Organisation]) -> None:
    """An email to each lead and finance officer of theirs but the one who asks.

    The same people are told again when they are asked again: after the bid went back to drafting.
    """
    asked = bid.steps.order_by("-pk").values_list("pk", flat=True).first()
    for organisation in organisations:
        for person in signers(organisation):
            if person == by:
                continue
            outbox.queue(
                "projects/bid-to-sign",
                to=person.email,
                key=f"bid-{bid.reference}-{asked}-{organisation.pk}-{person.reference}",
                context={"person": person, "organisation": organisation, "bid": bid, "by": by},
            )
