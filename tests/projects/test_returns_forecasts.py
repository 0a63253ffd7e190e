"""A monthly return revises what its organisation expects to spend: each revision a row, with the
return that changed it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from projects.models import BudgetFigure
from projects.money import periods
from projects.money.selectors import budget as plans
from projects.money.services import budget, postings
from projects.returns.selectors import forecasts as selectors
from projects.returns.services import forecasts, returns
from tests.factories.accounts import UserFactory
from tests.factories.money import awarded
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    finance_of,
    manager,
    viewer_of,
)
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import ReturnFactory, submitted
from tests.words import says

pytestmark = pytest.mark.django_db


def this_quarter():
    return periods.quarter_of(timezone.localdate())


def next_quarter():
    return periods.next_quarter(this_quarter())


def last_quarter():
    return periods.quarter_of(this_quarter() - timedelta(days=1))


WHY = {"code": "late", "reason": "The road is closed"}


@pytest.fixture
def partner():
    return OrganisationFactory(name="Stort Valley Fibre")


@pytest.fixture
def project(partner):
    ends = periods.quarter_end(next_quarter())
    return ProjectFactory(slug="fibre", starts_on=last_quarter(), ends_on=ends, partners=[partner])


@pytest.fixture
def line(project, partner):
    return _line(project, partner, "Surveys")


@pytest.fixture
def record(project, partner):
    return ReturnFactory(project=project, organisation=partner)


@pytest.fixture
def officer(partner):
    return finance_of(partner, name="Ravi Bellweather")


@pytest.fixture
def writer(partner):
    return contributor_of(partner)


def _line(project, organisation, heading):
    by = UserFactory(password=None)
    made = budget.add(
        by=by,
        source=awarded(project=project),
        organisation=organisation,
        heading=heading,
        expenditure="revenue",
    )
    amounts = {
        quarter: Decimal(5000) for quarter in (last_quarter(), this_quarter(), next_quarter())
    }
    budget.set_budget(by=by, line=made, amounts=amounts)
    return made


def revise(record, line, by, amount, quarter=None, **said):
    amounts = {quarter or this_quarter(): Decimal(amount)}
    return forecasts.revise(by=by, record=record, line=line, amounts=amounts, **said)


def told(record, user):
    return [(one.quarter, one.was, one.amount) for one in selectors.revisions(record, user)]


def test_a_revision_is_a_row_with_the_return_that_changed_it(record, line, officer):
    (made,) = revise(record, line, officer, 5200)

    assert (made.record, made.by, made.kind) == (record, officer, "forecast")
    assert plans.of_line(line).quarter(this_quarter()).forecast == 5200
    assert told(record, officer) == [(this_quarter(), 5000, 5200)]


def test_what_was_revised_stays_when_the_return_is_sent_back(record, line, officer, writer):
    revise(record, line, officer, 5200)
    record = submitted(writer, record)
    with pytest.raises(returns.ReturnNotOpen):
        revise(record, line, officer, 5300)
    record = returns.send_back(by=manager(), record=record, reason="Is this all?")

    revise(record, line, officer, 5400)
    record = submitted(writer, record)

    assert told(record, officer) == [(this_quarter(), 5000, 5200), (this_quarter(), 5200, 5400)]
    assert plans.of_line(line).quarter(this_quarter()).first_forecast == 5200


def test_each_return_tells_its_own_revisions(record, line, officer):
    earlier = ReturnFactory(
        project=record.project,
        organisation=record.organisation,
        round__month=periods.month_of(record.round.month - timedelta(days=1)),
    )
    revise(earlier, line, officer, 5200)

    revise(record, line, officer, 5400)

    assert told(earlier, officer) == [(this_quarter(), 5000, 5200)]
    assert told(record, officer) == [(this_quarter(), 5200, 5400)]


def test_past_the_limits_it_says_why_and_a_quarter_that_has_ended_is_left(record, line, officer):
    with pytest.raises(budget.SayWhy):
        revise(record, line, officer, 9000)
    with pytest.raises(budget.PastQuarter):
        revise(record, line, officer, 5200, quarter=last_quarter())

    revise(record, line, officer, 9000, **WHY)
    (one,) = selectors.revisions(record, officer)
    assert one.why.endswith(": The road is closed")


@pytest.mark.parametrize("whose", ["other organisation", "other project"])
def test_a_return_revises_only_what_its_organisation_spends(record, officer, project, whose):
    if whose == "other project":
        line = _line(ProjectFactory(), record.organisation, "Elsewhere")
    else:
        line = _line(project, project.lead, "Theirs")

    with pytest.raises(forecasts.SpentByOthers):
        revise(record, line, officer, 5200)
    with pytest.raises(IntegrityError, match="its own organisation"), transaction.atomic():
        BudgetFigure.objects.create(
            line=line, quarter=this_quarter(), kind="forecast", amount=5000, record=record
        )


def test_a_closed_return_is_refused(record, line, officer):
    returns.close(by=None, pk=record.pk)

    with pytest.raises(returns.ReturnNotOpen, match="round has closed"):
        revise(record, line, officer, 5200)


def test_the_finance_officer_revises_and_the_page_shows_what_came(client, record, line, officer):
    budget.set_budget(
        by=officer, line=line, amounts={last_quarter(): Decimal(4000)}, reason="Agreed"
    )
    _forecast_in_the_past(line, 3000)
    postings.spend(
        by=officer,
        source=line.source,
        organisation=record.organisation,
        on=last_quarter(),
        net=Decimal(3500),
        description="Surveys",
        expenditure="revenue",
        budget_line=line,
    )
    client.force_login(officer)
    at = reverse("returns:return", args=[record.reference])
    url = reverse("returns:forecast", args=[record.reference, line.reference])
    assert url in client.get(at).content.decode()

    page = client.get(url).content.decode()
    assert says(page, "Earlier forecasts and actual spend")
    assert "£3,500" in page
    form = {"opened": _mark(page), f"quarter-{periods.slug_of(this_quarter())}": "9,000"}
    assert says(client.post(url, form).content.decode(), "differs from the budget")
    assert client.post(url, form | WHY).url == at

    shown = client.get(at).content.decode()
    assert says(shown, "Forecasts revised with this return")
    assert "The road is closed" in shown
    shown = client.get(reverse("money:line", args=["fibre", line.reference])).content.decode()
    assert f"with the {record.round} return" in shown


def _forecast_in_the_past(line, amount):
    figure = {"line": line, "quarter": last_quarter(), "kind": "forecast", "amount": amount}
    BudgetFigure.objects.create(
        **figure, recorded_on=last_quarter(), code="late", reason="As planned then"
    )


def _mark(page: str) -> str:
    return page.split('name="opened" value="')[1].split('"')[0]


def test_who_writes_the_return_reads_it_and_a_viewer_does_not(client, record, line, writer):
    at = reverse("returns:return", args=[record.reference])
    url = reverse("returns:forecast", args=[record.reference, line.reference])
    client.force_login(writer)
    assert says(
        client.get(at).content.decode(), "A finance officer of your organisation can revise"
    )
    assert client.get(url).status_code == 403

    client.force_login(viewer_of(record.organisation))
    assert "Forecast spend" not in client.get(at).content.decode()
    assert client.get(url).status_code == 404


def test_a_manager_reads_the_revisions_and_makes_none_in_a_partners_return(
    client, record, line, officer, writer
):
    revise(record, line, officer, 5200)
    record = submitted(writer, record)
    client.force_login(manager())

    page = client.get(reverse("returns:return", args=[record.reference])).content.decode()
    url = reverse("returns:forecast", args=[record.reference, line.reference])

    assert says(page, "Forecasts revised with this return")
    assert client.get(url).status_code == 403


def test_a_return_that_was_submitted_sends_back_to_itself(client, record, line, officer, writer):
    record = submitted(writer, record)
    client.force_login(officer)

    answer = client.get(reverse("returns:forecast", args=[record.reference, line.reference]))

    assert answer.url == reverse("returns:return", args=[record.reference])
