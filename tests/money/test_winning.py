"""A bid that is won is a project with its funding in one step, and once."""

from decimal import Decimal

import pytest

from diz_portal.access import NotNow, Refusal
from projects.models import Bid, FundingCondition, FundingSource, Project
from projects.money.selectors import bids as selectors
from projects.money.selectors import statement
from projects.money.services import bids, sources, winning
from projects.money.services.winning import Condition
from tests.factories.bids import granted, sign, signing, submitted
from tests.factories.money import days_ago
from tests.factories.partners import OrganisationFactory, manager
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


def win(one, **more):
    facts = {
        "on": days_ago(0),
        "fund": "Skills fund",
        "revenue": Decimal(80_000),
        "title": "Digital skills",
        **more,
    }
    return winning.win(by=one.by, bid=one.bid, **facts)


def test_a_bid_that_is_won_becomes_a_project_with_its_funding_and_match():
    one = submitted(partners=2, pledge="10000")
    report = Condition("report", "Send the final report", days_ago(-300))

    won = win(one, asked=[report], letter_reference="SF/7")

    project = Project.objects.get()
    assert (project.title, project.lead, project.slug) == (
        "Digital skills",
        one.lead,
        "digital-skills",
    )
    assert not project.published
    assert set(project.partners.all()) == set(one.partners)
    assert won.source == FundingSource.objects.get(kind="grant")
    assert (won.state, won.source.state, won.source.awarded) == ("won", "secured", 80_000)
    assert FundingCondition.objects.get(source=won.source).owner == one.lead
    match = FundingSource.objects.filter(kind="match")
    assert {(each.organisation, each.awarded, each.state) for each in match} == {
        (organisation, 10_000, "secured") for organisation in (one.lead, *one.partners)
    }
    assert statement.of_project(project).pledged == 110_000


def test_what_is_given_in_kind_is_match_that_the_funder_has_not_accepted_yet():
    one = signing()
    mine, by = one.partners[0], one.signers[one.partners[0].pk]
    extra = bids.add_share(
        by=by,
        bid=one.bid,
        organisation=mine,
        form="in_kind",
        in_kind="premises",
        valuation="Published hire rate",
        revenue=Decimal(3000),
    )
    bids.sign(
        by=by, share=extra, capital=Decimal(0), revenue=Decimal(3000), valuation=extra.valuation
    )
    for organisation, share in ((one.lead, None), (mine, "cash")):
        share = one.bid.shares.get(organisation=organisation, form=share or "cash")
        bids.sign(
            by=one.signers[organisation.pk], share=share, capital=Decimal(0), revenue=Decimal(0)
        )
    bids.submit(by=one.by, bid=one.bid, on=days_ago(0))

    win(one)

    match = FundingSource.objects.get(kind="match")
    assert (match.in_kind, match.acceptance, match.valuation) == (
        "premises",
        "asked",
        "Published hire rate",
    )


def test_a_project_that_exists_takes_the_award_where_the_lead_leads_it():
    one = submitted()
    ours, theirs = ProjectFactory(lead=one.lead), ProjectFactory()

    with pytest.raises(Refusal, match="Lead council leads"):
        win(one, project=theirs, title="")
    with pytest.raises(Refusal, match="not both"):
        win(one, project=ours)
    win(one, project=ours, title="")

    assert ours.funding_sources.count() == 3


def test_a_new_project_does_not_hide_behind_a_page_of_money():
    win(submitted(), title="Grants")

    assert Project.objects.get().slug == "grants-2"


def test_it_is_won_once_and_a_form_that_is_sent_again_is_answered_with_the_first():
    one = submitted()

    first = win(one, attempt="2345678923")
    again = win(one, attempt="2345678923")

    assert (again, Project.objects.count()) == (first, 1)
    with pytest.raises(Refusal, match="Reload the page"):
        win(one)
    with pytest.raises(NotNow):
        bids.lose(by=one.by, bid=one.bid, on=days_ago(0))


def test_what_fails_half_way_leaves_nothing_behind(monkeypatch):
    one = submitted()

    def fails(**facts):
        raise Refusal("No more")

    monkeypatch.setattr(sources, "secure", fails)
    with pytest.raises(Refusal, match="No more"):
        win(one)

    assert not Project.objects.exists()
    assert Bid.objects.get().state == "submitted"


def test_a_bid_that_is_not_submitted_is_not_won():
    one = signing()

    with pytest.raises(NotNow, match="Partners signing"):
        win(one)


def test_a_second_match_in_the_same_form_has_a_name_of_its_own():
    lead = OrganisationFactory(name="Lead council")
    project = ProjectFactory(lead=lead)
    for fund in ("First fund", "Second fund"):
        win(submitted(lead=lead, partners=0), fund=fund, project=project, title="")

    assert sorted(project.funding_sources.filter(kind="match").values_list("title", flat=True)) == [
        "Cash from Lead council",
        "Cash from Lead council 2",
    ]


# What bids have come to ----------------------------------------------------------------


def test_success_is_of_the_bids_that_were_decided():
    win(submitted())
    lost = submitted(ask_revenue=Decimal(30_000))
    bids.lose(by=lost.by, bid=lost.bid, on=days_ago(0))
    submitted()
    signing()

    found = selectors.results(manager())

    assert (found.won, found.lost, found.waiting) == (1, 1, 1)
    assert (found.rate, found.rate_by_value) == (50, 75)
    (year,) = found.years
    assert (year.asked, year.won) == (120_000, 80_000)


def test_leverage_names_its_denominators_and_leaves_out_what_is_passed_on():
    one = submitted(partners=1, pledge="10000")
    won = win(one, regranted=Decimal(5000))

    def found():
        return selectors.results(manager()).leverage

    # 75,000 for the partners' own 20,000.
    assert (found().funding, found().cash, found().per_cash) == (75_000, 20_000, Decimal("3.75"))
    granted("15000", source=won.source)

    # What was passed on in fact is more than was planned.
    assert (found().funding, found().per_cash) == (65_000, Decimal("3.25"))


def test_leverage_without_partners_money_is_not_a_number():
    one = signing()
    for organisation in (one.lead, *one.partners):
        sign(one, organisation)
    bids.submit(by=one.by, bid=one.bid, on=days_ago(0))
    win(one)

    assert selectors.results(manager()).leverage.per_cash is None


def test_a_person_reads_the_results_of_the_bids_that_they_see():
    one = submitted()
    win(one)

    assert selectors.results(one.signers[one.partners[0].pk]).won == 1
    assert selectors.results(submitted().by).won == 0
