"""The pages of claims: one next step for whoever takes it, “left to claim” while lines are typed,
a queue over all projects, and nothing of it for a partner whom it does not concern."""

from decimal import Decimal

import pytest
from django.urls import reverse

from diz_portal.documents.guards import may_read
from projects.models import Claim, ClaimEvent, Posting
from projects.money.enums import Flow
from projects.money.selectors import claim_pages
from projects.money.services import claim_steps, claims
from tests.factories.accounts import UserFactory
from tests.factories.claims import (
    approved,
    claim_of,
    complete,
    paid,
    paper,
    spent,
    submitted,
)
from tests.factories.money import awarded, days_ago, secured
from tests.factories.partners import (
    OrganisationFactory,
    certifier_of,
    contributor_of,
    finance_of,
    lead_of,
)
from tests.factories.projects import ProjectFactory
from tests.money.links import dead_ends
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory(slug="fibre", title="Full fibre")


@pytest.fixture
def source(project):
    return secured("1000", "500", project=project, title="LFFN")


@pytest.fixture
def finance(client, project):
    client.force_login(finance_of(project.lead))
    return client


@pytest.fixture
def certifier(client, project):
    client.force_login(certifier_of(project.lead))
    return client


def url(name, claim=None, **more):
    args = {"slug": "fibre", **({"reference": claim.reference} if claim else {}), **more}
    return reverse(f"money:{name}", kwargs=args)


def page_of(client, name, claim=None, **more):
    return client.get(url(name, claim, **more)).content.decode()


def dates(name, on):
    return {f"{name}_{number}": part for number, part in enumerate((on.day, on.month, on.year))}


def hidden(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def decide(client, name, claim, **typed):
    page = page_of(client, name, claim)
    marks = {"attempt": hidden(page, "attempt"), "seen": hidden(page, "seen")}
    return client.post(url(name, claim), {**marks, **typed})


def test_a_claim_is_started_filled_and_submitted(finance, project, source):
    posting = spent(source, "120.50")
    started = finance.post(
        reverse("money:claim_start", args=["fibre", source.reference]),
        {
            "organisation": project.lead_id,
            **dates("period_from", days_ago(90)),
            **dates("period_to", days_ago(1)),
            "held_back_percent": "10",
        },
    )
    claim = Claim.objects.get()
    assert started.url == url("claim", claim)
    offered = page_of(finance, "claim_lines_add", claim)
    assert says(offered, "Civil works: £120.50, capital")
    assert says(offered, "Left to claim")

    finance.post(url("claim_lines_add", claim), {"postings": posting.reference, "percent": "50"})
    line = claim.lines.get()
    assert says(page_of(finance, "claim", claim), "No invoice")
    its = {"one": line.reference}
    evidence = page_of(finance, "claim_evidence", claim, **its)
    finance.post(
        url("claim_evidence", claim, **its),
        {"opened": hidden(evidence, "opened"), "invoice": paper(), "payment": paper("bacs.pdf")},
    )
    decide(finance, "claim_submit", claim)

    claim.refresh_from_db()
    assert claim.state == "submitted"
    page = page_of(finance, "claim", claim)
    assert says(page, "£60.25")
    assert says(page, "approves it or sends it back")


def test_a_certifier_approves_and_finance_marks_it_as_paid(client, project, source):
    claim = submitted(source, "100")
    certifier, officer = certifier_of(project.lead), finance_of(project.lead)
    client.force_login(certifier)
    assert says(page_of(client, "claim", claim), "Approve claim")
    wanting = decide(client, "claim_approve", claim)
    assert wanting.status_code == 422
    decide(client, "claim_approve", claim, agrees="on")
    client.force_login(officer)

    decide(client, "claim_paid", claim, **dates("on", days_ago(0)))

    assert Posting.objects.get(flow=Flow.RECEIVED).amount == 100
    assert says(page_of(client, "claim", claim), "Paid")


def test_a_double_click_marks_it_as_paid_once(finance, source):
    claim = approved(source, "100")
    page = page_of(finance, "claim_paid", claim)
    typed = {
        "attempt": hidden(page, "attempt"),
        "seen": hidden(page, "seen"),
        **dates("on", days_ago(0)),
    }

    answers = [finance.post(url("claim_paid", claim), typed).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert Posting.objects.filter(flow=Flow.RECEIVED).count() == 1


def test_a_page_that_stayed_open_decides_nothing(certifier, source):
    claim = submitted(source, "100")
    page = page_of(certifier, "claim_approve", claim)
    by = UserFactory(password=None)
    claim_steps.send_back(by=by, claim=claim, reason="Too much")
    claims.set_share(by=by, line=claim.lines.get(), percent=Decimal(50))
    claim_steps.submit(by=by, claim=claim)

    answer = certifier.post(
        url("claim_approve", claim),
        {"attempt": hidden(page, "attempt"), "seen": hidden(page, "seen"), "agrees": "on"},
    )

    assert answer.status_code == 422
    assert says(answer.content.decode(), "This claim has changed since you opened the page")
    assert not ClaimEvent.objects.filter(step="approved").exists()


def test_whoever_prepared_it_is_told_who_approves_it(client, project, source):
    person = certifier_of(project.lead)
    claim = submitted(source, "100", by=person)
    client.force_login(person)

    assert says(page_of(client, "claim", claim), "another certifier approves it")
    answer = decide(client, "claim_approve", claim, agrees="on")

    assert says(answer.content.decode(), "Ask another certifier")


def test_a_lead_and_a_finance_officer_do_not_approve(client, project, source):
    claim = submitted(source, "100")
    for person in (lead_of(project.lead), finance_of(project.lead), certifier_of()):
        client.force_login(person)
        answer = client.post(url("claim_approve", claim))
        assert answer.status_code in (403, 404)


def test_the_queue_says_what_waits_over_all_projects(finance, project, source):
    other = secured(project=ProjectFactory(lead=project.lead))
    made = {
        "To prepare": claim_of(source),
        "To approve": submitted(other, "10"),
        "To mark as paid": approved(source, "20"),
        "Grant held back": paid(other, "30", held_back_percent=Decimal(5)),
    }
    paid(source, "5")
    claim_of(secured())

    page = finance.get(reverse("money:claim_queue")).content.decode()

    assert page.count("money/fibre/claims/") == 2
    for title, claim in made.items():
        assert says(page, title)
        assert claim.reference in page
    assert says(page, "No claims have been sent back.")
    assert says(page, "£1.50")


def test_the_queue_shows_the_longest_waits_and_leads_to_the_others(finance, source, monkeypatch):
    monkeypatch.setattr(claim_pages, "SHOWN", 2)
    claims = [claim_of(source) for _ in range(3)]
    address = reverse("money:claim_queue")

    page = finance.get(address).content.decode()

    assert [one.reference in page for one in claims] == [True, True, False]
    assert says(page, "The first 2 of 3 are shown.")
    others = reverse("lists:list", args=["claims"]) + "?state=draft"
    assert others in page
    assert claims[2].reference in finance.get(others).content.decode()
    monkeypatch.setattr(claim_pages, "SHOWN", 3)
    assert not says(finance.get(address).content.decode(), "are shown.")


def test_a_share_is_changed_by_per_cent_or_by_amount(finance, source):
    claim = complete(source, "200")
    line = claim.lines.get()
    its = {"one": line.reference}

    def change(**typed):
        page = page_of(finance, "claim_line", claim, **its)
        now = {"percent": hidden(page, "percent")}
        answer = finance.post(
            url("claim_line", claim, **its), {"opened": hidden(page, "opened"), **now, **typed}
        )
        line.refresh_from_db()
        return answer.content.decode()

    change(percent="25")
    assert (line.percent, line.amount) == (25, 50)
    change(amount="80.20")
    assert (line.percent, line.amount) == (Decimal("40.1"), Decimal("80.20"))
    change()
    assert line.amount == Decimal("80.20")
    assert says(change(amount="200.01"), "can be claimed")
    assert says(change(percent=""), "Enter a share or an amount")
    assert line.amount == Decimal("80.20")


def test_a_claim_is_edited(finance, project, source):
    claim = claim_of(source)
    page = page_of(finance, "claim_edit", claim)

    finance.post(
        url("claim_edit", claim),
        {
            "opened": hidden(page, "opened"),
            "organisation": project.lead_id,
            **dates("period_from", days_ago(60)),
            **dates("period_to", days_ago(2)),
            "held_back_percent": "2.5",
        },
    )

    claim.refresh_from_db()
    assert (claim.period_from, claim.held_back_percent) == (days_ago(60), Decimal("2.5"))


def test_nothing_to_claim_says_what_to_do(finance, source):
    assert says(page_of(finance, "claim_lines_add", claim_of(source)), "No spend to claim")
    assert says(page_of(finance, "claims"), "£0")


def test_without_a_claim_the_list_says_when_it_fills(finance, source):
    assert says(page_of(finance, "claims"), "Claims appear here once")


def test_without_secured_funding_the_list_says_what_to_do(finance, project):
    awarded(project=project)

    assert says(page_of(finance, "claims"), "mark a funding source in cash as secured")


def test_a_partner_reads_what_is_claimed_for_it_and_nobody_elses(client, project, source):
    partner, neighbour = OrganisationFactory(), OrganisationFactory()
    project.partners.add(partner, neighbour)
    theirs = claim_of(source, organisation=partner)
    by = UserFactory(password=None)
    (line,) = claims.add_lines(
        by=by, claim=theirs, postings=[spent(source, "33.33", organisation=partner)]
    )
    claims.add_evidence(by=by, line=line, invoice=paper())
    invoice = line.evidence.get().paper
    ours = complete(source, "44.44")
    download = reverse("documents:download", args=[invoice.reference])

    client.force_login(contributor_of(partner))
    assert says(page_of(client, "claim", theirs), "£33.33")
    assert may_read(contributor_of(partner), invoice)
    assert client.get(url("claim", ours)).status_code == 404
    assert ours.reference not in page_of(client, "claims")
    client.force_login(contributor_of(neighbour))
    assert client.get(url("claim", theirs)).status_code == 404
    assert client.get(url("claims")).status_code == 404
    assert client.get(download).status_code == 404


@pytest.mark.parametrize("name", ["claim", "claims"])
def test_who_is_claimed_for_and_gives_nothing_meets_no_dead_end(client, project, source, name):
    partner = OrganisationFactory()
    project.partners.add(partner)
    theirs = claim_of(source, organisation=partner)
    client.force_login(contributor_of(partner))

    page = page_of(client, name, theirs if name == "claim" else None)

    assert dead_ends(client, page) == []


def test_a_partner_that_gives_the_money_reads_no_claim_of_it(client, project):
    """Nobody’s draft, invoice or price: what is claimed of its share the statement says."""
    giver = OrganisationFactory()
    project.partners.add(giver)
    claim = complete(secured(project=project, organisation=giver), "10")
    client.force_login(contributor_of(giver))

    assert client.get(url("claim", claim)).status_code == 404


def test_lines_are_removed_with_their_files(finance, source):
    claim = complete(source, "10")
    line = claim.lines.get()
    claims.add_evidence(by=UserFactory(password=None), line=line, invoice=paper())
    file = line.evidence.get()

    finance.post(url("claim_evidence_remove", claim, one=line.reference, file=file.reference))
    assert not line.evidence.exists()
    finance.post(url("claim_line_remove", claim, one=line.reference))
    assert not claim.lines.exists()


def test_sent_back_withdrawn_and_released_by_their_pages(client, project, source):
    officer, certifier = finance_of(project.lead), certifier_of(project.lead)
    back, gone, kept = (
        submitted(source, "1"),
        claim_of(source),
        paid(source, "10", held_back_percent=Decimal(10)),
    )
    client.force_login(certifier)
    decide(client, "claim_send-back", back, reason="The invoice is not readable")
    client.force_login(officer)
    assert says(page_of(client, "claim", back), "The invoice is not readable")
    decide(client, "claim_withdraw", gone, reason="Entered twice")
    decide(client, "claim_release", kept, **dates("on", days_ago(0)))

    for claim in (back, gone, kept):
        claim.refresh_from_db()
    assert (back.state, gone.state, kept.released_on) == ("sent_back", "withdrawn", days_ago(0))


def test_a_payment_is_reversed_on_the_page_of_its_claim(finance, source):
    claim = paid(source, "100", held_back_percent=Decimal(5))
    assert "Reverse payment" in page_of(finance, "claim", claim)
    asked = page_of(finance, "claim_reverse-payment", claim)
    assert "To be reversed now" in asked
    assert "To be released now" not in asked

    decide(finance, "claim_reverse-payment", claim, reason="Another project’s")

    page = page_of(finance, "claim", claim)
    claim.refresh_from_db()
    assert claim.state == "approved"
    assert says(page, "Payment reversed")
    assert says(page, "Another project’s")
    assert "Mark as paid" in page
