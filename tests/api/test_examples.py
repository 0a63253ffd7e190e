"""The examples of the docs, run as their readers run them, against a server."""

import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from diz_portal.api import delivery, signing
from projects.rollout.api import SiteOut
from projects.rollout.services.telling import tell_where
from tests.factories.partners import OrganisationFactory, contributor_of
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

from .world import token_of

EXAMPLES = Path(settings.BASE_DIR) / "docs" / "examples"


@pytest.fixture
def portal(live_server, transactional_db, settings):
    settings.PORTAL_URL = live_server.url
    PartnershipFactory()
    return live_server.url


@pytest.fixture
def organisation(portal):
    return OrganisationFactory(state="active")


@pytest.fixture
def project(organisation):
    return ProjectFactory(slug="fibre", lead=organisation)


def ran(name, *arguments, **environment):
    how = ["sh"] if name.endswith(".sh") else [sys.executable]
    return subprocess.run(
        [*how, EXAMPLES / name, *arguments],
        env={**os.environ, "no_proxy": "*", **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout


def test_sites_are_listed_with_curl(portal, project):
    sites = [SiteFactory(project=project, stage="connected") for _ in range(2)]
    SiteFactory(project=project)

    told = ran("sites.sh", "fibre", PORTAL=portal)

    assert {line.split("\t")[0] for line in told.splitlines()} == {s.reference for s in sites}


def test_site_is_moved_with_curl(portal, organisation, project):
    site = SiteFactory(project=project)
    secret = token_of(contributor_of(organisation), organisation)[1]
    today = str(timezone.localdate())

    told = ran("move_site.sh", site.reference, "eligible", today, PORTAL=portal, TOKEN=secret)

    assert '"stage":"eligible"' in told
    assert site.entries.count() == 2


def test_changes_are_followed_with_python(portal, project, tmp_path):
    kept = tmp_path / "cursor.txt"
    site = SiteFactory(project=project)
    assert ran("follow.py", kept, PORTAL=portal) == ""
    site.refresh_from_db()
    tell_where(project, site)
    delivery.share_out()

    assert site.reference in ran("follow.py", kept, PORTAL=portal)
    assert ran("follow.py", kept, PORTAL=portal) == ""


def test_webhook_is_checked_with_python():
    is_from_portal = runpy.run_path(str(EXAMPLES / "check_webhook.py"))["is_from_portal"]
    secret, other = signing.new_secret(), signing.new_secret()
    body = signing.body({"type": "site.moved"})
    headers = signing.headers("msg_1", timezone.now(), body, [other, secret])

    assert is_from_portal(secret, headers, body)
    assert not is_from_portal(secret, headers, body + b" ")
    assert not is_from_portal(signing.new_secret(), headers, body)
    old = headers | {"webhook-timestamp": "1"}
    assert not is_from_portal(secret, old, body)


def test_power_query_names_columns_that_there_are():
    """Nobody here has Excel: at least its columns and addresses are ours."""
    text = (EXAMPLES / "sites.pq").read_text()
    named = {part.split('"')[1] for part in text.split("{")[1:] if part.startswith('"')}

    assert named
    assert named <= set(SiteOut.model_fields)
    assert "/api/v1/projects/" in text
