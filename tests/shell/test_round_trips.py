"""How often the commonest requests go to the database and back: on a slow line each journey costs
what the line costs, so BEGIN, COMMIT, savepoints and visits count as any query does.

psycopg2 waits once for each journey, in `patience.wait`; there they are counted. What a process
reads once for many requests is there already. A line that was silent for some seconds is asked
first whether it is there, one journey more: see `diz_portal.database`.
"""

import re
import time

import pytest
from django.test import Client
from psycopg2 import extensions

from diz_portal import patience, versions
from diz_portal.database import base
from diz_portal.places.models import Partnership
from seminars.models import Registration
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "/": 1,
    "/seminars/": 1,
    "/seminars/getting-online/": 1,
    "/seminars/getting-online/register/": 5,
    "/projects/": 2,
    "/help/": 3,
    "/help/near-you/": 3,
    "/learn/": 3,
    "/partners/": 1,
    "/about/": 2,
}
REGISTERING = 16


class Journeys:
    def __init__(self) -> None:
        self.count = 0

    def __enter__(self) -> "Journeys":
        extensions.set_wait_callback(self._wait)
        return self

    def __exit__(self, *_: object) -> None:
        extensions.set_wait_callback(patience.wait)

    def _wait(self, line) -> None:
        self.count += line.status != extensions.STATUS_SETUP
        patience.wait(line)


@pytest.fixture
def seminar():
    PartnershipFactory()
    return SeminarFactory(slug="getting-online")


@pytest.fixture(autouse=True)
def _nobody_else_writes(monkeypatch):
    """Another test on the same server nearly always does, and pages are then drawn anew."""
    read = versions.read
    monkeypatch.setattr(versions, "read", lambda *asked: (read(*asked)[0], True))


def journeys_of(url) -> int:
    with Journeys() as journeys:
        assert Client().get(url).status_code == 200
    return journeys.count


def fewest_journeys(url) -> int:
    """Of up to a hundred looks in five seconds. Pages are kept while nothing is written, and
    another test on the same server may: what counts is the page in a moment when it does not."""
    fewest = journeys_of(url)
    for _ in range(100):
        if fewest <= PAGES[url]:
            break
        time.sleep(0.05)
        fewest = min(fewest, journeys_of(url))
    return fewest


@pytest.mark.parametrize("url", PAGES)
def test_a_page_goes_to_the_database_no_more_often_than_it_must(seminar, url):
    Client().get(url)

    assert fewest_journeys(url) <= PAGES[url]


@pytest.mark.parametrize("url", ["/", "/seminars/", "/partners/"])
def test_a_kept_page_follows_whatever_is_written_and_holds_nobodys_token(seminar, url):
    kept = Client().get(url).text

    Partnership.objects.update(name="Another name")
    after = Client().get(url).text

    assert "csrfmiddlewaretoken" not in kept
    assert "Another name" not in kept
    assert "Another name" in after


def test_registering_goes_to_the_database_no_more_often_than_it_must(seminar, settings):
    settings.PUBLIC_FORM_LIMITS = False
    counts = [register(who) for who in ("Ann Example", "Bob Example")]

    assert Registration.objects.count() == 2
    # The first of a connection also plans its statements.
    assert counts[-1] <= REGISTERING


def register(name: str) -> int:
    visitor, url = Client(), "/seminars/getting-online/register/"
    form = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', visitor.get(url).text))
    email = f"{name[:3].lower()}@resident.example"
    with Journeys() as journeys:
        answer = visitor.post(url, {**form, "name": name, "email": email})
    assert answer.status_code == 302
    return journeys.count


class Connection(base.DatabaseWrapper):
    """Without a server: what is asked of it is counted."""

    def __init__(self):
        self.asked = self.closed = 0
        self.connection, self.settings_dict, self.alias = object(), {"OPTIONS": {}}, "none"
        self.health_check_enabled = True
        self.health_check_done = False

    def is_usable(self):
        self.asked += 1
        return True

    def close(self):
        self.closed += 1


@pytest.mark.parametrize(("silent_for", "asked"), [(0, 0), (base.BELIEVED_FOR + 1, 1)])
def test_a_line_is_asked_only_after_a_silence(monkeypatch, silent_for, asked):
    monkeypatch.setattr(base, "was_closed", lambda line: False)
    connection = Connection()
    connection._answered_at = base.time.monotonic() - silent_for

    connection.close_if_health_check_failed()

    assert (connection.asked, connection.closed) == (asked, 0)


def test_a_line_that_the_server_has_closed_is_noticed_without_asking(monkeypatch):
    monkeypatch.setattr(base, "was_closed", lambda line: True)
    connection = Connection()
    connection._answered_at = base.time.monotonic()

    connection.close_if_health_check_failed()

    assert (connection.asked, connection.closed) == (0, 1)


def test_a_real_line_shows_that_it_was_closed(django_db_blocker):
    from django.db import connection as ours

    other = ours.copy("other")
    other.ensure_connection()
    pid = other.connection.info.backend_pid
    assert not base.was_closed(other.connection)

    with ours.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])

    assert base.was_closed(other.connection)
    other.close()
