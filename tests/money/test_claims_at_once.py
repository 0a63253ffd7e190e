"""Several people decide at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from diz_portal.access import Refusal
from projects.models import Claim, ClaimLine, FundingSource, Posting
from projects.money.enums import Flow
from projects.money.services import claim_steps, claims
from projects.money.services import sources as source_services
from tests.factories.accounts import UserFactory
from tests.factories.claims import approved, claim_of, complete, spent, submitted
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


def _trigger():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_step_is_allow%'")
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
