"""What a page of the rollout costs: against an empty view, and with 10,000 sites against 74.

The pages are asked for in turns, so that a busy moment of the machine meets each of them alike.
"""

import contextlib
import os
import random
import socket
import subprocess
import sys
import time
from datetime import timedelta
from statistics import median
from urllib.request import urlopen

import psutil
import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import caches
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from projects.models import Project, ScopeChange, ScopeEntry, Site, StageEntry
from projects.rollout.stages import PATH
from tests.factories.accounts import UserFactory
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory

ROUNDS = 200
CODES = ["E07000072", "E07000073", "E07000077", "E07000095", "E07000242"]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [path("empty/", empty), path("", include("diz_portal.urls"))]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
def test_rollout_pages(report):
    small, large = _rollouts()
    for cache in caches.all():
        cache.clear()
    ever = _seconds(f"/projects/{large.slug}/")
    _seconds(f"/projects/{small.slug}/")
    addresses = ["/empty/", f"/projects/{small.slug}/", f"/projects/{large.slug}/"]
    nothing, with_74, with_10000 = _times(addresses)
    moved = {project.slug: _after_a_move(project) for project in (small, large)}

    report(
        "The rollout's pages",
        f"Through every middleware, in turns. Median of {ROUNDS} each. The public page is stored "
        f"whole, under the version of its data (`projects/rollout/version.py`). It needs one "
        f"query if nothing has changed, and is always up to date.",
        [
            ("public project page / an empty view", "5 ×", f"{with_74 / nothing:.1f} ×"),
            ("10,000 sites / 74 sites", "2 ×", f"{with_10000 / with_74:.1f} ×"),
            ("public project page", "", f"{1000 * with_74:.1f} ms"),
            ("first page after a move, 74 sites", "", f"{moved[small.slug]:.1f} s"),
            ("first page after a move, 10,000 sites", "", f"{moved[large.slug]:.1f} s"),
            ("first page ever, 10,000 sites", "", f"{ever:.1f} s"),
        ],
    )

    assert with_74 / nothing <= 5
    assert with_10000 / with_74 <= 2


@pytest.mark.django_db(transaction=True)
def test_web_worker(report):
    """One worker's memory after it has drawn and served pages of 10,000 sites."""
    _, large = _rollouts()
    server, port = _web_server()
    try:
        addresses = ["", "projects/", f"projects/{large.slug}/", f"projects/{large.slug}/sites/"]
        for address in addresses * 25:
            with urlopen(f"http://127.0.0.1:{port}/{address}", timeout=30) as answer:
                answer.read()
        worker = psutil.Process(server.pid).children()[0]
        memory = worker.memory_info().rss / 2**20
        drawing = sum(child.memory_info().rss for child in worker.children()) / 2**20
    finally:
        server.terminate()
        server.wait()

    report(
        "A web worker",
        "Resident memory of one gunicorn worker after 100 pages of a project with 10,000 sites. A "
        "child process draws charts, and ends after a minute without work.",
        [
            ("one web worker", "150 MB", f"{memory:.0f} MB"),
            ("the child process that draws charts", "", f"{drawing:.0f} MB"),
        ],
    )

    assert memory <= 150


def _web_server() -> tuple[subprocess.Popen, int]:
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"]["host"]
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "diz_portal.settings.test",
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={host}",
        "PORT": str(port),
        "WEB_WORKERS": "1",
    }
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "diz_portal.wsgi:application"],
        cwd=settings.BASE_DIR,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for _ in range(100):
        time.sleep(0.1)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            break
    return server, port


def _after_a_move(project: Project) -> float:
    site = project.sites.exclude(stage="accepted").first()
    StageEntry.objects.create(
        project=project, site=site, stage="accepted", entered_on=timezone.localdate()
    )
    return _seconds(f"/projects/{project.slug}/")


def _times(addresses: list[str]) -> list[float]:
    client = Client()
    times: dict[str, list[float]] = {address: [] for address in addresses}
    for turn in range(ROUNDS + 10):
        for address in addresses:
            taken = _seconds(address, client)
            if turn >= 10:
                times[address].append(taken)
    return [median(times[address]) for address in addresses]


def _seconds(address: str, client: Client | None = None) -> float:
    client = client or Client()
    begin = time.perf_counter()
    response = client.get(address)
    taken = time.perf_counter() - begin
    if response.status_code != 200:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return taken


def _rollouts() -> tuple[Project, Project]:
    lead = PartnershipFactory().lead_organisation
    approver = UserFactory(email="bench-approver@test.example")
    districts = [DistrictFactory(code=code, name=f"Bench {code}") for code in CODES]
    return tuple(
        _rollout(
            ProjectFactory(slug=f"bench-{number}", lead=lead, programme=None),
            number,
            districts,
            approver,
        )
        for number in (74, 10_000)
    )


def _rollout(project: Project, number: int, districts: list, approver) -> Project:
    chance = random.Random(74)
    today = timezone.localdate()
    sites = Site.objects.bulk_create(
        [
            Site(
                project=project,
                name=f"Surgery {n:05}",
                ods_code=f"X{n:05}",
                district=districts[n % len(districts)],
                latitude=51.6 + chance.random() / 2,
                longitude=chance.random() / 2,
                planned_live_on=today + timedelta(days=chance.randrange(-600, 200)),
            )
            for n in range(number)
        ],
        batch_size=2000,
    )
    entries = []
    for site in sites:
        begin = today - timedelta(days=chance.randrange(300, 700))
        entries += [
            StageEntry(
                project=project,
                site=site,
                stage=stage,
                entered_on=begin + timedelta(days=20 * step),
            )
            for step, stage in enumerate(PATH[: chance.randrange(4, len(PATH))])
        ]
    StageEntry.objects.bulk_create(entries, batch_size=5000)
    change = ScopeChange.objects.create(
        project=project,
        happened_on=today - timedelta(days=750),
        reason="baseline",
        approved_by=approver,
    )
    ScopeEntry.objects.bulk_create(
        [ScopeEntry(project=project, change=change, site=site, step=1) for site in sites],
        batch_size=5000,
    )
    return project
