"""Two portals, each with data and a port of its own, compare themselves through their open files
alone: one person downloads, another names the file to a command."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

import pytest

from tests.shell.test_run import FROM_NOTHING, ROOT, Portal, free_port, wait_until

MADE = """
from datetime import timedelta
from django.utils import timezone
from diz_portal.places.models import Partnership
from partners.models import Organisation
from projects.models import Milestone
from projects.portfolio.services.projects import start_project
lead = Organisation.objects.create(name="A council", slug="council", state="active")
Partnership.objects.update_or_create(
    pk=1, defaults={{"name": "{name}", "short_name": "{short}", "lead_organisation": lead}}
)
project = start_project(slug="fibre", title="Fibre")
today = timezone.localdate()
for number in range({planned}):
    Milestone.objects.create(
        project=project,
        title=f"Milestone {{number}}",
        baseline_on=today,
        forecast_on=today,
        actual_on=today if number < {done} else None,
    )
"""


@pytest.fixture
def folder():
    found = Path(tempfile.mkdtemp(prefix="diz-two-"))
    yield found
    shutil.rmtree(found)


@pytest.fixture
def portals(folder):
    started = []
    try:
        # One after the other: a first start is work for both processors.
        for name in ("stort", "wash"):
            started.append(one := Portal(folder / name, free_port()))
            wait_until(one.is_up, FROM_NOTHING)
            wait_until(lambda one=one: one.ready()["ready"])
        yield started
    finally:
        for one in started:
            one.stop()


def manage(portal: Portal, *arguments: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DIZ_")}
    kept.pop("DJANGO_SETTINGS_MODULE", None)
    here = {"DIZ_DATA": str(portal.data), "PORTAL_URL": f"http://127.0.0.1:{portal.port}"}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**kept, **here},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def got(portal: Portal, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{portal.port}{path}", timeout=60) as answer:
        return answer.read().decode()


def test_two_portals_compare_themselves_through_their_open_files(portals, folder):
    stort, wash = portals
    for portal, name, planned, done in ((stort, "Stort", 4, 1), (wash, "Wash", 5, 3)):
        made = MADE.format(name=f"{name} Partnership", short=name, planned=planned, done=done)
        manage(portal, "shell", "-c", made)
    file = folder / "impact-figures.json"
    file.write_text(got(wash, "/data/impact-figures.json"))

    told = manage(stort, "compare_figures", str(file), "--publish")

    assert "milestones-met: ours 1 of 4" in told
    assert "theirs 3 of 5" in told
    [path] = set(re.findall(r'href="(/impact/compared/\w+/)"', got(stort, "/impact/compared/")))
    page = got(stort, path)
    assert "Compared with Wash Partnership" in page
    assert "1 of 4 (25%)" in page
    assert "3 of 5 (60%)" in page
    assert "The same way" in page
    assert f"http://127.0.0.1:{wash.port}/data/impact-figures/" in page
    # And the other way round.
    file.write_text(got(stort, "/data/impact-figures.json"))
    assert "milestones-met: ours 3 of 5" in manage(wash, "compare_figures", str(file))
