"""A month is reconciled, signed and locked; and nothing is written in it any more."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from diz_portal.access import Refusal
from projects.models import LedgerDifference, LedgerLine, LedgerMonth, Posting
from projects.money import periods
from projects.money.enums import Flow
from projects.money.forms.ledger import PostLineForm
from projects.money.selectors import ledger, statement
from projects.money.services import ledger_months, ledger_posting, postings
from projects.money.services.locked_months import MonthLocked
from projects.rollout.standing import AsAt
from tests.factories.ledger import HEADINGS, booked, checked, last_month
from tests.factories.money import awarded, days_ago
from tests.factories.partners import OrganisationFactory, certifier_of, finance_of
from tests.factories.projects import ProjectFactory
from tests.words import says

pytestmark = pytest.mark.django_db


def when():
    return {"month": last_month(), "is_outturn": False}


def on():
    return last_month() + timedelta(days=4)


@pytest.fixture
def body():
    return OrganisationFactory(name="Lead Council")


@pytest.fixture
def by(body):
    return finance_of(body)


@pytest.fixture
def certifier(body):
    return certifier_of(body)


@pytest.fixture
def project(body):
    return ProjectFactory(lead=body, slug="full-fibre")


@pytest.fixture
def source(project):
    return awarded(project=project, revenue="9000")


def spend(source, net, **facts):
    facts = {"on": on(), "expenditure": "revenue", "description": "Work", **facts}
    return postings.spend(by=None, source=source, net=Decimal(net), **facts)


def shown(project):
    return ledger.month(project, last_month(), is_outturn=False)


def explain(project, by, amount, **facts):
    facts = {"kind": "timing", "says": "Paid in the next month", **facts}
    return ledger_months.explain(by=by, project=project, amount=Decimal(amount), **when(), **facts)


def sign(project, by):
    return ledger_months.sign(by=by, project=project, **when())


def locked(project, by, certifier):
    return ledger_months.lock(by=certifier, month=sign(project, by))


def test_a_month_that_agrees_is_signed_and_locked_by_two(project, source, by, certifier):
    spend(source, "100", transaction_reference="AP1")
    booked(project, ["AP1", on(), "100", "", ""], by=by)

    month = locked(project, by, certifier)

    assert (month.ledger_total, month.portal_total) == (100, 100)
    assert (month.signed_by, month.locked_by) == (by, certifier)


def test_a_penny_that_nobody_explains_is_not_signed(project, source, by):
    spend(source, "100")
    booked(project, ["AP1", on(), "100.01", "", ""], by=by)

    with pytest.raises(ledger_months.Unexplained, match="of the difference has no explanation"):
        sign(project, by)
    explain(project, by, "0.01", kind="to_correct", says="Rounding of the supplier")
    assert sign(project, by).is_signed


def test_receipts_count_against_spend(project, source, by):
    postings.receive(by=None, source=source, on=on(), amount=Decimal(500), expenditure="revenue")
    spend(source, "20")
    booked(project, ["R1", on(), "(500)", "", ""], ["AP1", on(), "20", "", ""], by=by)

    assert (shown(project).ledger, shown(project).portal) == (-480, -480)


def test_what_a_partner_spent_is_in_no_ledger_of_the_body(project, source, by):
    spend(source, "70", organisation=OrganisationFactory())
    booked(project, ["AP1", on(), "20", "", ""], by=by)

    assert (shown(project).portal, shown(project).difference) == (0, 20)


def test_a_month_that_has_not_ended_is_not_signed(project, by):
    booked(project, ["AP1", days_ago(0), "0", "", ""], by=by)

    with pytest.raises(Refusal, match="has not ended"):
        ledger_months.sign(
            by=by, project=project, month=periods.month_of(days_ago(0)), is_outturn=False
        )


def test_who_signed_does_not_lock(project, by):
    with pytest.raises(ledger_months.SameEyes):
        ledger_months.lock(by=by, month=sign(project, by))


def test_what_changed_after_it_was_signed_is_not_locked(project, source, by, certifier):
    month = sign(project, by)
    spend(source, "5")

    with pytest.raises(ledger_months.FiguresMoved):
        ledger_months.lock(by=certifier, month=month)
    ledger_months.withdraw(by=by, month=month)
    explain(project, by, "-5")
    assert locked(project, by, certifier).is_locked


def test_a_locked_month_takes_no_posting_and_says_what_to_do(project, source, by, certifier):
    made = spend(source, "5")
    explain(project, by, "-5")
    locked(project, by, certifier)

    with pytest.raises(MonthLocked, match="Record an adjustment in an open month instead"):
        spend(source, "1")
    with pytest.raises(MonthLocked):
        postings.reverse(by=None, posting=made, reason="A slip")
    with pytest.raises(MonthLocked):
        postings.accrue(
            by=None,
            source=source,
            month=last_month(),
            net=Decimal(1),
            description="Work",
            expenditure="revenue",
        )
    postings.adjust(
        by=None,
        source=source,
        on=days_ago(0),
        for_month=last_month(),
        flow=Flow.SPENT,
        amount=Decimal(-5),
        expenditure="revenue",
        reason="It was another project’s",
        description="Put right",
    )
    assert shown(project).portal == 5


def test_a_locked_month_is_never_opened_again(project, by, certifier):
    month = locked(project, by, certifier)

    with pytest.raises(Refusal, match="is locked"):
        ledger_months.withdraw(by=by, month=month)
    with pytest.raises(ledger_months.NotOpen):
        explain(project, by, "5")
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerMonth.objects.filter(pk=month.pk).update(state="open")


def test_a_line_of_a_locked_month_is_counted_in_the_next_open_one(project, by, certifier):
    booked(project, ["AP1", on(), "0", "", ""], by=by)
    locked(project, by, certifier)

    booked(project, ["AP2", on(), "30", "", ""], by=by)

    line = LedgerLine.objects.get(transaction_reference="AP2")
    assert (line.period, line.month) == (last_month(), periods.next_month(last_month()))
    assert shown(project).ledger == 0
    assert checked(project, ["AP2", on(), "30", "", ""], by=by).summary["unchanged"] == 1


def test_a_line_that_changed_in_a_locked_month_is_refused_with_what_to_do(project, by, certifier):
    booked(project, ["AP1", on(), "0", "", ""], by=by)
    locked(project, by, certifier)

    batch = checked(project, ["AP1", on(), "30", "", ""], by=by)

    message = batch.rows.get().errors[0]["message"]
    assert re.search("is locked, and this line was £0 in it. Leave the row out", message)


def test_an_explanation_sent_twice_stands_once(project, by):
    for _ in range(2):
        explain(project, by, "5", attempt="2345678bcd")

    assert LedgerDifference.objects.count() == 1


def test_a_line_becomes_a_posting_in_one_step(project, source, by):
    booked(project, ["AP1", on(), "120", "Fibrewise Ltd", "Civils"], by=by)
    line = ledger.lines_of(project).get()
    ledger_posting.post(
        by=by,
        line=line,
        source=source,
        expenditure="revenue",
        vat=Decimal(20),
        vat_recoverable=False,
    )

    made = Posting.objects.get()
    assert (made.on, made.net, made.vat, made.amount) == (on(), 100, 20, 120)
    assert (made.counterparty, made.transaction_reference) == ("Fibrewise Ltd", "AP1")
    assert shown(project).difference == 0
    with pytest.raises(Refusal, match="has a posting already"):
        ledger_posting.post(by=by, line=line, source=source, expenditure="revenue")


def test_a_credit_becomes_a_receipt_or_a_refund(project, source, by):
    spent = spend(source, "100")
    booked(project, ["R1", on(), "(500)", "", ""], ["R2", on(), "(40)", "", "Faulty"], by=by)
    receipt, refund = ledger.lines_of(project).order_by("transaction_reference")

    ledger_posting.post(by=by, line=receipt, source=source, expenditure="revenue")
    ledger_posting.post(by=by, line=refund, source=source, expenditure="revenue", refund_of=spent)

    found = statement.of_project(project)
    assert (found.received, found.spent) == (500, 60)


def test_a_credit_of_a_supplier_is_proposed_as_the_refund_of_what_it_was_paid(project, source, by):
    spend(source, "50", counterparty="Another Ltd")
    spent = spend(source, "100", counterparty="Fibrewise Ltd")
    booked(
        project,
        ["R1", on(), "(40)", "FIBREWISE LTD", ""],
        ["R2", on(), "(9)", "A funder", ""],
        by=by,
    )
    refund, receipt = ledger.lines_of(project).order_by("transaction_reference")

    proposed = PostLineForm(line=refund, project=project, cancel="/")
    other = PostLineForm(line=receipt, project=project, cancel="/")

    assert proposed.fields["refund_of"].initial == spent
    assert proposed.fields["source"].initial == source
    assert other.fields["refund_of"].initial is None


def test_a_late_line_becomes_an_adjustment_of_its_month(project, source, by, certifier):
    booked(project, ["AP1", on(), "0", "", ""], by=by)
    locked(project, by, certifier)
    booked(project, ["AP2", on(), "30", "", "Late"], by=by)
    line = ledger.lines_of(project).get(transaction_reference="AP2")

    made = ledger_posting.post(by=by, line=line, source=source, expenditure="revenue")

    assert (made.kind, made.for_month, made.month) == ("adjustment", last_month(), line.month)


def test_a_late_credit_stays_the_refund_that_it_is(project, source, by, certifier):
    spent = spend(source, "100")
    explain(project, by, "-100")
    locked(project, by, certifier)
    booked(project, ["R1", on(), "(40)", "", "Faulty"], by=by)
    line = ledger.lines_of(project).get()
    offered = PostLineForm(line=line, project=project, cancel="/").fields["refund_of"].queryset

    made = ledger_posting.post(
        by=by, line=line, source=source, expenditure="revenue", refund_of=spent
    )

    assert list(offered) == [spent]
    assert (made.kind, made.refunds, made.month) == ("refund", spent, line.month)
    assert "after it was locked" in made.reason
    assert statement.of_project(project).received == 0
    assert statement.of_project(project).spent == 60


def test_what_was_explained_needs_no_reason_any_more(project, source, by, signed_in):
    spend(source, "100")
    booked(project, ["AP1", on(), "30", "", ""], ["AP2", on(), "40", "", ""], by=by)
    line = ledger.lines_of(project).get(transaction_reference="AP1")
    page = reverse("money:month", args=["full-fibre", periods.slug_of(last_month())])
    before = signed_in.get(page).content.decode()
    explain(project, by, "30", line=line)
    explain(project, by, "-100", posting=source.postings.get())

    after = signed_in.get(page).content.decode()

    assert says(before, "2 lines of the ledger not in the portal.")
    assert says(before, "1 posting not in the ledger.")
    assert says(after, "1 line of the ledger not in the portal.")
    assert "not in the ledger." not in after
    explain(project, by, "40", line=ledger.lines_of(project).get(transaction_reference="AP2"))
    assert "Needs a reason" not in signed_in.get(page).content.decode()


def test_a_big_figure_keeps_its_sign(project, source, by, signed_in):
    spend(source, "1100")

    page = signed_in.get(reverse("money:month", args=["full-fibre", periods.slug_of(last_month())]))

    assert "−\u2060£1,100</span>" in page.content.decode()


def test_money_as_at_31_march_stays_after_an_adjustment_made_in_may(project):
    source = awarded(project=project, revenue="9000", on=days_ago(700))
    year = periods.year_of(days_ago(0))
    march = year - timedelta(days=1)
    may = year.replace(month=5, day=10)
    spend(source, "100", on=march)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE projects_posting SET recorded_at = %s", [march.isoformat() + " 12:00+00"]
        )
        cursor.execute("SET LOCAL session_replication_role = origin")
    before = statement.of_project(project, AsAt.on(march)).spent

    postings.adjust(
        by=None,
        source=source,
        on=may,
        for_month=periods.month_of(march),
        flow=Flow.SPENT,
        amount=Decimal(25),
        expenditure="revenue",
        reason="An invoice of March",
        description="Put right",
    )

    assert statement.of_project(project, AsAt.on(march)).spent == before == 100
    assert statement.of_project(project).spent == 125


def test_an_outturn_is_a_period_of_its_own(project, by):
    year = periods.year_of(days_ago(0))
    name = f"{periods.year_name(year - timedelta(days=1))} P13"
    headings = [*HEADINGS, "Period"]
    booked(project, ["AP1", year, "30", "", "", name], by=by, headings=headings)

    found = ledger.months(project)
    assert [(one.name, one.ledger) for one in found] == [
        (f"Outturn {name.removesuffix(' P13')}", 30)
    ]


@pytest.fixture
def signed_in(client, by):
    client.force_login(by)
    return client


def test_the_pages_carry_a_month_from_file_to_lock(project, source, by, certifier, client):
    spend(source, "100", counterparty="Fibrewise Ltd")
    booked(
        project, ["AP1", on(), "100", "Fibrewise Ltd", "Civils"], ["B1", on(), "7", "", ""], by=by
    )
    client.force_login(by)
    slug = periods.slug_of(last_month())
    at = reverse("money:month", args=["full-fibre", slug])

    assert "Not in the portal (2)" in client.get(at).content.decode()
    line, other = ledger.lines_of(project).order_by("transaction_reference")
    posting = Posting.objects.get()
    args = ["full-fibre", line.reference, posting.reference]
    assert client.post(reverse("money:ledger_match", args=args)).status_code == 302
    data = {"source": source.pk, "expenditure": "revenue", "vat": "", "budget_line": ""}
    args = ["full-fibre", other.reference]
    assert client.post(reverse("money:ledger_post", args=args), data).status_code == 302
    spend(source, "3")
    data = {"kind": "timing", "amount": "-3", "says": "Paid by card, booked a month later"}
    args = ["full-fibre", slug]
    assert client.post(reverse("money:month_explain", args=args), data).status_code == 302
    assert client.post(reverse("money:month_sign", args=args)).status_code == 302
    assert client.post(reverse("money:month_lock", args=args)).status_code == 403
    client.force_login(certifier)
    assert client.post(reverse("money:month_lock", args=args)).status_code == 302

    page = client.get(at).content.decode()
    assert "It cannot be unlocked" in page
    assert "Paid by card, booked a month later" in page
    assert LedgerMonth.objects.get().is_locked
