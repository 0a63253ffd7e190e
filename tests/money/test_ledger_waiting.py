"""Which months of ledgers wait to be reconciled, for whom, and what it costs to ask."""

import json
from datetime import date

import pytest
from django.db import connection
from django.utils import timezone

from diz_portal.imports import jobs
from diz_portal.imports import services as imports
from projects.models import LedgerImportBatch, LedgerLine
from projects.money import periods
from projects.money.attention_ledger import months_to_reconcile
from projects.money.selectors.ledger import TO_RECONCILE, to_reconcile
from projects.money.services import ledger_months
from tests.factories.ledger import HEADINGS, booked, last_month
from tests.factories.money import days_ago
from tests.factories.partners import OrganisationFactory, finance_of, lead_of, manager
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def body():
    return OrganisationFactory()


@pytest.fixture
def project(body):
    return ProjectFactory(lead=body, slug="fibre", title="Full fibre")


def waiting(user):
    return [(one.title, one.about) for one in months_to_reconcile(user, timezone.localdate())]


def test_a_month_with_lines_waits_for_who_keeps_the_accounts(project, body):
    booked(
        project, ["AP1", last_month(), "5", "", ""], ["AP2", days_ago(0), "5", "", ""], by=manager()
    )
    its = [(f"Reconcile {periods.month_name(last_month())}", "Ledger, Full fibre")]

    assert waiting(finance_of(body)) == its
    assert waiting(manager()) == its
    assert waiting(finance_of(OrganisationFactory())) == []
    assert waiting(lead_of(body)) == []


def test_a_month_that_was_signed_or_taken_back_does_not_wait(project, body):
    by = finance_of(body)
    batch = booked(project, ["AP1", last_month(), "5", "", ""], by=by)
    other = booked(ProjectFactory(lead=body), ["AP2", last_month(), "0", "", ""], by=by)
    ledger_months.sign(by=by, project=other.project, month=last_month(), is_outturn=False)
    assert len(waiting(by)) == 1

    imports.undo(batch=batch, by=by)
    jobs.run("projects.LedgerImportBatch", batch.pk)

    assert waiting(by) == []


def test_an_outturn_waits_beside_its_march(project, body):
    year = periods.year_of(days_ago(0))
    march = date(year.year, 3, 1)
    name = periods.year_name(march)
    rows = [["AP1", march, "5", "", "", f"{name} P13"], ["AP2", march, "5", "", "", f"{name} P12"]]
    booked(project, *rows, by=finance_of(body), headings=[*HEADINGS, "Period"])

    found = to_reconcile(periods.month_of(days_ago(0)), {body.pk})

    assert [one[2:] for one in found] == [(march, False), (march, True)]


def test_it_is_asked_without_reading_the_lines(project, body):
    """Of each month a line or two, however many there are; March is looked through for outturns."""
    batch = LedgerImportBatch.objects.create(project=project, organisation=body)
    months = [date(2026, month, 1) for month in range(4, 10)]
    LedgerLine.objects.bulk_create(
        LedgerLine(
            project=project,
            organisation=body,
            transaction_reference=f"AP{number}",
            on=month,
            period=month,
            month=month,
            amount=1,
            batch=batch,
        )
        for number, month in enumerate(months * 500)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE projects_ledgerline")
        cursor.execute(
            f"EXPLAIN (ANALYZE, FORMAT JSON) {TO_RECONCILE}", [True, [], date(2026, 10, 1)]
        )
        (found,) = cursor.fetchone()

    plan = json.loads(found) if isinstance(found, str) else found
    assert len(to_reconcile(date(2026, 10, 1), None)) == 6
    assert _rows_read(plan[0]["Plan"]) < 100


def _rows_read(node):
    own = 0
    if node.get("Relation Name") == "projects_ledgerline":
        own = node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
    return own + sum(_rows_read(one) for one in node.get("Plans", []))
