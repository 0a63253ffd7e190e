"""What people see and send on the pages of bids and grants, and what waits for them."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal import changes
from diz_portal.attention.selectors import items_for
from diz_portal.outbox.models import Message
from diz_portal.search import Asked
from diz_portal.search.reading import found
from projects.models import Bid, BidSignature, Regrant
from projects.money.bid_reports import GrantsRegister
from projects.money.selectors import budget
from projects.money.services import bids, regrants, winning
from tests.factories.bids import GrantRecipientFactory, granted, share_of, sign, signing, submitted
from tests.factories.money import awarded, days_ago
from tests.factories.partners import (
    OrganisationFactory,
    caseworker_of,
    finance_of,
    lead_of,
    manager,
)
from tests.money.links import dead_ends
from tests.words import says

pytestmark = pytest.mark.django_db


def url(name, one, **more):
    return reverse(f"money:{name}", kwargs={"reference": one.reference, **more})


def items(user) -> list[str]:
    return [item.title for item in items_for(user)]


def day(name, on):
    return {f"{name}_{at}": part for at, part in enumerate((on.day, on.month, on.year))}


def test_a_partner_signs_the_figures_that_the_page_shows(client):
    one = signing()
    mine, by = one.partners[0], one.signers[one.partners[0].pk]
    client.force_login(by)
    share = share_of(one, mine)
    client.post(url("bid_share", one.bid, share=share.reference), {"capital": "", "revenue": ""})
    address = url("bid_sign", one.bid, share=share.reference)

    unticked = client.post(address, {"capital": "0", "revenue": "0"})
    others = client.post(address, {"capital": "0", "revenue": "7", "signs": "on"})
    right = client.post(address, {"capital": "0", "revenue": "0", "signs": "on"})

    assert says(unticked.content.decode(), "Select the box to sign")
    assert says(others.content.decode(), "Someone has changed this share")
    assert (unticked.status_code, others.status_code, right.status_code) == (422, 422, 302)
    assert BidSignature.objects.get().by == by


@pytest.mark.parametrize("pledge", ["0", "10000"])
def test_a_partner_of_a_bid_that_was_won_meets_no_dead_end(client, pledge):
    one = submitted(pledge=pledge)
    won = winning.win(
        by=one.by,
        bid=one.bid,
        on=days_ago(0),
        fund="Skills fund",
        revenue=Decimal(80_000),
        title="Digital skills",
    )
    client.force_login(one.signers[one.partners[0].pk])

    page = client.get(url("bid", won)).content.decode()

    assert says(page, "Digital skills")
    assert dead_ends(client, page) == []


def test_one_bid_is_counted_as_one(client):
    one = signing()
    client.force_login(one.by)

    assert says(client.get(reverse("money:bids")).content.decode(), "bid open or submitted")


def test_the_page_of_a_bid_keeps_a_draft_share_from_others(client):
    one = signing(partners=2)
    mine = one.partners[0]
    bids.edit_share(
        by=one.signers[mine.pk],
        share=share_of(one, mine),
        capital=Decimal(0),
        revenue=Decimal(8765),
    )

    for person in (one.by, one.signers[one.partners[1].pk], manager()):
        client.force_login(person)
        page = client.get(url("bid", one.bid)).content.decode()
        assert says(page, "Shown once signed")
        assert not says(page, "£8,765")
    client.force_login(one.signers[mine.pk])
    assert says(client.get(url("bid", one.bid)).content.decode(), "£8,765")


def test_partners_are_told_by_email_that_their_share_waits(client):
    one = signing()
    partner, mine = one.partners[0], one.signers[one.partners[0].pk]
    officer = finance_of(partner)
    caseworker = caseworker_of(partner)
    told = Message.objects.filter(template="projects/bid-to-sign")

    assert [one.to for one in told] == [mine.email]
    message = told.get()
    assert one.bid.title in message.subject
    assert says(message.body, "£90,000")
    assert url("bid", one.bid) in message.body

    late = OrganisationFactory(name="Late trust")
    lead = lead_of(late)
    bids.add_partner(by=one.by, bid=one.bid, organisation=late)
    bids.add_partner(by=one.by, bid=one.bid, organisation=late)
    assert told.get(to=lead.email)

    # What was signed is not asked for; what is asked for again is told again.
    bids.return_to_drafting(by=one.by, bid=one.bid, reason="The amount changed")
    bids.ask_to_sign(by=one.by, bid=one.bid)
    assert told.filter(to=mine.email).count() == 2
    assert told.filter(to=officer.email).count() == 1
    assert not told.filter(to__in=[one.by.email, caseworker.email]).exists()


def test_a_bid_is_submitted_from_its_page_once_everybody_has_signed(client):
    one = signing()
    client.force_login(one.by)
    address = url("bid_submit", one.bid)

    assert address not in client.get(url("bid", one.bid)).content.decode()

    for organisation in (one.lead, *one.partners):
        sign(one, organisation)
    assert address in client.get(url("bid", one.bid)).content.decode()


def test_a_share_of_nothing_is_signed_as_what_it_is(client):
    one = signing()
    share = share_of(one, one.partners[0])
    client.force_login(one.signers[one.partners[0].pk])

    page = client.get(url("bid_sign", one.bid, share=share.reference)).content.decode()

    assert says(page, "I sign for Partner 1: it takes part without match")


def test_a_bid_that_was_won_says_what_was_awarded(client):
    one = submitted()
    won = winning.win(
        by=one.by,
        bid=one.bid,
        on=days_ago(0),
        fund="Skills fund",
        revenue=Decimal(81_234),
        title="Digital skills",
    )
    client.force_login(one.by)

    assert says(client.get(url("bid", won)).content.decode(), "£81,234")


def test_the_budget_of_a_bid_that_was_won_has_the_quarters_of_its_funding(client):
    one = submitted()
    client.force_login(manager())
    starts, ends = date(2027, 4, 1), date(2029, 3, 31)
    typed = {**day("on", days_ago(0)), "fund": "Skills", "revenue": "80,000", "title": "Skills"}

    turned = client.post(
        url("bid_won", one.bid), {**typed, **day("starts_on", ends), **day("ends_on", starts)}
    )
    assert says(turned.content.decode(), "Enter an end date on or after the start date")
    client.post(
        url("bid_won", one.bid), {**typed, **day("starts_on", starts), **day("ends_on", ends)}
    )

    source = Bid.objects.get().source
    assert (source.starts_on, source.ends_on) == (starts, ends)
    assert (source.project.starts_on, source.project.ends_on) == (starts, ends)
    quarters = budget.quarters_of(source.project)
    assert (quarters[0], quarters[-1], len(quarters)) == (starts, date(2029, 1, 1), 8)


def test_a_project_without_dates_is_budgeted_as_its_funding_runs(client):
    source = awarded("0", "500", starts_on=date(2027, 4, 1), ends_on=date(2027, 12, 31))
    project = source.project
    project.starts_on = project.ends_on = None
    project.save()

    assert budget.quarters_of(project) == [date(2027, month, 1) for month in (4, 7, 10)]


def test_a_refused_submission_names_who_has_not_signed(client):
    one = signing()
    client.force_login(one.by)

    page = client.post(url("bid_submit", one.bid), day("on", timezone.localdate()))

    assert page.status_code == 422
    assert says(page.content.decode(), "Lead council and Partner 1 have not signed")


def test_the_form_of_a_bid_that_was_won_takes_the_letter_and_its_conditions(client):
    one = submitted()
    client.force_login(manager())
    today = timezone.localdate()
    typed = {
        **day("on", today),
        "fund": "Skills fund",
        "revenue": "80,000",
        "title": "Digital skills",
        "kind_1": "report",
        "condition_1": "Send the final report",
    }

    half = client.post(url("bid_won", one.bid), typed)
    whole = client.post(url("bid_won", one.bid), {**typed, **day("due_1", today)})
    again = client.post(url("bid_won", one.bid), {**typed, **day("due_1", today)})

    assert says(half.content.decode(), "Enter the date it is due")
    assert (half.status_code, whole.status_code, again.status_code) == (422, 302, 422)
    one.bid.refresh_from_db()
    assert one.bid.source.conditions.get().title == "Send the final report"
    page = client.get(url("bid", one.bid)).content.decode()
    assert says(page, "Skills fund")


def test_what_waits_because_of_a_bid():
    one = signing()
    theirs, boss = one.signers[one.partners[0].pk], manager()
    title = one.bid.title

    assert items(theirs) == [f"Sign your share of bid: {title}"]
    assert f"Submit bid: {title}" in items(one.by)
    assert "Chase signature of Partner 1" in items(one.by)
    assert {"Chase signature of Partner 1", "Chase signature of Lead council"} <= set(items(boss))
    sign(one, one.partners[0])
    assert items(theirs) == []
    assert "Chase signature of Partner 1" not in items(boss)


def test_lessons_of_a_lost_bid_are_asked_for():
    one = submitted()
    bids.lose(by=one.by, bid=one.bid, on=days_ago(0))
    title = f"Record lessons of lost bid: {one.bid.title}"

    assert title in items(one.by)
    bids.record_lessons(by=one.by, bid=one.bid, feedback="", lessons="Begin sooner")
    assert title not in items(one.by)


def test_monitoring_that_is_due_is_asked_for_once():
    grant = granted(monitor_on=days_ago(2))
    officer = finance_of(grant.source.project.lead)

    assert "Monitor grant: Community classes" in items(officer)
    assert "Monitor grant: Community classes" not in items(lead_of(grant.source.project.lead))
    regrants.monitor(by=officer, regrant=grant, on=days_ago(0), met="yes", note="Seen")
    assert "Monitor grant: Community classes" not in items(officer)


def test_what_changed_is_told_to_those_who_read_the_bid():
    one = submitted()
    winning.win(
        by=one.by,
        bid=one.bid,
        on=days_ago(0),
        fund="Fund",
        revenue=Decimal(80_000),
        title="Digital skills",
    )
    one.bid.refresh_from_db()
    granted("5000", source=one.bid.source)

    def told(reader):
        sentences = changes.sentences(reader, since=days_ago(60), until=days_ago(0))
        return {line.says for line in sentences if line.kind.name in KINDS}

    assert told(manager()) == {
        "1 bid was submitted",
        "1 bid was won",
        "1 grant was awarded to a voluntary organisation, of £5,000",
    }
    assert told(lead_of()) == told(None) == set()


KINDS = {"bids-submitted", "bids-won", "bids-lost", "grants-awarded"}


def test_bids_and_grants_are_found_by_those_who_read_them():
    one = signing(title="Skills bid")
    grant = granted(recipient=GrantRecipientFactory(name="Tea and Tablets", number="1234567"))

    def hits(user, text):
        return [
            hit.title for group in found(user, Asked.of(text, by_post=False)) for hit in group.hits
        ]

    boss, stranger = manager(), lead_of()
    assert hits(boss, "skills") == ["Skills bid"]
    assert hits(one.signers[one.partners[0].pk], "skills") == ["Skills bid"]
    for text in ("tablets", "1234567"):
        assert hits(boss, text) == [grant.title]
        assert hits(stranger, text) == []
    assert hits(stranger, "skills") == []


def test_a_grant_is_decided_awarded_and_paid_on_its_pages(client):
    client.force_login(manager())
    source = awarded("0", "10000", project__lead=manager().memberships.get().organisation)
    recipient = GrantRecipientFactory()
    today = timezone.localdate()
    made = client.post(
        reverse("money:grant_add"),
        {
            "source": source.pk,
            "recipient": recipient.pk,
            "title": "Classes",
            "purpose": "Classes for beginners",
            "amount": "£1,200",
            "expenditure": "revenue",
            "department": "Communities",
            "decision": "Board, minute 3",
            **day("starts_on", today),
            **day("ends_on", today),
            **day("decided_on", today),
            **day("monitor_on", today),
        },
    )
    grant = Regrant.objects.get()
    client.post(url("grant_award", grant), {**day("on", today), "agreement": "Letter"})
    client.post(url("grant_pay", grant), {**day("on", today), "amount": "1,200"})

    page = client.get(made.url).content.decode()
    assert says(page, "Paid")
    assert regrants.regrants.paid(grant) == 1200


def test_the_register_for_publication_has_only_what_was_chosen():
    grant = granted("5000")
    regrants.publish(by=manager(), regrant=grant, fields={"amount"})
    granted("70", title="Not for publication")
    report = GrantsRegister()

    def rows(contains):
        form = report.asks(
            {
                **day("starts", days_ago(90)),
                **day("ends", days_ago(0)),
                "contains": contains,
            },
            report=report,
            user=manager(),
        )
        assert form.is_valid(), form.errors
        table = report.paper(form.question()).sections[0].parts[1]
        return [tuple(row) for row in table.rows()]

    assert rows("public") == [(None, None, None, None, None, None, Decimal(5000))]
    assert len(rows("whole")) == 2
    assert str(rows("whole")[0][4]) == grant.recipient.name
