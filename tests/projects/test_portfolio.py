from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from projects.models import Milestone, Posting, ReportingRound, Return, ScopeChange, ScopeReason
from projects.money import periods
from projects.money.enums import Expenditure, Flow, PostingKind
from projects.overview import portfolio
from projects.rollout.stages import Stage
from tests.factories.money import days_ago, secured
from tests.factories.partners import OrganisationFactory, contributor_of, finance_of, manager
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


def month(back: int) -> date:
    day = timezone.localdate().replace(day=1)
    for _ in range(back):
        day = (day - timedelta(days=1)).replace(day=1)
    return day


def report(project, organisation, back, *, state="accepted", spend_to_date=None, **ratings):
    first = month(back)
    reporting_round, _ = ReportingRound.objects.get_or_create(
        month=first,
        defaults={"opens_on": first, "due_on": first, "closes_on": first},
    )
    values = {"delivery": "green", "spend": "green", "risk": "green"} | ratings
    comments = {f"{name}_comment": "Because." for name in values}
    return Return.objects.create(
        round=reporting_round,
        project=project,
        organisation=organisation,
        state=state,
        submitted_at=None if state == "draft" else timezone.now(),
        spend_to_date=spend_to_date,
        spend_as_at=first if spend_to_date is not None else None,
        **values,
        **comments,
    )


def test_portfolio_rates_a_project_by_its_worst_partner_oldest_first():
    one, two = OrganisationFactory.create_batch(2)
    project = ProjectFactory(partners=[one, two])
    report(project, one, 3)
    report(project, two, 3, risk="amber")
    report(project, one, 2, spend="red")
    report(project, two, 2)
    report(project, one, 1, state="draft", delivery="red")

    (line,) = portfolio(manager())

    assert line.trend == ["amber", "red"]


def test_portfolio_adds_up_each_partners_latest_spend_with_the_oldest_date():
    one, two = OrganisationFactory.create_batch(2)
    project = ProjectFactory(partners=[one, two])
    report(project, one, 3, spend_to_date=Decimal(100))
    report(project, one, 1, spend_to_date=Decimal(250))
    report(project, two, 2, spend_to_date=Decimal(40))

    (line,) = portfolio(manager())

    assert (line.spend, line.spend_as_at) == (Decimal(290), month(2))


def test_portfolio_counts_live_sites_in_scope_and_the_approved_value():
    boss = manager()
    project = ProjectFactory()
    for stage in (Stage.CONNECTED, Stage.IN_SERVICE, Stage.CIVILS, Stage.CANDIDATE):
        SiteFactory(project=project, stage=stage)
    for reason, pounds in ((ScopeReason.BASELINE, 2_100_000), (ScopeReason.REVALUED, -400_000)):
        ScopeChange.objects.create(
            project=project,
            happened_on=timezone.localdate(),
            reason=reason,
            value_change=pounds,
            approved_by=boss,
        )

    (line,) = portfolio(boss)

    assert (line.live, line.in_scope, line.value) == (2, 3, Decimal(1_700_000))


def test_portfolio_names_the_next_open_milestone():
    project = ProjectFactory()
    today = timezone.localdate()
    for title, days, actual in (("Later", 60, None), ("Next", 9, None), ("Done", -9, today)):
        on = today + timedelta(days=days)
        Milestone.objects.create(
            project=project, title=title, baseline_on=on, forecast_on=on, actual_on=actual
        )

    (line,) = portfolio(manager())

    assert line.next_milestone.title == "Next"


def test_portfolio_shows_a_partner_only_its_own_projects():
    organisation = OrganisationFactory()
    mine = ProjectFactory(partners=[organisation])
    ProjectFactory()

    assert [line.project for line in portfolio(contributor_of(organisation))] == [mine]


def test_what_the_books_say_goes_before_returns_for_who_keeps_them():
    partner = OrganisationFactory()
    project = ProjectFactory(partners=[partner])
    report(project, partner, 1, spend_to_date=Decimal(40))
    spent_on = days_ago(9)
    Posting.objects.create(
        source=secured(revenue="1000", project=project),
        organisation=partner,
        flow=Flow.SPENT,
        kind=PostingKind.SPEND,
        on=spent_on,
        month=periods.month_of(spent_on),
        expenditure=Expenditure.REVENUE,
        net=70,
        amount=70,
        description="Ducts",
    )

    (line,) = portfolio(manager())
    (theirs,) = portfolio(contributor_of(partner))

    (kept,) = portfolio(finance_of(project.lead))

    assert (line.spend, line.spend_as_at) == (Decimal(70), spent_on)
    assert (kept.spend, kept.spend_as_at) == (Decimal(70), spent_on)
    assert theirs.spend == Decimal(40)


def test_portfolio_costs_the_same_for_one_project_and_for_many():
    boss = manager()
    ProjectFactory()
    portfolio(boss)  # reads the person's roles, once
    with CaptureQueriesContext(connection) as one:
        portfolio(boss)
    for project in ProjectFactory.create_batch(5):
        report(project, project.lead, 1)
        SiteFactory(project=project, stage=Stage.CIVILS)

    with CaptureQueriesContext(connection) as many:
        assert len(portfolio(boss)) == 6

    assert len(many) == len(one)
