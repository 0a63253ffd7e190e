"""Under which version a page may be kept (`diz_portal.versions`)."""

import time

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from diz_portal import versions
from partners.models import Organisation
from tests.factories.partners import OrganisationFactory

ASKED = [versions.rows_of("partners_organisation")]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    versions._last.clear()


def read(day="2026-11-30"):
    return versions.read("organisations", ASKED, day)[0]


def asked_of_tables() -> bool:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        read()
    return any("EXECUTE" in one["sql"] for one in asked)


def test_while_nothing_was_written_the_tables_are_not_asked_again():
    OrganisationFactory()
    # Another test on the same server nearly always writes: there are moments when none does.
    for _ in range(200):
        read()
        if not asked_of_tables():
            return
        time.sleep(0.02)
    pytest.fail("the tables were asked each time")


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


def test_the_minute_by_which_a_query_tells_the_time_is_part_of_it():
    asked = ["SELECT date_trunc('hour', clock_timestamp())::text"]
    # It is remembered in a moment when nobody else writes on the same server.
    for _ in range(200):
        versions.read("hour", asked, "2026-11-30")
        if "hour" in versions._last:
            break
        time.sleep(0.02)
    _, day, minute, snapshot = versions._last["hour"]
    versions._last["hour"] = ("an hour ago", day, minute - 60, snapshot)

    assert "an hour ago" not in versions.read("hour", asked, "2026-11-30")[0]
