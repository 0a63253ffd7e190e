"""What a queue and a search cost among a million cases, against the same among a thousand.

Two teams in one database, asked in turns. Each has as many rows as a page shows, so that the
difference is what the database does with the others.
"""

import time
from collections.abc import Callable
from statistics import median

import pytest
from django.core.cache import caches
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from inclusion.models import Case, Need, Person, Referral
from tests.factories.inclusion import CaseFactory, NeedFactory, ReferralFactory, team_of
from tests.factories.partners import caseworker_of
from tests.factories.places import DistrictFactory, PartnershipFactory

FEW, MANY = 1_000, 1_000_000
ROUNDS = 40
MOST = 1.5
# 997 first and 9,973 last names, of letters only, as a town has them.
LETTERS = "translate(to_hex({0}), '0123456789', 'ghijklmnop')"
FIRST = LETTERS.format("n % 997 + 4096")
LAST = LETTERS.format("n * 7 % 9973 + 65536")
NAME = f"{FIRST} || ' ' || {LAST}"
PHONE = "lpad((7000000000 + n)::text, 10, '0')"
# Ten characters of the alphabet of references, another for each number.
REFERENCE = "translate(lpad(to_hex({0}), 10, '0'), '01ae', 'ghjk')"

pytestmark = pytest.mark.django_db(transaction=True)


def multiply(first: Model, numbers: range, **other: str) -> None:
    """One row as many, by SQL; `other` are the columns that differ, as expressions of `n`."""
    fields = [field for field in first._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(other.get(field.column, f'one."{field.column}"') for field in fields)
    values = values.replace("%", "%%")
    table = first._meta.db_table
    with connection.cursor() as cursor:
        # What the rows are checked for is written to hold; a trigger for each would take an hour.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {table} one, "
            "generate_series(%s, %s) n WHERE one.id = %s",
            [numbers.start, numbers.stop - 1, first.pk],
        )
        cursor.execute("SET session_replication_role = DEFAULT")


class TeamOf:
    """A team with so many cases: seven in ten closed, half of the open ones nobody's."""

    def __init__(self, number: int, start: int) -> None:
        self.team = team_of()
        organisation = self.team.organisation
        self.caseworker = caseworker_of(organisation)
        district = DistrictFactory()
        case = CaseFactory(
            handled_by=organisation, person__name="First Person", person__district=district
        )
        numbers = range(start, start + number - 1)
        last_person = _last(Person)
        multiply(
            case.person,
            numbers,
            reference=REFERENCE.format("n"),
            name=NAME,
            name_key=NAME,
            phone=f"'+44' || {PHONE}",
            phone_key=PHONE,
        )
        last_case = _last(Case)
        # The n-th case is the n-th person's: both were written in one order.
        state = "CASE WHEN n % 10 < 7 THEN 'closed' ELSE 'open' END"
        multiply(
            case,
            numbers,
            reference=REFERENCE.format("n + 2000000000"),
            person_id=f"n - {start} + {last_person + 1}",
            state=state,
            closed_at="CASE WHEN n % 10 < 7 THEN now() - n % 700 * interval '1 day' END",
            opened_at="now() - n % 900 * interval '1 day' - n * interval '1 microsecond'",
            target_on="current_date + 100 - (n % 400)::int",
            assigned_to_id=f"CASE WHEN n % 10 = 7 THEN {self.caseworker.pk} END",
        )
        need = NeedFactory(case=case, kind="skills", state="approved")
        multiply(
            need,
            numbers,
            reference=REFERENCE.format("n + 4000000000"),
            case_id=f"n - {start} + {last_case + 1}",
            state="CASE WHEN n % 10 < 7 THEN 'confirmed' ELSE 'approved' END",
        )
        referral = ReferralFactory(to=organisation, person=case.person)
        multiply(
            referral,
            range(start, start + number // 10 - 1),
            reference=REFERENCE.format("n + 6000000000"),
            submitted_at="now() - n * interval '1 second'",
        )
        self.known = Person.objects.get(pk=last_person + 500)
        self.known_case = self.known.cases.get()
        self.client = Client()
        self.client.force_login(self.caseworker)

    def page(self, name: str, query: str = "") -> Callable[[], None]:
        address = reverse(f"inclusion_workspace:{name}") + query
        return lambda: self._answered(self.client.get(address), 200)

    def search(self, text: str, status: int = 200) -> Callable[[], None]:
        address = reverse("inclusion_workspace:find")
        return lambda: self._answered(self.client.post(address, {"text": text}), status)

    @staticmethod
    def _answered(response, status: int) -> None:
        if response.status_code != status:
            raise RuntimeError(f"answered {response.status_code}")

    def asks(self) -> dict[str, Callable[[], None]]:
        return {
            "referrals waiting": self.page("waiting"),
            **{
                f"cases: {show}": self.page("cases", f"?show={show}")
                for show in ("unassigned", "mine", "all", "late", "closed")
            },
            "search by name": self.search(self.known.name),
            "search by phone number": self.search(self.known.phone),
            "search by reference": self.search(self.known_case.reference, 302),
        }


def _last(model: type[Model]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        return cursor.fetchone()[0]


def test_queues_and_search(report, settings, tmp_path):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    PartnershipFactory()
    few, many = TeamOf(FEW, 1_000), TeamOf(MANY, 2_000_000)
    with connection.cursor() as cursor:
        for model in (Person, Case, Need, Referral):
            cursor.execute(f"VACUUM ANALYZE {model._meta.db_table}")
    for cache in caches.all():
        cache.clear()

    rows, ratios = [], {}
    asked_of_many = many.asks()
    for name, ask_few in few.asks().items():
        ask_many = asked_of_many[name]
        assert queries_of(ask_few) == queries_of(ask_many), name
        of_few, of_many = in_turns(ask_few, ask_many)
        ratios[name] = of_many / of_few
        rows.append((name, f"{MOST} ×", f"{ratios[name]:.2f} × ({1000 * of_many:.0f} ms)"))

    report(
        "Cases: queues and search",
        f"Pages of a team with {MANY:,} cases compared with those of a team with {FEW:,}, through "
        f"every middleware, in turns. Median of {ROUNDS} each. The number of queries is the same. "
        f"Taken on {timezone.localdate():%-d %B %Y}.",
        rows,
    )

    assert max(ratios.values()) <= MOST, ratios


def queries_of(act: Callable[[], None]) -> int:
    act()  # what a process learns once is learnt
    with CaptureQueriesContext(connection) as queries:
        act()
    return len(queries)


def in_turns(*acts: Callable[[], None]) -> list[float]:
    times: list[list[float]] = [[] for _ in acts]
    for turn in range(ROUNDS + 5):
        for taken, act in zip(times, acts, strict=True):
            begin = time.perf_counter()
            act()
            if turn >= 5:
                taken.append(time.perf_counter() - begin)
    return [median(taken) for taken in times]
