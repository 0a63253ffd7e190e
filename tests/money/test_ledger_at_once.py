"""Someone posts while someone else locks the month, each on a connection of their own."""

from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from diz_portal.access import Refusal
from projects.models import LedgerLine, LedgerMonth, Posting
from projects.money.selectors import ledger
from projects.money.services import ledger_months, ledger_posting, postings
from tests.factories.ledger import booked, last_month
from tests.factories.money import awarded
from tests.factories.partners import OrganisationFactory, certifier_of, finance_of
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db(transaction=True)


def when():
    return {"month": last_month(), "is_outturn": False}


A_WHILE = 0.5


@pytest.fixture
def body():
    return OrganisationFactory()


@pytest.fixture
def by(body):
    return finance_of(body)


@pytest.fixture
def certifier(body):
    return certifier_of(body)


@pytest.fixture
def project(body):
    return ProjectFactory(lead=body)


@pytest.fixture
def source(project):
    return awarded(project=project, revenue="9000")


def sign(project, by):
    return ledger_months.sign(by=by, project=project, **when())


def spend(source):
    return postings.spend(
        by=None,
        source=source,
        on=last_month() + timedelta(days=4),
        net=Decimal(5),
        description="Work",
        expenditure="revenue",
    )


class Other:
    """What someone else does, on a thread; `answer` is what came of it, or the refusal."""

    def __init__(self, act):
        self.answer = None
        self._act = act
        self._thread = Thread(target=self._run)
        self._thread.start()

    def _run(self):
        try:
            self.answer = self._act()
        except (Refusal, IntegrityError) as refusal:
            self.answer = refusal
        finally:
            connection.close()

    def waits(self):
        self._thread.join(A_WHILE)
        return self._thread.is_alive()

    def ended(self):
        self._thread.join(20)
        assert not self._thread.is_alive()
        return self.answer


@contextmanager
def a_posting_under_way(source):
    """Written and not committed, in a month that nobody has begun to reconcile."""
    written, go_on = Event(), Event()

    def post():
        with transaction.atomic():
            made = spend(source)
            written.set()
            go_on.wait(20)
        return made

    other = Other(post)
    try:
        assert written.wait(20)
        yield go_on, other
    finally:
        go_on.set()
        other.ended()


@contextmanager
def without_the_trigger():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgname FROM pg_trigger WHERE tgname LIKE 'pgtrigger_month_is_open%'")
        (name,) = cursor.fetchone()
        cursor.execute(f"ALTER TABLE projects_posting DISABLE TRIGGER {name}")
        try:
            yield
        finally:
            cursor.execute(f"ALTER TABLE projects_posting ENABLE TRIGGER {name}")


def post_while_it_is_locked(source, month, certifier):
    """Who posts comes after the lock was taken, and before it is committed."""
    with transaction.atomic():
        ledger_months.lock(by=certifier, month=month)
        late = Other(lambda: spend(source))
        waited = late.waits()
    return waited, late.ended()


def test_who_posts_while_a_month_is_being_locked_waits_and_is_refused(
    project, source, by, certifier
):
    waited, answer = post_while_it_is_locked(source, sign(project, by), certifier)

    assert waited
    assert isinstance(answer, Refusal | IntegrityError)
    assert not Posting.objects.exists()


def test_without_the_locks_the_posting_would_be_in_the_locked_month(
    project, source, by, certifier, monkeypatch
):
    """The negative control: nobody locks the table, and no trigger waits for the month."""
    monkeypatch.setattr(ledger_months, "_let_writers_end", lambda: None)
    month = sign(project, by)

    with without_the_trigger():
        waited, answer = post_while_it_is_locked(source, month, certifier)

    assert not waited
    assert isinstance(answer, Posting)
    _is_wrong(project)


def test_a_month_is_not_locked_before_who_is_posting_to_it_has_ended(
    project, source, by, certifier
):
    with a_posting_under_way(source) as (go_on, _):
        month = sign(project, by)
        lock = Other(lambda: ledger_months.lock(by=certifier, month=month))
        assert lock.waits()
        go_on.set()

        assert isinstance(lock.ended(), ledger_months.FiguresMoved)
    assert LedgerMonth.objects.get().is_signed


def test_without_the_lock_of_the_table_it_would_be(project, source, by, certifier, monkeypatch):
    """The negative control: of a month that is not begun yet the trigger knows nothing."""
    monkeypatch.setattr(ledger_months, "_let_writers_end", lambda: None)

    with a_posting_under_way(source):
        ledger_months.lock(by=certifier, month=sign(project, by))

    _is_wrong(project)


def _is_wrong(project):
    """Locked, and not with the figures that it has."""
    found = ledger.month(project, last_month(), is_outturn=False)
    assert found.is_locked
    assert (found.row.portal_total, found.portal) == (0, 5)


# One line, two officers -----------------------------------------------------------------------


def post_at_once(line, source, by):
    """Both have read that the line has no posting before either writes one."""
    with transaction.atomic():
        first = ledger_posting.post(by=by, line=line, source=source, expenditure="revenue")
        second = Other(
            lambda: ledger_posting.post(by=by, line=line, source=source, expenditure="revenue")
        )
        second.waits()
    return first, second.ended()


def test_a_line_is_posted_once_by_two_at_once(project, source, by):
    booked(project, ["A1", last_month().isoformat(), "50", "Supplier", "Work"], by=by)
    line = LedgerLine.objects.get()

    first, second = post_at_once(line, source, by)

    assert isinstance(second, Refusal)
    assert list(Posting.objects.all()) == [first]
