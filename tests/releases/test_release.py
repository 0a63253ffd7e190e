"""A release: what is in it, who signed it, and that it stands where nothing else does.

`make deploy-check` installs one with its libraries; here the libraries of the suite serve.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.releases.programs import installing, making
from tests.shell.test_production import production

FACTS = {"commit": "0123456789abcdef" * 2 + "01234567", "date": "2026-12-01T09:00:00+00:00"}


@pytest.fixture(scope="module")
def keys(tmp_path_factory) -> Path:
    """The key of whoever makes releases, a stranger's, and whose signature counts."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("ours", "strangers"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", folder / name], check=True
        )
    (folder / "signers").write_text(f"releases {(folder / 'ours.pub').read_text()}")
    return folder


@pytest.fixture(scope="module")
def made(keys, tmp_path_factory) -> Path:
    """A release of the files as they are: a commit of them is not asked of whoever tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "commit", lambda: FACTS)
        return making.build(tmp_path_factory.mktemp("made"), keys / "ours")


@pytest.fixture
def copy(made, tmp_path) -> Path:
    return Path(shutil.copytree(made, tmp_path / made.name))


@pytest.fixture(scope="module")
def place(made, keys, tmp_path_factory) -> Path:
    """Unpacked into an empty folder."""
    prefix = tmp_path_factory.mktemp("prefix")
    return installing.unpack(installing.check(made, keys / "signers", "releases"), prefix)


def tarball(folder: Path) -> Path:
    return next(folder.glob("*.tar.gz"))


@pytest.mark.parametrize(
    ("heading", "package", "named"),
    [
        ("Unreleased", "1.2.0", "1.2.0-dev.20261201.0123456789"),
        ("1.2.0", "1.2.0", "1.2.0"),
        ("1.1.0", "1.2.0", None),
        ("1.2.0", "1.1.0", None),
    ],
)
def test_three_files_say_which_version_it_is(tmp_path, monkeypatch, heading, package, named):
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    (tmp_path / "package.json").write_text(json.dumps({"version": package}))
    (tmp_path / "CHANGELOG.md").write_text(f"# Changes\n\n## {heading}\n\n## 1.0.0\n")
    (tmp_path / "tests" / "releases").mkdir(parents=True)
    (tmp_path / "tests" / "releases" / "released.json").write_text('{"version": "1.2.0"}')
    monkeypatch.setattr(making, "ROOT", tmp_path)

    if named:
        assert making.version(FACTS) == named
    else:
        with pytest.raises(making.Refused):
            making.version(FACTS)


def test_a_release_whose_tables_are_not_written_down_is_refused(tmp_path, monkeypatch):
    (tmp_path / "tests" / "releases").mkdir(parents=True)
    (tmp_path / "tests" / "releases" / "released.json").write_text('{"version": "1.1.0"}')
    monkeypatch.setattr(making, "ROOT", tmp_path)

    with pytest.raises(making.Refused, match=r"make released VERSION=1\.2\.0"):
        making.is_written_down("1.2.0")


def test_what_is_not_committed_is_not_released(tmp_path, monkeypatch):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "new.py").touch()
    monkeypatch.setattr(making, "ROOT", tmp_path)

    with pytest.raises(making.Refused, match="Commit first: 1 files"):
        making.commit()


def test_nothing_is_released_unsigned_unless_somebody_says_so(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["release.py"])

    assert making.main() == 1
    assert "Set KEY" in capsys.readouterr().err


@pytest.mark.slow
def test_a_release_holds_the_portal_and_nothing_that_tests_or_builds_it(made):
    with tarfile.open(tarball(made)) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
        entries = archive.getmembers()

    tops = {name.partition("/")[0] for name in names}
    assert tops == {
        *{".build", ".env.example", "CHANGELOG.md", "LICENSE", "README.md", "deploy", "diz_portal"},
        *{"docs", "gunicorn.conf.py", "inclusion", "locale", "manage.py", "partners", "projects"},
        *{"pyproject.toml", "release.json", "requirements.txt", "seminars", "static", "templates"},
    }
    # Of nobody, and of the time of the commit: the same commit makes the same bytes.
    assert {(one.uid, one.gid, one.uname) for one in entries} == {(0, 0, "")}
    assert len({one.mtime for one in entries}) == 1
    assert {one.mode for one in entries} == {0o644, 0o755}
    assert tarball(made).read_bytes()[4:8] == b"\0\0\0\0"  # gzip's own


@pytest.mark.slow
def test_its_static_files_are_of_this_release_alone(made, place):
    """A folder that was collected into before holds the styles of then, too."""
    collected = place / ".build" / "collected"
    paths = json.loads((collected / "staticfiles.json").read_text())["paths"]

    styles = {str(one.relative_to(collected)) for one in (collected / "css").glob("portal.*.css")}

    assert styles == {paths["css/portal.css"]}


@pytest.mark.slow
def test_the_bill_names_each_library_with_its_licence(made):
    bill = json.loads(next(made.glob("*.cdx.json")).read_text())
    named = {one["name"]: one for one in bill["components"]}

    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == made.name
    assert {"Django", "celery", "gunicorn", "govuk-frontend"} <= named.keys()
    assert not {"pytest", "ruff", "sass", "axe-core"} & named.keys()
    assert {one["license"]["id"] for one in named["govuk-frontend"]["licenses"]} == {"MIT"}
    locked = making.locked()
    assert {making.plain(name) for name in named} >= locked.keys() - making.only_elsewhere()
    # Each is known, and whatever needs something needs what is there.
    refs = {one["bom-ref"] for one in bill["components"]}
    assert {ref for one in bill["dependencies"] for ref in one.get("dependsOn", [])} <= refs


@pytest.mark.slow
def test_what_is_unpacked_is_a_portal(place, tmp_path):
    """Where there is no checkout, no `.git` and no front-end package: it knows its version, its
    settings are right for production, and each file that a page names is there."""
    code = (
        "import django; django.setup();"
        "from django.conf import settings; from django.core.management import call_command;"
        "from django.templatetags.static import static; from pathlib import Path;"
        "call_command('check', deploy=True, fail_level='WARNING');"
        "name = static('css/portal.css').removeprefix('/static/');"
        "print(settings.RELEASE, (settings.STATIC_ROOT / name).is_file())"
    )

    key = "".join(map(chr, range(48, 110)))
    done = production(tmp_path, code=code, cwd=place, SECRET_KEY=key)

    assert done.returncode == 0, done.stderr
    assert done.stdout.split()[-2:] == [place.name, "True"]


@pytest.mark.slow
def test_whoever_checks_is_told_what_is_not_as_it_was_released(copy, keys):
    whole = installing.check(copy, keys / "signers", "releases")
    assert whole == tarball(copy)

    content = bytearray(whole.read_bytes())
    content[-1] ^= 1
    whole.write_bytes(content)
    with pytest.raises(installing.Refused, match="is not the file that was released"):
        installing.check(copy, keys / "signers", "releases")
    # With a checksum made to fit, the signature no longer does.
    sums = (copy / "SHA256SUMS").read_text().splitlines()
    digest = hashlib.sha256(content).hexdigest()
    sums = [f"{digest}  {whole.name}" if line.endswith(".gz") else line for line in sums]
    (copy / "SHA256SUMS").write_text("\n".join(sums) + "\n")
    assert installing.check(copy, None, "") == whole
    with pytest.raises(installing.Refused, match="The signature is not of releases"):
        installing.check(copy, keys / "signers", "releases")


@pytest.mark.slow
def test_a_strangers_signature_and_none_are_refused(copy, keys):
    making.sign(copy / "SHA256SUMS", keys / "strangers")
    with pytest.raises(installing.Refused, match="The signature is not of releases"):
        installing.check(copy, keys / "signers", "releases")

    (copy / "SHA256SUMS.sig").unlink()
    with pytest.raises(installing.Refused, match="is not signed"):
        installing.check(copy, keys / "signers", "releases")


@pytest.mark.slow
def test_a_signature_for_something_else_is_none(copy, keys):
    """Whoever has signed a commit or a letter with the same key has released nothing."""
    sums = copy / "SHA256SUMS"
    (copy / "SHA256SUMS.sig").unlink()
    subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-f", keys / "ours", "-n", "file", sums], check=True
    )

    with pytest.raises(installing.Refused, match="The signature is not of releases"):
        installing.check(copy, keys / "signers", "releases")


def small(folder: Path, version: str, files: dict[str, str]) -> Path:
    """A release of few files, unsigned."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"diz-portal-{version}"
    content = {path: (text.encode(), 0o644) for path, text in files.items()}
    content["release.json"] = (json.dumps({"version": version}).encode(), 0o644)
    archive = making.tarball(name, content, 0)
    (folder / f"{name}.tar.gz").write_bytes(archive)
    digest = hashlib.sha256(archive).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  {name}.tar.gz\n")
    return folder


@pytest.fixture
def prefix(tmp_path, monkeypatch) -> Path:
    """Where nothing is installed yet; libraries take minutes, and are left out."""
    monkeypatch.setattr(installing, "set_up", lambda place, python: (place / ".installed").touch())
    return tmp_path / "opt"


def run(prefix: Path, *words: str) -> int:
    return installing.main(["--prefix", str(prefix), *map(str, words)])


def test_releases_lie_side_by_side_and_one_of_them_runs(prefix, tmp_path, capsys):
    for version in ("1.0.0", "1.1.0"):
        folder = small(tmp_path / version, version, {"manage.py": version})
        assert run(prefix, "install", folder, "--unsigned") == 0
    assert not (prefix / "current").exists()

    assert run(prefix, "use", "1.1.0") == 0
    assert (prefix / "current" / "manage.py").read_text() == "1.1.0"
    assert run(prefix, "use", "1.0.0") == 0
    assert (prefix / "current" / "manage.py").read_text() == "1.0.0"

    capsys.readouterr()
    run(prefix, "list")
    assert capsys.readouterr().out.splitlines() == ["1.0.0  runs", "1.1.0"]


def test_what_stopped_half_way_is_not_used_and_begins_again(prefix, tmp_path, monkeypatch, capsys):
    folder = small(tmp_path / "1.0.0", "1.0.0", {"manage.py": "whole"})

    def no_network(place, python):
        raise subprocess.CalledProcessError(1, ["pip", "install"])

    with monkeypatch.context() as patch:
        patch.setattr(installing, "set_up", no_network)
        assert run(prefix, "install", folder, "--unsigned") == 1
    assert "This failed: pip install" in capsys.readouterr().err
    assert run(prefix, "use", "1.0.0") == 1
    (prefix / "releases" / "1.0.0" / "left.py").touch()

    assert run(prefix, "install", folder, "--unsigned") == 0
    assert not (prefix / "releases" / "1.0.0" / "left.py").exists()
    # A second time would pull the floor from under whoever runs it.
    assert run(prefix, "install", folder, "--unsigned") == 1
    assert "is installed already" in capsys.readouterr().err


@pytest.mark.parametrize(
    "name",
    [
        "diz-portal-1.0.0/../../../escaped",
        "/escaped",
        "diz-portal-1.0.0//escaped",
        "another/escaped",
        "diz-portal-1.0.0/link",
    ],
)
def test_a_release_reaches_nowhere_outside_its_folder(prefix, tmp_path, name, capsys):
    folder = small(tmp_path / "1.0.0", "1.0.0", {})
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w:gz") as archive:
        entry = tarfile.TarInfo(name)
        if name.endswith("link"):
            entry.type, entry.linkname = tarfile.SYMTYPE, str(tmp_path)
        archive.addfile(entry, io.BytesIO())
    (folder / "diz-portal-1.0.0.tar.gz").write_bytes(raw.getvalue())
    digest = hashlib.sha256(raw.getvalue()).hexdigest()
    (folder / "SHA256SUMS").write_text(f"{digest}  diz-portal-1.0.0.tar.gz\n")

    assert run(prefix, "install", folder, "--unsigned") == 1

    assert "has no place in a release" in capsys.readouterr().err
    found = {file for _, folders, files in os.walk(tmp_path) for file in [*folders, *files]}
    assert not {"escaped", "link"} & found
