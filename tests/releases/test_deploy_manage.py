"""`deploy/manage`: a command of the portal with the environment and the account of its units."""

import json
import os
import pwd
import shutil
import subprocess
import sys
from functools import partial
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader

import pytest

from tests.deployed.units import environment
from tests.releases.programs import ROOT

TELLS = """
import json, os, sys
print(json.dumps({"words": sys.argv, "cwd": os.getcwd(), "uid": os.getuid(), **os.environ}))
"""


@pytest.fixture
def release(tmp_path):
    """An installed one, whose commands tell how they were run."""
    place = tmp_path / "releases" / "1.0.0"
    (place / ".venv" / "bin").mkdir(parents=True)
    (place / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (place / "manage.py").write_text(TELLS)
    (place / "deploy").mkdir()
    shutil.copy(ROOT / "deploy" / "manage", place / "deploy")
    (tmp_path / "current").symlink_to(place)
    return place


def run(release, *words, **more):
    kept = {name: os.environ[name] for name in ("PATH",)}
    me = pwd.getpwuid(os.geteuid()).pw_name
    return subprocess.run(
        [release.parents[1] / "current" / "deploy" / "manage", *words],
        env={**kept, "PORTAL_ACCOUNT": me, **more},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def told(tmp_path):
    path = tmp_path / "portal.env"
    shutil.copy(ROOT / "deploy" / "portal.env", path)
    return path


def test_a_command_runs_with_what_the_units_are_told(release, told):
    done = run(release, "status", "--now", PORTAL_ENV=str(told))

    found = json.loads(done.stdout)
    assert found["words"] == ["manage.py", "status", "--now"]
    assert found["cwd"] == str(release)
    expected = environment(told)
    assert {name: found[name] for name in expected} == expected
    assert " <portal@" in found["DEFAULT_FROM_EMAIL"], "which a shell could not read"


def test_nothing_of_the_shell_comes_with_it(release, told):
    """Else a command works on another database than the portal."""
    others = {"DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "elsewhere", "BACKUP_DIR": "/tmp/mine"}

    found = json.loads(run(release, "status", PORTAL_ENV=str(told), **others).stdout)

    assert "BACKUP_DIR" in environment(told)
    assert found["DATABASE_URL"].startswith("postgres://")
    assert found["DJANGO_SETTINGS_MODULE"] == "diz_portal.settings.production"
    assert found["BACKUP_DIR"] == ""
    assert "PORTAL_ENV" not in found


def test_without_its_file_nothing_is_run(release, tmp_path):
    done = run(release, "status", PORTAL_ENV=str(tmp_path / "nowhere"))

    assert (done.returncode, done.stdout) == (1, "")
    assert f"{tmp_path / 'nowhere'} cannot be read" in done.stderr


@pytest.fixture
def script():
    loader = SourceFileLoader("deploy_manage", str(ROOT / "deploy" / "manage"))
    module = module_from_spec(spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def test_root_becomes_the_account_of_the_portal_its_groups_first(script, monkeypatch):
    done, nobody = [], pwd.getpwnam("nobody")
    monkeypatch.setattr(script.os, "geteuid", lambda: 0)
    for name in ("initgroups", "setgid", "setuid"):
        monkeypatch.setattr(
            script.os, name, partial(lambda name, *to: done.append((name, *to)), name)
        )
    monkeypatch.setattr(script.os, "environ", {"HOME": "/root"})

    script.become("nobody")

    assert done == [
        ("initgroups", "nobody", nobody.pw_gid),
        ("setgid", nobody.pw_gid),
        ("setuid", nobody.pw_uid),
    ]
    assert script.os.environ["HOME"] == nobody.pw_dir
    with pytest.raises(script.Refused, match="no account no-such-account"):
        script.become("no-such-account")


def test_who_is_not_root_stays_who_they_are(script, monkeypatch):
    monkeypatch.setattr(script.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(script.os, "setuid", None)

    script.become("no-such-account")
