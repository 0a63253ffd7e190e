"""What is planned once reaches the database by itself, unless it changes something."""

import pghistory
import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from diz_portal.prepared import Prepared
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db(transaction=True)

READS = Prepared("two_more", "\n  SELECT %s + 2", "int")
WRITES = Prepared("one_phone", "UPDATE places_partnership SET phone = %s RETURNING phone", "text")
WHO = "SELECT set_config('pghistory.context_id'"


def test_what_only_reads_says_nothing_of_who_asks():
    with pghistory.context(user=None, url="/"), CaptureQueriesContext(connection) as queries:
        assert READS.rows(5) == [(7,)]
        assert READS.rows(6) == [(8,)]

    assert {query["sql"].split()[0] for query in queries} <= {"PREPARE", "EXECUTE"}
    assert queries[-1]["sql"].startswith("EXECUTE")


def test_what_may_change_something_says_who_asks():
    PartnershipFactory()

    with pghistory.context(user=None, url="/"), CaptureQueriesContext(connection) as queries:
        assert WRITES.rows("01279 000000") == [("01279 000000",)]

    assert queries[-1]["sql"].startswith(WHO)


def test_a_savepoint_says_nothing_and_what_changes_inside_does():
    partnership = PartnershipFactory()

    with (
        pghistory.context(user=None, url="/"),
        transaction.atomic(),
        CaptureQueriesContext(connection) as queries,
        transaction.atomic(),
    ):
        partnership.save()

    said = [query["sql"] for query in queries]
    assert said[0].startswith("SAVEPOINT")
    assert said[1].startswith(WHO)
    assert said[-1].startswith("RELEASE SAVEPOINT")
