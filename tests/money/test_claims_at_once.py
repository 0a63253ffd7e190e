"""Several people decide at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from diz_portal.access import Refusal
from projects.models import Claim, ClaimEvent, ClaimLine, FundingSource, Posting
from projects.money.enums import CapitalBasis, Expenditure, Flow
from projects.money.services import claim_steps, claims, postings
from projects.money.services import sources as source_services
from tests.factories.accounts import UserFactory
from tests.factories.claims import approved, claim_of, complete, paid, spent, submitted
from tests.factories.money import days_ago, secured

pytestmark = pytest.mark.django_db(transaction=True)
REFUSED = (Refusal, IntegrityError)


def at_once(*acts):
    """Each on a thread; what each answered, or the refusal."""
    ready = Barrier(len(acts))

    def run(act):
        try:
            connection.ensure_connection()
            ready.wait(timeout=20)
            return act()
        except REFUSED as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def refusals(answers):
    return [one for one in answers if isinstance(one, REFUSED)]


def a_cut_award():
    """Three of £400 were submitted; since then the award is £500."""
    source = secured("1200")
    waiting = [submitted(source, "400") for _ in range(3)]
    source_services.vary(
        by=UserFactory(password=None),
        source=source,
        dated_on=days_ago(0),
        capital=Decimal(-700),
        reason="Cut",
    )
    return waiting


def approve_all(waiting):
    people = [UserFactory(password=None) for _ in waiting]
    return at_once(
        *(
            lambda claim=claim, by=by: claim_steps.approve(by=by, claim=claim)
            for claim, by in zip(waiting, people, strict=True)
        )
    )


def test_approvals_at_once_never_pass_the_award():
    answers = approve_all(a_cut_award())

    assert len(refusals(answers)) == 2
    assert Claim.objects.filter(state="approved").count() == 1


@contextmanager
def without_the_locks(monkeypatch):
    """The services read without a lock, and the trigger does not lock either."""

    def read(source):
        return FundingSource.objects.select_related("project", "organisation").get(pk=source.pk)

    def meet(*args, **kwargs):
        # All have read before anyone writes.
        found = fits(*args, **kwargs)
        together.wait(timeout=20)
        return found

    together, fits = Barrier(3), claim_steps._fits_the_award
    monkeypatch.setattr(claims, "locked", read)
    monkeypatch.setattr(claim_steps, "_fits_the_award", meet)
    name = _trigger()
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE projects_claimevent DISABLE TRIGGER {name}")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE projects_claimevent ENABLE TRIGGER {name}")


def _trigger(name="step_is_allow"):
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE %s", [f"pgtrigger_{name}%"])
        return cursor.fetchone()[0]


def test_without_the_locks_they_would(monkeypatch):
    """The negative control: it is the lock that holds the award."""
    waiting = a_cut_award()

    with without_the_locks(monkeypatch):
        answers = approve_all(waiting)

    assert refusals(answers) == []
    assert Claim.objects.filter(state="approved").count() == 3


def test_submissions_at_once_never_pass_the_award():
    source = secured("500")
    drafts = [complete(source, "400") for _ in range(3)]
    by = UserFactory(password=None)

    answers = at_once(
        *(lambda claim=claim: claim_steps.submit(by=by, claim=claim) for claim in drafts)
    )

    assert len(refusals(answers)) == 2


def test_one_invoice_claimed_by_two_funders_at_once_is_claimed_once():
    first = secured()
    second = secured(project=first.project)
    posting, by = spent(first, "100"), UserFactory(password=None)
    drafts = [claim_of(first), claim_of(second)]

    answers = at_once(
        *(
            lambda claim=claim: claims.add_lines(
                by=by, claim=claim, postings=[posting], percent=Decimal(60)
            )
            for claim in drafts
        )
    )

    assert len(refusals(answers)) == 1
    assert ClaimLine.objects.get().percent == 60


def a_class_that_was_cut():
    """Three invoices of £60 of one source, of which £100 counts by now; and a draft for each, of
    funders of their own."""
    source = secured()
    costs = [spent(source, "60") for _ in range(3)]
    postings.adjust(
        by=UserFactory(password=None),
        source=source,
        on=days_ago(1),
        flow=Flow.SPENT,
        amount=Decimal(-80),
        expenditure=Expenditure.CAPITAL,
        reason="Booked twice",
        description="Less",
        capital_basis=CapitalBasis.OWN_ASSET,
    )
    drafts = [claim_of(secured(project=source.project)) for _ in costs]
    return list(zip(drafts, costs, strict=True))


def add_all(pairs):
    by = UserFactory(password=None)
    return at_once(
        *(
            lambda claim=claim, cost=cost: claims.add_lines(
                by=by, claim=claim, postings=[cost], percent=Decimal(100)
            )
            for claim, cost in pairs
        )
    )


def claimed_in_all():
    return sum(ClaimLine.objects.values_list("amount", flat=True))


def test_claims_at_once_of_other_funders_never_pass_what_was_spent_of_a_class():
    answers = add_all(a_class_that_was_cut())

    assert len(refusals(answers)) == 2
    assert claimed_in_all() == 60


def lines_by_hand(pairs):
    """As the database alone sees them, without a service."""
    by = UserFactory(password=None)

    def write(claim, cost):
        with transaction.atomic():
            ClaimEvent.objects.create(claim=claim, step="changed", by=by)
            ClaimLine.objects.create(
                claim=claim, posting=cost, percent=100, net=60, amount=60, by=by
            )

    return at_once(*(lambda one=one: write(*one) for one in pairs))


def test_the_database_alone_holds_a_class_at_once():
    for _ in range(3):
        before = claimed_in_all()
        lines_by_hand(a_class_that_was_cut())
        assert claimed_in_all() - before == 60


def test_without_the_locks_they_would_pass_the_class(monkeypatch):
    """The negative control: no lock of the sources, neither by services nor by the trigger."""
    pairs = a_class_that_was_cut()

    def read(claim, spent_from=()):
        return Claim.objects.select_related("source__project", "organisation").get(pk=claim.pk)

    def meet(*args, **kwargs):
        found = fits(*args, **kwargs)
        together.wait(timeout=20)
        return found

    together, fits = Barrier(3), claims._fits
    monkeypatch.setattr(claims, "held", read)
    monkeypatch.setattr(claims, "_fits", meet)
    name = _trigger("line_fits")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE projects_claimline DISABLE TRIGGER {name}")
    try:
        answers = add_all(pairs)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE projects_claimline ENABLE TRIGGER {name}")

    assert refusals(answers) == []
    assert claimed_in_all() == 180


def test_funders_that_pay_for_each_other_do_not_wait_in_a_circle():
    """Each claims what the other source has spent: locks are taken in one order."""
    first = secured()
    second = secured(project=first.project)
    by = UserFactory(password=None)
    pairs = [(claim_of(first), spent(second, "60")), (claim_of(second), spent(first, "60"))] * 2

    answers = at_once(
        *(
            lambda claim=claim, cost=cost: claims.add_lines(by=by, claim=claim, postings=[cost])
            for claim, cost in pairs
        )
    )

    assert refusals(answers) == []
    assert claimed_in_all() == 120


def test_a_payment_is_reversed_once_by_two_at_once():
    claim = paid(secured(), "100")
    people = [UserFactory(password=None) for _ in range(2)]

    answers = at_once(
        *(
            lambda by=by: claim_steps.reverse_payment(by=by, claim=claim, reason="A slip")
            for by in people
        )
    )

    assert len(refusals(answers)) == 1
    assert Posting.objects.filter(flow=Flow.RECEIVED).count() == 2


def test_two_officers_mark_it_as_paid_and_it_is_paid_once():
    claim = approved(secured(), "100")
    people = [UserFactory(password=None) for _ in range(2)]

    answers = at_once(
        *(lambda by=by: claim_steps.pay(by=by, claim=claim, on=days_ago(0)) for by in people)
    )

    assert len(refusals(answers)) == 1
    assert Posting.objects.filter(flow=Flow.RECEIVED).count() == 1


def test_a_double_click_at_once_is_answered_twice_and_paid_once():
    claim, by = approved(secured(), "100"), UserFactory(password=None)

    def pay():
        return claim_steps.pay(by=by, claim=claim, on=days_ago(0), attempt="aaaaaaaaaa")

    answers = at_once(pay, pay)

    assert refusals(answers) == []
    assert Posting.objects.filter(flow=Flow.RECEIVED).count() == 1


def test_nothing_is_added_while_it_is_submitted():
    source = secured()
    claim, more = complete(source, "100"), spent(source, "50")
    by = UserFactory(password=None)

    answers = at_once(
        lambda: claim_steps.submit(by=by, claim=claim),
        lambda: claims.add_lines(by=by, claim=claim, postings=[more]),
    )

    claim.refresh_from_db()
    # Whichever came first: a line without evidence stops the submission, and the other way round.
    assert len(refusals(answers)) == 1
    assert (claim.state, claim.lines.count()) in {("submitted", 1), ("draft", 2)}
