"""What a seminar costs: registering, its page, its list as a file.

What is compared is done in turns, so that a busy moment of the machine meets each alike.
"""

import contextlib
import io
import os
import resource
import secrets
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from statistics import median

import psycopg2
import pytest
from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import connection
from django.db.models import AutoField, Max
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from diz_portal import patience
from seminars.models import Seminar
from tests import programs
from tests.bench.spending import Spending, load, spread
from tests.contention.contender import fields_of
from tests.contention.crowd import Crowd
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import (
    SeminarFactory,
    SeriesFactory,
    TopicFactory,
    multiply,
    registered,
)

ROUNDS, RUNS = 200, 3
PEOPLE, RUSH = 100_000, 240
NUMBER = "the next number"
NOTHING = nullcontext()


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty/", empty), path("", include("diz_portal.urls"))]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def as_in_production(settings, tmp_path):
    """No limits, and no search for static files, which would make an empty view look dear."""
    settings.PUBLIC_FORM_LIMITS = False
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    PartnershipFactory()
    for cache in caches.all():
        cache.clear()


@pytest.fixture
def seminar() -> Seminar:
    return SeminarFactory(
        slug="bench",
        topic=TopicFactory(),
        series=SeriesFactory(),
        capacity_in_person=2 * PEOPLE,
        description="What it is about, in a few words. " * 20,
        speakers="Ann Example, who knows\nBob Example, who asks",
    )


def seconds(act: Callable[[], object]) -> float:
    begin = time.perf_counter()
    act()
    return time.perf_counter() - begin


def in_turns(*acts: Callable[[], float]) -> list[float]:
    times: list[list[float]] = [[] for _ in acts]
    for turn in range(ROUNDS + 10):
        for taken, act in zip(times, acts, strict=True):
            one = act()
            if turn >= 10:
                taken.append(one)
    return [median(taken) for taken in times]


def queries_of(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        act()
    return sum(not query["sql"].startswith(("BEGIN", "COMMIT", "SAVEPOINT")) for query in queries)


class Resident:
    def __init__(self, seminar: Seminar):
        self.path = reverse("seminars:register", args=[seminar.slug])

    def register(self, posting: AbstractContextManager = NOTHING) -> None:
        """`posting` is told of the POST alone."""
        client = Client(enforce_csrf_checks=True)
        email = f"{secrets.token_hex(8)}@test.example"
        hidden = fields_of(client.get(self.path).content.decode())
        values = {**hidden, "name": "Ann Resident", "email": email}
        with posting:
            response = client.post(self.path, values)
        assert response.status_code == 302


class BareTransaction:
    """The rows that one registration writes, written again by SQL alone, under the same lock."""

    def __init__(self, seminar: Seminar):
        models = [
            model
            for app in ("seminars", "outbox")
            for model in apps.get_app_config(app).get_models()
            if isinstance(model._meta.pk, AutoField)
        ]
        newest = {model: self._newest(model) for model in models}
        Resident(seminar).register()
        self.seminar_id = seminar.pk
        self.rows: list[tuple] = []
        for model in models:
            fields = [field for field in model._meta.concrete_fields if not field.primary_key]
            if made := model._base_manager.filter(pk__gt=newest[model]):
                values = [[getattr(one, field.attname) for field in fields] for one in made]
                self.rows.append((model, fields, values))
        # Whatever refers to another of these rows comes after it.
        self.rows.sort(key=lambda row: any(f.name in {"registration", "message"} for f in row[1]))
        self.connection = psycopg2.connect(**connection.get_connection_params())
        self.count = 10**6

    @staticmethod
    def _newest(model) -> int:
        return model._base_manager.aggregate(newest=Max("pk"))["newest"] or 0

    def run(self, working: AbstractContextManager = NOTHING) -> None:
        self.count += 1
        statements = list(self._statements())
        with working, self.connection, self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT * FROM seminars_seminar WHERE id = %s FOR NO KEY UPDATE", [self.seminar_id]
            )
            cursor.execute(
                "SELECT SUM(seats) FILTER (WHERE state IN ('confirmed', 'offered')), "
                "COUNT(*) FILTER (WHERE state = 'waiting'), MAX(number) "
                "FROM seminars_registration WHERE seminar_id = %s",
                [self.seminar_id],
            )
            made = {NUMBER: cursor.fetchone()[2] + 1}
            cursor.execute(
                "SELECT 1 FROM seminars_registration WHERE seminar_id = %s AND lower(email) = %s "
                "AND state <> 'cancelled' AND email <> ''",
                [self.seminar_id, "somebody@test.example"],
            )
            for table, sql, values in statements:
                cursor.execute(sql, [made.get(value, value) for value in values])
                made[table] = cursor.fetchone()[0]

    def _statements(self):
        new = {"number": NUMBER, "reference": secrets.token_hex(5), "key": f"{self.count}"}
        new |= {"email": f"{self.count}@test.example", "to": f"{self.count}@test.example"}
        for model, fields, rows in self.rows:
            table = model._meta.db_table
            columns = ", ".join(f'"{field.column}"' for field in fields)
            one = f"({', '.join(['%s'] * len(fields))})"
            values = [
                field.related_model._meta.db_table
                if field.name in {"registration", "message"}
                else new.get(field.name, value)
                for row in rows
                for field, value in zip(fields, row, strict=True)
            ]
            sql = f"INSERT INTO {table} ({columns}) VALUES {', '.join([one] * len(rows))} "
            yield table, f"{sql} RETURNING id", values


def test_registering(report, seminar):
    bare, resident = BareTransaction(seminar), Resident(seminar)

    runs = []
    with contextlib.closing(bare.connection):
        for _ in range(RUNS):
            for _ in range(10):
                bare.run()
                resident.register()
            transaction, posting = Spending(), Spending()
            for _ in range(ROUNDS):
                bare.run(transaction)
                resident.register(posting)
            runs.append((posting, transaction))
    posts, transactions = zip(*runs, strict=True)

    client = Client()
    hidden = fields_of(client.get(resident.path).content.decode())
    values = {**hidden, "name": "Ann", "email": "queries@test.example"}
    queries = queries_of(lambda: client.post(resident.path, values))
    report(
        "A seminar: registering",
        "The POST of the form, through every middleware and Django's own handler. Compared with "
        "SQL that writes the same rows (registration, event, reminders, message): lock, count, "
        f"look for the address, insert, commit. In turns, {ROUNDS} each; the median of {RUNS} runs "
        "with the lowest and the highest. Processor time, with that of the database, which does "
        f"not wait for the disk: that makes the bare SQL faster. {load()}",
        [
            (
                "POST / bare transaction",
                "≤ 6 ×",
                spread(post.busy / sql.busy for post, sql in runs),
            ),
            *(
                (f"{name}, in ms", "", spread(1000 * one.busy / ROUNDS for one in these))
                for name, these in (("POST", posts), ("bare transaction", transactions))
            ),
            (
                "the same by the clock",
                "",
                " and ".join(
                    spread(1000 * one.seconds / ROUNDS for one in these)
                    for these in (posts, transactions)
                ),
            ),
            ("queries of a POST", "", f"{queries}"),
        ],
    )


def test_page(report, seminar):
    registered(seminar)
    client, address = Client(), seminar.get_absolute_url()
    nothing, page, drawn = in_turns(
        lambda: seconds(lambda: client.get("/empty/")),
        lambda: seconds(lambda: client.get(address)),
        # An address with a question in it is never kept.
        lambda: seconds(lambda: client.get(f"{address}?x=1")),
    )
    report(
        "A seminar: its page",
        "Through every middleware and Django's own handler, compared with an empty view, in "
        f"turns. Median of {ROUNDS} each. The public page is stored whole, under the version of "
        "its data, which includes the places left (`seminars/selectors/version.py`). It needs one "
        "query if nothing has changed, and is always up to date.",
        [
            ("page / an empty view", "≤ 3 ×", f"{page / nothing:.1f} ×"),
            ("the same, rendered again", "", f"{drawn / nothing:.1f} ×"),
            ("page, and rendered again", "", f"{1000 * page:.2f} and {1000 * drawn:.1f} ms"),
            ("queries of the page", "", f"{queries_of(lambda: client.get(address))}"),
        ],
    )


def test_the_rush_for_the_last_places(report):
    with programs.web(DIZ_LIMITS="off") as address:
        Crowd(address, SeminarFactory(capacity_in_person=30).slug, 60).answers()
        runs = []
        for _ in range(RUNS):
            seminar = SeminarFactory(capacity_in_person=RUSH // 3)
            with Spending() as spending:
                answers = Crowd(address, seminar.slug, RUSH).answers()
            assert {tuple(one["statuses"]) for one in answers} == {(200, 302, 200)}
            runs.append(spending)
    rates = [3 * RUSH / one.seconds for one in runs]
    room = [3 * RUSH * (os.cpu_count() or 1) / one.busy for one in runs]
    report(
        "A seminar: over HTTP",
        f"{RUSH} people register for a third as many places, 24 at once. Each opens the form, "
        "sends it, and opens the next page. An email to each is stored. gunicorn with 2 workers, "
        "PostgreSQL, Valkey and the visitors are all on the same processors, and the time includes "
        f"starting the visitors. The median of {RUNS} runs with the lowest and the highest. "
        f"{load()} What the processors have room for is worked out from processor time.",
        [
            ("answers a second", "≥ 80", spread(rates, ".0f")),
            ("answers a second that there is room for", "≥ 80", spread(room, ".0f")),
            (
                "processor time of an answer, in ms",
                "",
                spread(1000 * one.busy / RUSH / 3 for one in runs),
            ),
        ],
    )


def test_file_of_a_hundred_thousand(report, seminar):
    first = registered(
        seminar,
        name="Ann Example of Old Harlow",
        organisation="=Example & Sons, Harlow",
        guest_name="Bob Example",
        access_needs="A seat near the front, please, and a hearing loop.",
    )
    multiply(first, PEOPLE)
    client = Client()
    client.force_login(manager())
    address = reverse("seminars_workspace:csv", args=[seminar.slug])

    def ours(query: str = "") -> int:
        response = client.get(address + query)
        return sum(part.count(b"\n") for part in response.streaming_content)

    def bare() -> int:
        out = io.BytesIO()
        with connection.cursor() as cursor, patience.without_callback():
            cursor.copy_expert(
                "COPY (SELECT reference, number, state, place, name, guest_name, "
                "organisation, email, access_needs, listing_consent, newsletter, registered_at, "
                "channel, phone, postal_address "
                f"FROM seminars_registration WHERE seminar_id = {seminar.pk} ORDER BY number) "
                "TO STDOUT WITH (FORMAT csv, HEADER)",
                out,
            )
        return out.getvalue().count(b"\n")

    assert ours("?q=person1@") <= 2
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert ours() == PEOPLE + 1
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert bare() == PEOPLE + 1
    times = [(seconds(ours), seconds(bare)) for _ in range(5)]
    whole, copy = (median(column) for column in zip(*times, strict=True))
    report(
        "A seminar: its list as a file",
        "A CSV file of 100,000 registrations, through every middleware to the last byte, with "
        "formulas made safe. Compared with a bare `COPY … TO` of the same columns in the same "
        "order, in turns. Median of 5 each.",
        [
            ("time, as a multiple of the bare COPY", "≤ 8 ×", f"{whole / copy:.1f} ×"),
            ("seconds, and those of the bare COPY", "", f"{whole:.1f} and {copy:.2f}"),
            ("memory it takes more than a file of one line", "constant", f"{grown:.0f} MB"),
        ],
    )
