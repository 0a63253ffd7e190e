"""The ledger of the example: one month locked with an honest difference, the next still open, on
any day of a month."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from projects.example import ledger as example
from projects.models import LedgerImportBatch, LedgerLine, LedgerMatch, Posting
from projects.money import periods
from projects.money.selectors import ledger
from projects.money.services import postings
from tests.factories.money import awarded
from tests.factories.partners import OrganisationFactory, certifier_of, finance_of
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("day", ["2026-11-01", "2026-11-05", "2026-12-31", "2027-03-01"])
def test_a_month_is_locked_and_the_next_one_open_on_any_day(day):
    with time_machine.travel(datetime.fromisoformat(f"{day}T08:00:00+00:00"), tick=False):
        today = timezone.localdate()
        lead = OrganisationFactory()
        finance, certifier = finance_of(lead), certifier_of(lead)
        project = ProjectFactory(lead=lead)
        office = awarded(project=project, revenue="9000", title="Project management")
        for days in (35, 66):
            postings.spend(
                by=None,
                source=office,
                on=today - timedelta(days=days),
                net=Decimal(1000 + days),
                description="Work",
                expenditure="revenue",
                transaction_reference=f"AP-{days}",
            )

        example.load(project, today)

        recent, settled = ledger.months(project)[-2:]
        row = settled.row
        assert settled.is_locked
        assert (row.signed_by, row.locked_by) == (finance, certifier)
        (difference,) = row.differences.all()
        assert (settled.difference, settled.unexplained) == (difference.amount, 0)
        assert difference.amount != 0
        assert difference.by == finance
        assert recent.month == periods.next_month(settled.month)
        assert not recent.is_locked
        assert recent.unexplained != 0
        lists = ledger.Reconciliation(project, recent)
        items = ledger.with_proposals(project, lists.unmatched)
        assert len(items) == 3
        assert [len(one.postings) for one in items].count(1) == 1
        now = timezone.now()
        for rows, at in (
            (LedgerLine, "recorded_at"),
            (LedgerMatch, "at"),
            (LedgerImportBatch, "applied_at"),
            (Posting, "recorded_at"),
        ):
            assert not rows.objects.filter(**{f"{at}__gt": now}).exists()
        batch = LedgerImportBatch.objects.order_by("pk").last()
        assert batch.rows.count() == batch.lines.count() == batch.total
