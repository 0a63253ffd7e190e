"""Bids and grants to voluntary bodies, each made by its services.

`signing(…)` is a joint bid whose partners sign; `submitted(…)` one that all have signed.
`granted(…)` is a grant out of a fund, awarded unless said otherwise.
"""

from decimal import Decimal
from types import SimpleNamespace

import factory

from projects.models import Bid, GrantRecipient
from projects.money.enums import Expenditure
from projects.money.services import bids, regrants

from .accounts import UserFactory
from .money import awarded, days_ago
from .partners import OrganisationFactory, lead_of

ASKED = {"ask_revenue": Decimal(90_000)}


def a_bid(*, lead=None, by=None, **facts) -> Bid:
    """An idea of its lead organisation, with a deadline and an amount."""
    facts = {
        "title": "Digital skills for all",
        "funder": "Ministry of Skills",
        "deadline_on": days_ago(-20),
        **ASKED,
        **facts,
    }
    lead = lead or OrganisationFactory()
    return bids.add(by=by or UserFactory(password=None), lead=lead, **facts)


def signing(*, partners: int = 1, **facts) -> SimpleNamespace:
    """The bid, its lead organisation and partners, and who signs for each (`signers`)."""
    lead = facts.pop("lead", None) or OrganisationFactory(name="Lead council")
    others = [OrganisationFactory(name=f"Partner {number + 1}") for number in range(partners)]
    signers = {one.pk: lead_of(one, password=None) for one in (lead, *others)}
    bid = a_bid(lead=lead, **facts)
    by = signers[lead.pk]
    for one in others:
        bids.add_partner(by=by, bid=bid, organisation=one)
    bids.draft(by=by, bid=bid)
    bid = bids.ask_to_sign(by=by, bid=bid)
    return SimpleNamespace(bid=bid, lead=lead, partners=others, signers=signers, by=by)


def share_of(one, organisation):
    return one.bid.shares.filter(organisation=organisation).get()


def sign(one, organisation, capital="0", revenue="0"):
    """Its people say what it gives, and sign."""
    by, share = one.signers[organisation.pk], share_of(one, organisation)
    figures = {"capital": Decimal(capital), "revenue": Decimal(revenue)}
    share = bids.edit_share(by=by, share=share, **figures)
    return bids.sign(by=by, share=share, **figures)


def submitted(*, pledge="10000", **facts) -> SimpleNamespace:
    """Each partner gives `pledge` in cash."""
    one = signing(**facts)
    for organisation in (one.lead, *one.partners):
        sign(one, organisation, revenue=pledge)
    one.bid = bids.submit(by=one.by, bid=one.bid, on=days_ago(0))
    return one


class GrantRecipientFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GrantRecipient

    name = factory.Sequence(lambda n: f"Charity {n}")
    kind = "charity"
    number = factory.Sequence(lambda n: f"{1_000_000 + n}")


def granted(amount="5000", *, state="awarded", by=None, source=None, recipient=None, **facts):
    by = by or UserFactory(password=None)
    facts = {
        "title": "Community classes",
        "department": "Communities",
        "purpose": "Weekly classes for people who are new to the internet",
        "decision": "Programme board, minute 14",
        "starts_on": days_ago(100),
        "ends_on": days_ago(-200),
        "monitor_on": days_ago(-100),
        "expenditure": Expenditure.REVENUE,
        **facts,
    }
    grant = regrants.decide(
        by=by,
        source=source or awarded("0", "100000"),
        recipient=recipient or GrantRecipientFactory(),
        amount=Decimal(amount),
        decided_on=days_ago(60),
        **facts,
    )
    if state == "awarded":
        regrants.award(by=by, regrant=grant, on=days_ago(50), agreement="Letter of award, signed")
    grant.refresh_from_db()
    return grant
