"""What the API costs: against bare SQL, and against a bare loop of requests."""

import json
import subprocess
import sys
import time
from statistics import median

import pytest
import requests
from django.db import connection
from django.test import Client
from django.utils import timezone

from diz_portal.api import delivery, feed, pace, webhooks
from diz_portal.api.models import Delivery
from projects.models import Site
from tests.api.world import Program, token_of, with_second_step
from tests.factories.partners import OrganisationFactory, contributor_of
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

ROUNDS = 40
EVENTS = 10_000
SQL = """
    SELECT s.reference, s.ods_code, s.uprn, s.name, s.postcode, d.name, d.code, s.latitude,
        s.longitude, s.stage, s.stage_on::text, s.in_scope, s.download_before_mbps::float8,
        s.download_after_mbps::float8
    FROM projects_site s JOIN places_district d ON d.id = s.district_id
    WHERE s.project_id = %s AND s.withdrawn_at IS NULL ORDER BY s.reference LIMIT 1000
"""


@pytest.mark.django_db
def test_list_and_moves(report, settings, settle):
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory()
    organisation = OrganisationFactory(state="active")
    project = ProjectFactory(slug="fibre", lead=organisation)
    district = DistrictFactory()
    for _ in range(1000):
        SiteFactory(project=project, district=district, download_before_mbps=34.5)
    client = Client()
    bare, listed = [], []
    for _ in range(ROUNDS):
        bare.append(_timed(lambda: _bare(project.pk)))
        listed.append(_timed(lambda: _listed(client)))
    ratio = median(listed) / median(bare)
    program = Program(Client(), token_of(contributor_of(organisation), organisation)[1])
    moves = [
        {
            "site": site.reference,
            "version": site.stamp,
            "to": "eligible",
            "on": str(timezone.localdate()),
        }
        for site in Site.objects.filter(project=project).order_by("pk")[:500]
    ]
    seconds = _timed(lambda: _moved(program, moves))

    report(
        "The API",
        f"A list of 1,000 sites through every middleware, against the same rows by bare SQL and "
        f"`json.dumps`, in turns: median of {ROUNDS} each. 500 moves in one request.",
        [
            ("list of 1,000 sites / bare SQL and json.dumps", "3 ×", f"{ratio:.1f} ×"),
            ("list of 1,000 sites", "", f"{1000 * median(listed):.0f} ms"),
            ("500 moves", "1 s", f"{seconds:.2f} s"),
        ],
    )

    assert ratio <= 3
    assert seconds <= 1


def _timed(act) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def _bare(project: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(SQL, [project])
        names = [column[0] for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    assert len(json.dumps({"items": rows})) > 100_000


def _listed(client: Client) -> None:
    pace.forget_all()
    answer = client.get("/api/v1/projects/fibre/sites/?limit=1000")
    assert answer.content.count(b'"reference"') == 1000


def _moved(program: Program, moves: list[dict]) -> None:
    answer = program.post("/work/projects/fibre/moves/", {"moves": moves})
    assert answer.status_code == 200, answer.content


@pytest.mark.django_db(transaction=True)
def test_webhooks(report, settings):
    settings.WEBHOOKS_TO_THIS_HOST = True
    PartnershipFactory()
    organisation = OrganisationFactory(state="active")
    ada = with_second_step(contributor_of(organisation))
    project = ProjectFactory(lead=organisation)
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.webhook_sink"], stdout=subprocess.PIPE, text=True
    )
    try:
        address = sink.stdout.readline().strip()
        webhooks.make(by=ada, organisation=organisation, address=address, kinds=["site.moved"])
        data = {"project": project.slug, "site": "7k2m9x4q", "stage": "connected"}
        feed.record("site.moved", [(project.pk, data)] * EVENTS)
        sent = _timed(_all_sent)
        assert Delivery.objects.filter(state="sent").count() == EVENTS
        body = json.dumps({"type": "site.moved", "timestamp": "2026-11-30", "data": data})
        bare = _timed(lambda: _loop(address, body))
    finally:
        sink.terminate()
        sink.wait()
        sink.stdout.close()

    report(
        "Webhooks",
        f"{EVENTS:,} events numbered, shared out, signed, sent to a server on the same machine and "
        "marked, against a bare loop of `requests` over one connection.",
        [
            (f"{EVENTS:,} webhooks / a bare loop", "2 ×", f"{sent / bare:.1f} ×"),
            ("webhooks a second", "", f"{EVENTS / sent:,.0f}"),
        ],
    )

    assert sent / bare <= 2


def _all_sent() -> None:
    while delivery.sweep():
        pass


def _loop(address: str, body: str) -> None:
    with requests.Session() as session:
        for _ in range(EVENTS):
            session.post(address, data=body, headers={"Content-Type": "application/json"})
