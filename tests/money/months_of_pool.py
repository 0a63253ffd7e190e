"""Months of the pool that are reconciled and locked, for `test_statement_machine`: nothing is
posted there any more, and their totals never change."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Sum
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from diz_portal.access import Refusal
from projects.models import LedgerLine
from projects.money import periods
from projects.money.amounts import NOTHING, PENNY
from projects.money.selectors import ledger
from projects.money.services import ledger_months
from tests.factories.ledger import booked
from tests.factories.money import days_ago

Totals = tuple[Decimal, Decimal]


class Months:
    """Beside the portal, what each locked month had when it was locked: of the ledger and of the
    postings, the sum and the number."""

    def begin_months(self) -> None:
        self.locked: dict[date, tuple[Totals, Totals]] = {}

    def in_locked(self, day: date) -> bool:
        return periods.month_of(day) in self.locked

    @rule(months=st.integers(1, 10))
    def lock_month(self, months):
        """Signed by one, every penny explained, and locked by another; once for all."""
        month = periods.month_of(days_ago(31 * months))
        when = {"project": self.project, "month": month, "is_outturn": False}
        unexplained = ledger.month(self.project, month, is_outturn=False).unexplained
        try:
            if unexplained:
                ledger_months.explain(
                    by=self.by, kind="timing", says="In another month", amount=unexplained, **when
                )
            signed = ledger_months.sign(by=self.by, **when)
        except Refusal:
            assert month in self.locked
            return
        assert month not in self.locked
        ledger_months.lock(by=self.certifier, month=signed)
        self.locked[month] = self._as_it_is().get(month, ((NOTHING, 0), (NOTHING, 0)))

    @rule(pence=st.integers(-99_999, 99_999), day=st.integers(0, 300))
    def book(self, pence, day):
        """A line of the ledger is counted in its month or, late, in the first one that is open."""
        on = days_ago(day)
        reference = f"L{LedgerLine.objects.count()}"
        booked(self.project, [reference, on, str(pence * PENNY), "", ""], by=self.by)
        line = LedgerLine.objects.get(transaction_reference=reference)
        month = periods.month_of(on)
        while month in self.locked:
            month = periods.next_month(month)
        assert (line.month, line.period) == (month, periods.month_of(on))

    @invariant()
    def a_locked_month_stays_as_it_was(self):
        if self.locked:
            now = self._as_it_is()
            nothing = ((NOTHING, 0), (NOTHING, 0))
            assert {month: now.get(month, nothing) for month in self.locked} == self.locked

    def _as_it_is(self):
        booked = _sums(ledger.lines_of(self.project), F("amount"))
        posted = _sums(ledger.postings_of(self.project), ledger.SIGNED)
        nothing = (NOTHING, 0)
        return {
            month: (booked.get(month, nothing), posted.get(month, nothing))
            for month in {*booked, *posted}
        }


def _sums(rows, amount):
    found = rows.order_by().values("month").annotate(total=Sum(amount), number=Count("pk"))
    return {one["month"]: (one["total"], one["number"]) for one in found}
