"""Under which version a page may be kept (`diz_portal.versions`)."""

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from diz_portal import versions
from partners.models import Organisation
from tests.factories.partners import OrganisationFactory

ASKED = [versions.rows_of("partners_organisation")]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    versions._last.clear()


def read(day="2026-11-30", name="organisations"):
    return versions.read(name, ASKED, day)[0]


def asked_of_tables(name) -> bool:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read(name=name)
    return any("EXECUTE" in one["sql"] for one in asked)


@pytest.fixture
def nobody_else_writes(monkeypatch):
    """Other tests on the same server write all the time. What is prepared so is nobody else's."""
    monkeypatch.setattr(versions, "IS_QUIET", "true")
    return "quiet"


def test_while_nothing_was_written_the_tables_are_not_asked_again(nobody_else_writes):
    OrganisationFactory()
    # Between two of these moments another test has nearly never committed.
    for _ in range(200):
        read(name=nobody_else_writes)
        if not asked_of_tables(nobody_else_writes):
            return
    pytest.fail("the tables were asked each time")


def test_what_is_read_while_somebody_writes_is_remembered_by_nobody():
    with connections["default"].copy().cursor() as other:
        other.execute("BEGIN; SELECT pg_current_xact_id()")
        # Its number is now above that of the other, which may still commit.
        OrganisationFactory()
        read()
        other.execute("ROLLBACK")
        other.db.close()
    assert versions._last == {}


def test_what_was_written_a_moment_ago_is_another_version():
    organisation = OrganisationFactory()
    for number in range(20):
        before = read(), read()
        Organisation.objects.filter(pk=organisation.pk).update(name=f"Name {number}")
        assert read() not in before


def test_another_day_is_another_version():
    OrganisationFactory()
    for _ in range(20):
        assert read("2026-11-30") != read("2026-12-01")


def test_what_an_open_transaction_wrote_is_seen_by_it_and_remembered_by_nobody():
    organisation = OrganisationFactory()
    for number in range(20):
        before = read()
        with transaction.atomic():
            assert read() == before
            Organisation.objects.filter(pk=organisation.pk).update(name=f"Name {number}")
            within = read()
            assert within != before
            transaction.set_rollback(True)
        assert read() == before


def test_the_minute_by_which_a_query_tells_the_time_is_part_of_it(nobody_else_writes):
    asked = ["SELECT date_trunc('hour', clock_timestamp())::text"]
    versions.read("hour", asked, "2026-11-30")
    _, day, minute, snapshot = versions._last["hour"]
    versions._last["hour"] = ("an hour ago", day, minute - 60, snapshot)

    assert "an hour ago" not in versions.read("hour", asked, "2026-11-30")[0]
