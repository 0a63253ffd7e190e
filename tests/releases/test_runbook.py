"""Whoever is woken at night finds a paragraph for what woke them, and one for each secret."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.utils import timezone

from diz_portal import health, routines
from diz_portal.models import Restoration
from diz_portal.operations import selectors
from tests.releases.programs import ROOT

RUNBOOK = (ROOT / "docs" / "how-to" / "runbook.md").read_text()
SECRET = re.compile(r"(SECRET|KEY|TOKEN|PASSWORD|DSN|HEADERS)")


def headings(chapter: str) -> set[str]:
    part = re.search(rf"^## {chapter}$(.*?)(?=^## |\Z)", RUNBOOK, re.MULTILINE | re.DOTALL)[1]
    return set(re.findall(r"^### (.+)$", part, re.MULTILINE))


@pytest.mark.django_db
def test_each_line_of_status_has_its_paragraph(settings, tmp_path):
    settings.BACKUP_DIR = str(tmp_path)
    now = timezone.now()
    Restoration.objects.create(taken_at=now, restored_at=now, finished_at=now, facts={})
    nightly = {one.title for one in routines.all_routines()}
    said = {re.sub(r" \(`.*`\)$", "", heading) for heading in headings("Alarms")}

    shown = {line.thing for line in selectors.lines()} | things_of_the_code()

    assert {"Virus scanner", "Restored from a backup", "Free space for backups"} <= shown
    assert shown - nightly - said == set()
    assert "Nightly work" in said
    # And none for what is no longer shown.
    by_ready = {f"`{name}`" for name in names_of_ready()}
    assert said - shown - by_ready - {"Nightly work"} == set()


def things_of_the_code() -> set[str]:
    """Those too that only some installations have."""
    calls = [
        one
        for one in ast.walk(ast.parse(inspect.getsource(selectors)))
        if isinstance(one, ast.Call)
    ]
    firsts = [
        one.args[0]
        for one in calls
        if getattr(one.func, "id", "") in {"Line", "_room", "_on_s3"} and one.args
    ]
    return {one.value for one in firsts if isinstance(one, ast.Constant)}


def names_of_ready() -> set[str]:
    """What takes a host out of service, and what `/readyz` warns of by a name of its own."""
    source = Path(health.__file__).read_text()
    parts = inspect.getsource(health._stops_this_host)
    warned = re.findall(r'warnings(?:"\])?\["(\w+)"\] =', source)
    assert len(warned) > 4
    return {*re.findall(r'"(\w+)"', parts), *warned, "worker", "beat", "backup"}


def test_each_name_of_readyz_has_its_paragraph():
    said = set(re.findall(r"`(\w+)`", " ".join(headings("Alarms"))))

    assert names_of_ready() - said == set()
    assert said - names_of_ready() == set()


def test_each_secret_can_be_replaced():
    named = dict(
        re.findall(
            r"^#?([A-Z][A-Z0-9_]+)=(.*)$", (ROOT / "deploy" / "portal.env").read_text(), re.M
        )
    )
    secrets = {
        name
        for name, value in named.items()
        # An address of a server holds its password.
        if SECRET.search(name) or "password" in value or name == "REDIS_URL"
    }

    said = set(re.findall(r"`(\w+)`", " ".join(headings("Replace a secret"))))

    assert said - secrets == set()
    assert secrets - said == set()


@pytest.mark.parametrize(
    "path", sorted(set(re.findall(r"`(deploy/[\w/.-]+)`", RUNBOOK))) or ["nothing"]
)
def test_each_file_that_it_names_is_there(path):
    assert (ROOT / path).exists()


def test_each_command_that_it_names_is_one():
    from django.core.management import get_commands

    words = re.findall(r"\bmanage(?:\.py)? ([a-z_]+)", RUNBOOK)

    assert len(words) > 8
    assert set(words) - get_commands().keys() == set()
