"""Bids: whose they are, who signs what, and that nothing is submitted unsigned."""

from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction

from diz_portal.access import NotNow, Refusal
from projects.models import Bid, BidShare, BidSignature
from projects.money.services import bids
from tests.factories.bids import a_bid, share_of, sign, signing, submitted
from tests.factories.money import days_ago
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    finance_of,
    lead_of,
    manager,
    viewer_of,
)

pytestmark = pytest.mark.django_db


def sees(user, bid) -> bool:
    return Bid.objects.visible_to(user).filter(pk=bid.pk).exists()


def test_a_bid_is_its_owners_until_it_is_joint():
    one = signing()
    idea = a_bid(lead=one.lead)
    bids.add_partner(by=one.by, bid=idea, organisation=one.partners[0])
    theirs = lead_of(one.partners[0])
    their_writer = contributor_of(one.partners[0])

    for person in (manager(), contributor_of(one.lead), finance_of(one.lead)):
        assert sees(person, idea)
        assert person.has_perm("projects.see_bid", idea)
    for person in (theirs, viewer_of(one.lead), lead_of()):
        assert not sees(person, idea)
        assert not person.has_perm("projects.see_bid", idea)
    assert sees(theirs, one.bid)
    assert sees(finance_of(one.partners[0]), one.bid)
    assert not sees(their_writer, one.bid)
    assert not sees(lead_of(), one.bid)


def test_a_partner_that_saw_a_bid_sees_it_while_it_is_drafted_again():
    one = signing()

    bids.return_to_drafting(by=one.by, bid=one.bid, reason="The fund changed its rules")

    assert sees(lead_of(one.partners[0]), one.bid)


def test_what_a_partner_has_not_signed_is_nobody_elses():
    one = signing(partners=2)
    mine, other = one.partners
    bids.edit_share(
        by=one.signers[mine.pk],
        share=share_of(one, mine),
        capital=Decimal(0),
        revenue=Decimal(700),
    )

    for person in (one.by, one.signers[other.pk], manager()):
        assert not BidShare.objects.visible_to(person).filter(organisation=mine).exists()
    assert BidShare.objects.visible_to(one.signers[mine.pk]).filter(organisation=mine).exists()
    sign(one, mine, revenue="700")
    assert BidShare.objects.visible_to(one.signers[other.pk]).filter(organisation=mine).exists()


def test_only_a_lead_or_finance_officer_of_that_organisation_signs():
    one = signing()
    mine = one.partners[0]
    share = share_of(one, mine)
    nothing = {"capital": Decimal(0), "revenue": Decimal(0)}

    for person in (one.by, manager(), contributor_of(mine), viewer_of(mine)):
        with pytest.raises(Refusal, match="lead or finance officer of that organisation"):
            bids.sign(by=person, share=share, **nothing)
        assert not person.has_perm("projects.sign_share", share)
    signature = bids.sign(by=finance_of(mine), share=share, **nothing)

    assert (signature.organisation, signature.amount) == (mine, 0)


def test_a_share_that_changes_loses_its_signature_and_keeps_the_record():
    one = signing()
    mine = one.partners[0]
    sign(one, mine, revenue="500")
    same = share_of(one, mine)

    bids.edit_share(by=one.signers[mine.pk], share=same, capital=Decimal(0), revenue=Decimal(500))
    assert share_of(one, mine).is_signed
    bids.edit_share(by=one.signers[mine.pk], share=same, capital=Decimal(0), revenue=Decimal(501))

    assert not share_of(one, mine).is_signed
    assert [kept.amount for kept in BidSignature.objects.filter(bid=one.bid)] == [500]


def test_the_database_takes_the_signature_off_a_share_that_changes():
    one = signing()
    sign(one, one.partners[0], revenue="500")

    BidShare.objects.filter(organisation=one.partners[0]).update(capital=1)

    assert not share_of(one, one.partners[0]).is_signed


def test_whoever_signs_signs_what_they_saw():
    one = signing()
    mine = one.partners[0]
    share = share_of(one, mine)
    bids.edit_share(by=one.signers[mine.pk], share=share, capital=Decimal(0), revenue=Decimal(900))

    with pytest.raises(Refusal, match="Someone has changed this share"):
        bids.sign(by=one.signers[mine.pk], share=share, capital=Decimal(0), revenue=Decimal(0))
    assert not share_of(one, mine).is_signed


def test_signing_twice_is_one_signature():
    one = signing()

    first, second = (sign(one, one.lead, revenue="5") for _ in range(2))

    assert first == second


def test_a_bid_is_not_submitted_until_all_have_signed_and_says_who_has_not():
    one = signing(partners=2)
    sign(one, one.lead)

    with pytest.raises(Refusal, match="Partner 1 and Partner 2 have not signed"):
        bids.submit(by=one.by, bid=one.bid, on=days_ago(0))
    sign(one, one.partners[0])
    with pytest.raises(Refusal, match="Partner 2 has not signed"):
        bids.submit(by=one.by, bid=one.bid, on=days_ago(0))
    with (
        pytest.raises(DatabaseError, match="once every partner has signed"),
        transaction.atomic(),
    ):
        Bid.objects.filter(pk=one.bid.pk).update(state="submitted", submitted_on=days_ago(0))
    sign(one, one.partners[1])

    assert bids.submit(by=one.by, bid=one.bid, on=days_ago(0)).state == "submitted"


def test_the_figures_of_a_bid_stay_while_partners_sign_and_return_with_their_signatures():
    one = signing()
    sign(one, one.lead, revenue="5")

    with pytest.raises(NotNow, match="Return the bid to drafting"):
        bids.edit(by=one.by, bid=one.bid, ask_revenue=Decimal(1))
    bids.edit(by=one.by, bid=one.bid, title="A better title", ask_revenue=Decimal(90_000))
    bids.return_to_drafting(by=one.by, bid=one.bid, reason="Less money")
    bids.edit(by=one.by, bid=one.bid, ask_revenue=Decimal(1))

    assert not BidShare.objects.filter(bid=one.bid).signed().exists()
    one.bid.refresh_from_db()
    assert (one.bid.title, one.bid.asked) == ("A better title", 1)


def test_shares_stay_once_the_bid_is_submitted():
    one = submitted()
    mine = one.partners[0]

    with pytest.raises(NotNow, match="you cannot change its shares"):
        bids.edit_share(
            by=one.signers[mine.pk], share=share_of(one, mine), capital=Decimal(1), revenue=0
        )
    with pytest.raises(NotNow, match="cannot change its shares"):
        bids.add_partner(by=one.by, bid=one.bid, organisation=OrganisationFactory())


def test_a_partner_gives_in_several_forms_and_signs_each():
    one = signing()
    mine, by = one.partners[0], one.signers[one.partners[0].pk]
    given = {"form": "in_kind", "in_kind": "staff_time", "revenue": Decimal(4000)}

    with pytest.raises(Refusal, match="how it is valued"):
        bids.add_share(by=by, bid=one.bid, organisation=mine, **given)
    extra = bids.add_share(
        by=by, bid=one.bid, organisation=mine, valuation="Hours at grade 7", **given
    )
    with pytest.raises(Refusal, match="already has a share of this type"):
        bids.add_share(by=by, bid=one.bid, organisation=mine, valuation="Again", **given)
    with pytest.raises(Refusal, match="lead or finance officer"):
        bids.add_share(by=one.by, bid=one.bid, organisation=mine, valuation="Ours", **given)
    bids.remove_share(by=by, share=extra)
    with pytest.raises(Refusal, match="without match"):
        bids.remove_share(by=by, share=share_of(one, mine))


def test_a_partner_that_is_removed_leaves_its_signature_on_record():
    one = signing()
    sign(one, one.partners[0], revenue="5")

    bids.remove_partner(by=one.by, bid=one.bid, organisation=one.partners[0])

    assert not one.bid.shares.filter(organisation=one.partners[0]).exists()
    assert one.bid.signatures.filter(organisation=one.partners[0]).exists()
    with pytest.raises(Refusal, match="lead organisation"):
        bids.remove_partner(by=one.by, bid=one.bid, organisation=one.lead)


def test_a_lost_bid_keeps_what_the_funder_said_and_what_was_learned():
    one = submitted()

    with pytest.raises(Refusal, match="on or after the day"):
        bids.lose(by=one.by, bid=one.bid, on=days_ago(3))
    bids.lose(by=one.by, bid=one.bid, on=days_ago(0), feedback="Too little evidence of need")
    bids.record_lessons(
        by=one.by, bid=one.bid, feedback="Too little evidence of need", lessons="Survey first"
    )

    one.bid.refresh_from_db()
    assert (one.bid.state, one.bid.lessons) == ("lost", "Survey first")
    assert [step.state for step in one.bid.steps.all()] == [
        *("idea", "drafting", "signing", "submitted", "lost")
    ]
    with pytest.raises(NotNow, match="“Lost”"):
        bids.withdraw(by=one.by, bid=one.bid, reason="No")


def test_a_bid_without_deadline_or_amount_stays_an_idea():
    idea = a_bid(deadline_on=None)

    with pytest.raises(Refusal, match="Enter the deadline"):
        bids.draft(by=manager(), bid=idea)


def test_a_form_that_is_sent_twice_adds_one_bid():
    lead = OrganisationFactory()

    first, second = (a_bid(lead=lead, attempt="2345678923") for _ in range(2))

    assert first == second
    with pytest.raises(Refusal, match="already sent this form"):
        a_bid(lead=lead, attempt="2345678923", title="Another")
