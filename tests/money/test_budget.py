"""A budget by quarter, forecasts that keep what was said before, variances with their reason."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from projects.models import BudgetFigure, BudgetLine, Finance
from projects.money import periods
from projects.money.selectors import budget as selectors
from projects.money.services import budget, postings
from tests.factories.accounts import UserFactory
from tests.factories.money import FundingSourceFactory, awarded, days_ago
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    finance_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory
from tests.words import says

pytestmark = pytest.mark.django_db


def this_quarter():
    return periods.quarter_of(timezone.localdate())


def next_quarter():
    return periods.next_quarter(this_quarter())


def last_quarter():
    return periods.quarter_of(this_quarter() - timedelta(days=1))


@pytest.fixture
def by():
    return UserFactory(password=None)


@pytest.fixture
def project():
    return ProjectFactory(
        slug="fibre", starts_on=last_quarter(), ends_on=periods.quarter_end(next_quarter())
    )


@pytest.fixture
def line(by, project):
    return budget.add(
        by=by,
        source=awarded(project=project),
        organisation=project.lead,
        heading="Civils",
        expenditure="revenue",
    )


def plan(line, by, **amounts):
    quarters = {"last": last_quarter(), "now": this_quarter(), "next": next_quarter()}
    asked = {quarters[name]: Decimal(one) for name, one in amounts.items()}
    return budget.set_budget(by=by, line=line, amounts=asked)


def spend(line, by, net, on=None, **facts):
    return postings.spend(
        by=by,
        source=line.source,
        on=on or last_quarter(),
        net=Decimal(net),
        description="Work",
        expenditure=line.expenditure,
        budget_line=line,
        **facts,
    )


def forecast(line, by, quarter, amount, **said):
    return budget.revise_forecast(by=by, line=line, amounts={quarter: Decimal(amount)}, **said)


def test_forecasts_keep_the_first_and_each_revision(line, by):
    plan(line, by, now=1000)
    forecast(line, by, this_quarter(), 1100)
    forecast(line, by, this_quarter(), 1200)
    forecast(line, by, this_quarter(), 1200)

    shown = selectors.of_line(line).quarter(this_quarter())

    assert (shown.first_forecast, shown.forecast, shown.expected) == (1100, 1200, 1200)
    assert line.figures.filter(kind="forecast").count() == 2


def test_a_forecast_of_a_quarter_that_ended_is_refused(line, by):
    with pytest.raises(budget.PastQuarter):
        forecast(line, by, last_quarter(), 5)
    with pytest.raises(IntegrityError, match="time_to_come"), transaction.atomic():
        BudgetFigure.objects.create(line=line, quarter=last_quarter(), kind="forecast", amount=5)


@pytest.mark.parametrize(
    ("amount", "asks"),
    # The limits: 10 % and £1,000, both of them.
    [("21000", False), ("22000.00", False), ("22000.01", True), ("17999.99", True), ("0", True)],
)
def test_a_forecast_past_both_limits_says_why(line, by, amount, asks):
    plan(line, by, now=20_000)

    if asks:
        with pytest.raises(budget.SayWhy, match=periods.quarter_name(this_quarter())):
            forecast(line, by, this_quarter(), amount)
        with pytest.raises(budget.SayWhy):
            forecast(line, by, this_quarter(), amount, code="late", reason=" ")
        forecast(line, by, this_quarter(), amount, code="late", reason="The road is closed")
    else:
        forecast(line, by, this_quarter(), amount)

    assert selectors.of_line(line).quarter(this_quarter()).forecast == Decimal(amount)


def test_limits_are_the_projects_own(line, by, project):
    Finance.objects.create(project=project, variance_percent=0, variance_pounds=0)
    plan(line, by, now=100)

    with pytest.raises(budget.SayWhy):
        forecast(line, by, this_quarter(), "100.01")


def test_a_budget_that_was_set_changes_with_a_reason(line, by):
    plan(line, by, now=1000, next=500)

    with pytest.raises(Refusal, match="approved"):
        plan(line, by, now=900)
    budget.set_budget(
        by=by, line=line, amounts={this_quarter(): Decimal(900)}, reason="Board, 4 November"
    )

    shown = selectors.of_line(line)
    assert (
        shown.quarter(this_quarter()).original,
        shown.quarter(this_quarter()).budget,
        shown.budget,
    ) == (
        1000,
        900,
        1400,
    )


def test_a_variance_of_a_quarter_that_ended_asks_until_it_is_explained(line, by):
    plan(line, by, last=20_000)
    spend(line, by, 5_000)
    assert selectors.of_line(line).unexplained == 1

    budget.explain(
        by=by, line=line, quarter=last_quarter(), code="late", reason="The wayleave came late"
    )
    assert selectors.of_line(line).unexplained == 0

    # It is another variance now: what was said explained the other.
    spend(line, by, 1_000)
    assert selectors.of_line(line).unexplained == 1


def test_a_quarter_that_runs_is_forecast_and_not_explained(line, by):
    with pytest.raises(NotNow, match="has not ended"):
        budget.explain(by=by, line=line, quarter=this_quarter(), code="late", reason="Later")


def test_what_is_expected_is_actual_then_forecast_then_budget(line, by):
    plan(line, by, last=1000, now=1000, next=1000)
    spend(line, by, 700)
    forecast(line, by, next_quarter(), 1200)

    shown = selectors.of_line(line)

    assert [one.expected for one in shown.quarters] == [700, 1000, 1200]
    assert (shown.expected, shown.variance) == (2900, -100)


def test_no_less_is_expected_than_was_spent(line, by):
    plan(line, by, now=100)
    spend(line, by, 150, on=this_quarter())

    assert selectors.of_line(line).quarter(this_quarter()).expected == 150


def test_spend_goes_to_a_line_of_its_own_source_and_class(line, by, project):
    other = awarded(project=project)
    facts = {"by": by, "on": last_quarter(), "net": Decimal(5), "description": "Work"}

    with pytest.raises(Refusal, match="budget line of this funding source"):
        postings.spend(source=other, expenditure="revenue", budget_line=line, **facts)
    with pytest.raises(Refusal, match="same class"):
        postings.spend(
            source=line.source,
            expenditure="capital",
            capital_basis="grant",
            budget_line=line,
            **facts,
        )


def test_a_refund_and_a_reversal_stay_on_the_line(line, by):
    first, second = spend(line, by, 100), spend(line, by, 50)
    postings.refund(by=by, spent=first, on=last_quarter(), net=Decimal(30), reason="Faulty")
    postings.reverse(by=by, posting=second, reason="Paid twice")

    assert selectors.of_line(line).quarter(last_quarter()).actual == 70


def test_a_line_stands_once_and_takes_cash(line, by, project):
    facts = {"by": by, "organisation": project.lead, "expenditure": "revenue"}

    with pytest.raises(budget.LineExists):
        budget.add(source=line.source, heading="Civils", **facts)
    with pytest.raises(NotNow, match="cash"):
        budget.add(source=FundingSourceFactory(given_in_kind=True), heading="Time", **facts)


def test_the_page_sets_forecasts_and_says_what_needs_a_reason(client, by, project, line):
    client.force_login(manager())
    plan(line, by, last=20_000, now=20_000)
    at = {"slug": "fibre", "reference": line.reference}
    url = reverse("money:line_forecast", kwargs=at)
    page = client.get(url).content.decode()
    form = {"opened": _mark(page), f"quarter-{periods.slug_of(this_quarter())}": "9,000"}

    refused = client.post(url, form)
    saved = client.post(url, form | {"code": "late", "reason": "The road is closed"})
    shown = client.get(reverse("money:budget", args=["fibre"])).content.decode()

    assert says(refused.content.decode(), "differs from the budget")
    assert saved.status_code == 302
    assert says(shown, "1 variance needs a reason")
    assert line.figures.filter(kind="forecast").get().amount == 9000


def _mark(page: str) -> str:
    return page.split('name="opened" value="')[1].split('"')[0]


def test_who_spends_forecasts_and_reads_no_other_line(line, by, project):
    partner = OrganisationFactory()
    theirs = budget.add(
        by=by,
        source=line.source,
        organisation=partner,
        heading="Surveys",
        expenditure="revenue",
    )

    def reads(person):
        return set(BudgetLine.objects.visible_to(person))

    assert reads(contributor_of(partner)) == {theirs}
    assert reads(viewer_of(partner)) == set()
    assert reads(finance_of(project.lead)) == {line, theirs}
    assert finance_of(partner).has_perm("projects.forecast_spend", theirs)
    assert not finance_of(partner).has_perm("projects.forecast_spend", line)
    assert not contributor_of(partner).has_perm("projects.forecast_spend", theirs)


def test_a_budget_as_at_a_day_is_what_was_known_then(line, by, client):
    plan(line, by, now=100)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        ago = timezone.now() - timedelta(days=20)
        cursor.execute("UPDATE projects_budgetfigure SET recorded_at = %s", [ago])
        cursor.execute("SET LOCAL session_replication_role = origin")
    budget.set_budget(
        by=by, line=line, amounts={this_quarter(): Decimal(150)}, reason="Board, item 4"
    )
    client.force_login(finance_of(line.source.project.lead))
    url = reverse("money:budget", args=["fibre"])

    then = client.get(url, {"as_at": days_ago(10).isoformat()}).content.decode()
    before = client.get(url, {"as_at": days_ago(30).isoformat()}).content.decode()
    now = client.get(url).content.decode()

    assert says(then, "£100")
    assert not says(then, "£150")
    assert says(now, "£150")
    assert not says(before, "£100")
    assert client.get(url, {"as_at": "2100-01-01"}).status_code == 422
