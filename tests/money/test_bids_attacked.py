"""No way round the signatures of a bid."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from diz_portal.access import Refusal
from partners.models import Organisation
from projects.models import Bid, BidShare
from projects.money.services import bids
from tests.factories.bids import share_of, sign, signing, submitted
from tests.factories.money import days_ago
from tests.factories.partners import OrganisationFactory

pytestmark = pytest.mark.django_db


def test_a_bid_is_not_submitted_with_a_partner_that_has_left():
    one = signing()
    for organisation in (one.lead, *one.partners):
        sign(one, organisation)
    Organisation.objects.filter(pk=one.partners[0].pk).update(state="left")

    with pytest.raises(Refusal, match="Remove Partner 1 from the bid"):
        bids.submit(by=one.by, bid=one.bid, on=days_ago(0))

    bids.remove_partner(by=one.by, bid=one.bid, organisation=one.partners[0])
    bids.submit(by=one.by, bid=one.bid, on=days_ago(0))


def test_the_database_begins_no_bid_as_submitted():
    with pytest.raises(DatabaseError, match="every partner has signed"), transaction.atomic():
        Bid.objects.create(
            title="Skills",
            funder="Ministry",
            lead=OrganisationFactory(),
            state="submitted",
            joint_since="2026-01-01T09:00:00Z",
            submitted_on=date(2026, 1, 2),
            deadline_on=date(2026, 1, 3),
            ask_revenue=5,
        )


def test_the_database_keeps_the_shares_of_a_submitted_bid():
    one = submitted()
    with pytest.raises(DatabaseError, match="stay as it was submitted"), transaction.atomic():
        BidShare.objects.filter(bid=one.bid).delete()

    other = signing()
    with pytest.raises(DatabaseError, match="stay as it was submitted"), transaction.atomic():
        BidShare.objects.filter(bid=one.bid).update(bid=other.bid)


def test_nobody_signs_a_valuation_that_they_have_not_seen():
    one = signing()
    partner = one.partners[0]
    by = one.signers[partner.pk]
    share = bids.add_share(
        by=by,
        bid=one.bid,
        organisation=partner,
        form="in_kind",
        in_kind="staff_time",
        valuation="£30 an hour",
        revenue=Decimal(300),
    )
    seen = {"capital": share.capital, "revenue": share.revenue, "valuation": share.valuation}
    bids.edit_share(by=by, share=share, valuation="£300 an hour", capital=0, revenue=Decimal(300))

    with pytest.raises(bids.FiguresChanged):
        bids.sign(by=by, share=share, **seen)

    assert not share_of(one, one.lead).is_signed
