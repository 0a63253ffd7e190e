"""The commonest pages and the nightly work in a portal as large as the region, against the example
partnership's. REGION=0.2 measures a fifth of it."""

import re
import time
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.test import Client

from diz_portal import routines
from diz_portal.accounts.models import User
from inclusion.models import Case
from projects.models import Site
from seminars.models import Seminar
from tests import example_partnership
from tests.bench.region import growing
from tests.bench.spending import Spending, load

ROUNDS = 12
MOST = 1.5
SHOWN = 20
PEOPLE = {"": "/", "manager@diz.example": "/workspace/", "caseworker@diz.example": "/workspace/"}
DOOR = re.compile(r'<a class="govuk-service-navigation__link" href="([^"?#]+)"')
IN_THE_ADMIN = ("outbox/message", "seminars/registration", "projects/site", "partners/organisation")
# Has a section of its own: what it takes is that of the files and the disk.
NOT_TIMED = {"backup", "backup check"}

pytestmark = pytest.mark.django_db(transaction=True)


class Pages:
    """What people open most: each door of the navigation, for whoever may open it; of seminars,
    projects and cases one; and four lists of the admin."""

    def __init__(self) -> None:
        self.clients = {email: Client() for email in PEOPLE}
        for email, client in self.clients.items():
            if email:
                client.force_login(User.objects.get(email=email))
        self.addresses = [
            (email, door)
            for email, start in PEOPLE.items()
            for door in dict.fromkeys(DOOR.findall(self.clients[email].get(start).content.decode()))
        ]
        manager, caseworker = list(PEOPLE)[1:]
        site = Site.objects.select_related("project").order_by("pk")[0]
        case = Case.objects.order_by("pk")[0]
        self.addresses += [
            ("", Seminar.objects.announced().order_by("pk")[0].get_absolute_url()),
            ("", f"/projects/{site.project.slug}/"),
            ("", f"/projects/{site.project.slug}/sites/"),
            (manager, f"/projects/{site.project.slug}/sites/{site.reference}/"),
            (caseworker, f"/workspace/cases/{case.reference}/"),
            *((manager, f"/admin/{one}/") for one in IN_THE_ADMIN),
        ]

    def costs(self) -> dict[str, float]:
        """Milliseconds of a processor, with those of the database, for each page drawn anew."""
        found = {}
        for email, address in self.addresses:
            for cache in caches.all():
                cache.clear()
            client, spending = self.clients[email], Spending()
            # An address with a question in it is never kept.
            query = {} if email else {"fresh": "1"}
            assert client.get(address, query).status_code == 200, address
            with spending:
                for _ in range(ROUNDS):
                    client.get(address, query)
            whose = f", {email.partition('@')[0]}" if email else ""
            found[f"`{address}`{whose}"] = 1000 * spending.busy / ROUNDS
        return found


def nightly() -> dict[str, Spending]:
    found = {}
    for one in routines.all_routines():
        if one.every >= timedelta(days=1) and one.name not in NOT_TIMED:
            with Spending() as spent:
                one.work()
            found[one.title] = spent
    return found


def test_a_region(report, settle, settings, storage, tmp_path):
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STATIC_ROOT = tmp_path
    settings.SECOND_FACTOR_REQUIRED = False
    example_partnership.loaded()
    settle()
    pages = Pages()
    before = pages.costs()

    begun = time.perf_counter()
    growing.grow()
    settle()
    grown = time.perf_counter() - begun
    after = pages.costs()
    ratios = {name: after[name] / before[name] for name in before}
    night = nightly()

    whole = sum(one.busy for one in night.values())
    longest = max(night, key=lambda name: night[name].busy)
    report(
        "A whole region",
        f"The example partnership grown to {growing.RESIDENTS:,} residents, {growing.FIRMS:,} "
        f"firms, {growing.SEMINARS:,} seminars, {growing.PROJECTS:,} projects and "
        f"{growing.MESSAGES:,} messages: {growing.rows():,} rows. Each page of the navigation, and "
        f"some records and lists, drawn anew {ROUNDS} times, against the example’s, in processor "
        f"time with that of the database: the {SHOWN} that grew most, of {len(ratios)}. {load()} "
        f"To make the rows took {grown:.0f} s.",
        [
            ("nightly work without the backup, processor seconds", "≤ 600", f"{whole:.0f}"),
            (f"the longest of it: {longest}", "", f"{night[longest].busy:.0f}"),
            *(
                (name, f"≤ {MOST} ×", f"{ratio:.2f} × ({after[name]:.0f} ms)")
                for name, ratio in sorted(ratios.items(), key=lambda one: -one[1])[:SHOWN]
            ),
        ],
    )
    assert whole <= 600, {name: one.busy for name, one in night.items()}
    assert max(ratios.values()) <= MOST, ratios
