"""What the search costs among a million, against the same page among a thousand.

A manager, who sees every site and every registration, and a caseworker of the team with all the
cases. The same searches are asked of the same database before it grows and after; among them words
that 30,000 rows begin with. Both the ratio and the time on the server are bounded. ROWS=200000
measures among fewer.
"""

import os
import time
from collections.abc import Callable
from statistics import median

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils import timezone

from inclusion.models import Case, Person
from projects.models import Site
from seminars.models import Registration
from tests.bench.bench_cases import NAME, REFERENCE, _last, multiply, queries_of
from tests.factories.inclusion import CaseFactory, team_of
from tests.factories.partners import caseworker_of, manager
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import SiteFactory
from tests.factories.seminars import SeminarFactory, registered

MANY = int(os.environ.get("ROWS", "1000000"))
FEW, CASES, SITES, REGISTRATIONS = 1_000, MANY, MANY // 10, MANY
SHARED = 30_000
ROUNDS = 40
MOST, MILLISECONDS = 2, 250
PAGE = "/workspace/search/"
# So many begin alike, whatever the number of rows; of a thousand a third. The others have words
# that ten to a thousand share, as in a town.
COMMON = "CASE WHEN n % greatest({every}, 3) = 0 THEN 'Elmfield ' ELSE '' END"

pytestmark = pytest.mark.django_db(transaction=True)


class Town:
    """Sites, registrations and cases: the first of each, and then as many as are wanted."""

    def __init__(self) -> None:
        PartnershipFactory()
        self.site = SiteFactory(name="Elmfield first", ods_code="X0", order_ref="OR 0")
        self.registration = registered(
            SeminarFactory(), name="Elmfield First", email="first@town.example"
        )
        self.team = team_of()
        self.case = CaseFactory(
            handled_by=self.team.organisation,
            person__name="First Person",
            person__district=DistrictFactory(),
        )
        self.manager, self.caseworker = Client(), Client()
        self.manager.force_login(manager())
        self.caseworker.force_login(caseworker_of(self.team.organisation))

    def grow(self, numbers: range, *, of: type) -> None:
        common = COMMON.format(every=len(numbers) // SHARED)
        if of is Site:
            multiply(
                self.site,
                numbers,
                reference=REFERENCE.format("n + 1000000000"),
                name=f"{common} || {NAME}",
                ods_code="'X' || n",
                uprn="(100000000000 + n)::text",
                order_ref="'OR-' || n",
                postcode="'CM' || n % 90 || ' ' || n % 9 || 'AA'",
            )
        elif of is Registration:
            multiply(
                self.registration,
                numbers,
                reference=REFERENCE.format("n + 3000000000"),
                name=f"{common} || {NAME}",
                email="'person' || n || '@town.example'",
                number="n + 1",
            )
        else:
            last = _last(Person)
            multiply(
                self.case.person,
                numbers,
                reference=REFERENCE.format("n"),
                name=f"{common} || {NAME}",
                name_key=f"lower({common} || {NAME})",
            )
            multiply(
                self.case,
                numbers,
                reference=REFERENCE.format("n + 2000000000"),
                person_id=f"n - {numbers.start} + {last + 1}",
            )

    def asks(self) -> dict[str, Callable[[], None]]:
        case = Case.objects.order_by("pk")[500]
        registration = Registration.objects.order_by("pk")[500]
        site = Site.objects.order_by("pk")[500]
        return {
            "a site by its order number": self._ask(self.manager, site.order_ref),
            "a site by its name": self._ask(self.manager, site.name),
            "a person registered, by name": self._ask(self.manager, registration.name),
            "a person registered, by email": self._ask(self.manager, registration.email),
            f"a word that {SHARED:,} begin with": self._ask(self.manager, "elmfield"),
            "how that word begins": self._ask(self.manager, "elm"),
            "nothing at all": self._ask(self.manager, "zzqx"),
            "a case by reference": self._ask(self.caseworker, case.reference),
            "a case by name": self._ask(self.caseworker, case.person.name),
            "a name that many cases have": self._ask(self.caseworker, "elmfield"),
        }

    @staticmethod
    def _ask(client: Client, text: str) -> Callable[[], None]:
        def ask() -> None:
            answer = client.post(PAGE, {"q": text})
            if answer.status_code != 200:
                raise RuntimeError(f"answered {answer.status_code} to {text}")

        return ask


def taken(act: Callable[[], None]) -> float:
    times = []
    for turn in range(ROUNDS + 5):
        begin = time.perf_counter()
        act()
        if turn >= 5:
            times.append(time.perf_counter() - begin)
    return median(times)


def test_search(report, settings, settle, tmp_path):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    town = Town()
    sizes = {Site: SITES, Registration: REGISTRATIONS, Case: CASES}
    for model in sizes:
        town.grow(range(1, FEW), of=model)
    few, asked = measured(town, settle)
    for model, number in sizes.items():
        town.grow(range(FEW, number), of=model)
    many, asked_of_many = measured(town, settle)

    assert asked == asked_of_many
    rows = [
        (
            name,
            f"{MOST} ×, {MILLISECONDS} ms",
            f"{many[name] / few[name]:.2f} × ({1000 * many[name]:.0f} ms)",
        )
        for name in few
    ]
    report(
        "Search",
        f"The page of results among {CASES:,} cases, {SITES:,} sites and {REGISTRATIONS:,} "
        f"registrations, compared with {FEW:,} of each, through every middleware. Median "
        f"of {ROUNDS}. The number of queries is the same. "
        f"Taken on {timezone.localdate():%-d %B %Y}.",
        rows,
    )

    assert max(many[name] / few[name] for name in few) <= MOST, rows
    assert max(many.values()) * 1000 <= MILLISECONDS, rows


def measured(town: Town, settle: Callable[[], None]) -> tuple[dict[str, float], dict[str, int]]:
    settle()
    for cache in caches.all():
        cache.clear()
    asks = town.asks()
    return (
        {name: taken(ask) for name, ask in asks.items()},
        {name: queries_of(ask) for name, ask in asks.items()},
    )
