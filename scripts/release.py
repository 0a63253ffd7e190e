"""A release in .build/release: what an operator installs, what it is made of, and who says so.

    diz-portal-1.0.0.tar.gz     the portal with its static files: of a commit always the same bytes
    diz-portal-1.0.0.cdx.json   its libraries (CycloneDX)
    SHA256SUMS                  the checksums of both
    SHA256SUMS.sig              signed by `ssh-keygen -Y sign`, in the namespace `diz-portal`

While CHANGELOG.md begins with “Unreleased” it is a preview, named by its commit.
"""

import argparse
import base64
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMESPACE = "diz-portal"
# What builds and tests the portal, and so is no part of it.
LEFT_OUT = re.compile(
    r"(tests|scripts|\.ci)/|\.git|\.pre-commit|(Makefile|pytest\.ini|package(-lock)?\.json)$"
    r"|requirements(-dev\.(in|txt)|\.in)$"
)
# What set-up made, by its place in the release; the styles of papers are read where they were made.
BUILT = ("fonts", "static")
# Of npm, whose files are in the pages. The others only build them.
IN_PAGES = ("govuk-frontend", "@fontsource/atkinson-hyperlegible-next")


class Refused(Exception):
    """No release is made, for this reason."""


def git(*words: str) -> str:
    try:
        done = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    except subprocess.CalledProcessError as error:
        raise Refused(f"git {words[0]}: {error.stderr.strip()}") from error
    return done.stdout


def commit() -> dict[str, str]:
    if changed := git("status", "--porcelain").splitlines():
        raise Refused(f"Commit first: {len(changed)} files are not as the last commit has them.")
    name, time = git("log", "-1", "--format=%H %cI").split()
    return {"commit": name, "date": time}


def version(of_commit: dict[str, str]) -> str:
    """As pyproject.toml, package.json and CHANGELOG.md say alike."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    package = json.loads((ROOT / "package.json").read_text())["version"]
    if project != package:
        raise Refused(f"pyproject.toml says version {project}, and package.json {package}.")
    heading = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)
    if heading is None or heading[1] not in {"Unreleased", project}:
        raise Refused(f"CHANGELOG.md does not begin with {project}, as pyproject.toml does.")
    if heading[1] == project:
        is_written_down(project)
        return project
    day = of_commit["date"][:10].replace("-", "")
    return f"{project}-dev.{day}.{of_commit['commit'][:10]}"


def is_written_down(release: str) -> None:
    """Or nobody would know which tables the next migration must leave to this release."""
    name = "tests/releases/released.json"
    if json.loads((ROOT / name).read_text())["version"] != release:
        raise Refused(f"{name} is not of {release}: make released VERSION={release}, and commit")


# The tarball -----------------------------------------------------------------------


def contents(facts: dict[str, str]) -> dict[str, tuple[bytes, int]]:
    """Each file of the release: its bytes and its mode."""
    files = {
        name: ((ROOT / name).read_bytes(), 0o755 if os.access(ROOT / name, os.X_OK) else 0o644)
        for name in git("ls-files", "-z").split("\0")
        if name and not LEFT_OUT.match(name)
    }
    with tempfile.TemporaryDirectory() as folder:
        collected = Path(folder) / "collected"
        collect(collected)
        places = {"collected": collected} | {part: ROOT / ".build" / part for part in BUILT}
        for part, place in places.items():
            for path in place.rglob("*"):
                if path.is_file():
                    name = f".build/{part}/{path.relative_to(place)}"
                    files[name] = (path.read_bytes(), 0o644)
    files["release.json"] = (json.dumps(facts, indent=1).encode() + b"\n", 0o644)
    return files


def collect(folder: Path) -> None:
    """Anew: a folder that was collected into before still holds the files of then."""
    with tempfile.TemporaryDirectory() as data:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "diz_portal.settings.dev",
            "DIZ_DATA": data,
            "DATABASE_URL": "",
            "REDIS_URL": "",
        }
        code = (
            "import sys, django; from django.conf import settings;"
            "settings.STATIC_ROOT = sys.argv[1]; django.setup();"
            "from django.core.management import call_command;"
            "call_command('collectstatic', interactive=False, verbosity=0)"
        )
        subprocess.run([sys.executable, "-c", code, folder], cwd=ROOT, env=environment, check=True)


def tarball(name: str, files: dict[str, tuple[bytes, int]], seconds: int) -> bytes:
    """The same bytes for the same files: in one order, of nobody, of the time of the commit."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for path, (content, mode) in sorted(files.items()):
            entry = tarfile.TarInfo(f"{name}/{path}")
            entry.size, entry.mode, entry.mtime = len(content), mode, seconds
            archive.addfile(entry, io.BytesIO(content))
    return gzip.compress(raw.getvalue(), mtime=0)


# What it is made of ------------------------------------------------------------------


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def locked() -> dict[str, str]:
    lines = (ROOT / "requirements.txt").read_text()
    return {plain(one[1]): one[2] for one in re.finditer(r"^([\w.-]+)==([\w.!+]+)", lines, re.M)}


def bill(release: str, seconds: int) -> dict:
    """The libraries of requirements.txt, with their licences and what they need, and of npm."""
    made = subprocess.run(
        [
            *["cyclonedx-py", "environment", "--output-reproducible", "--of=JSON", "--sv=1.6"],
            *["--no-validate", "--pyproject=pyproject.toml", sys.executable],
        ],
        cwd=ROOT,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "SOURCE_DATE_EPOCH": str(seconds),
            "PYTHONWARNINGS": "ignore",
        },
        check=True,
        capture_output=True,
    )
    whole = json.loads(made.stdout)
    wanted = locked()
    kept = [one for one in whole["components"] if wanted.get(plain(one["name"])) == one["version"]]
    if missing := wanted.keys() - {plain(one["name"]) for one in kept} - only_elsewhere():
        raise Refused(f"Not installed as requirements.txt says: {', '.join(sorted(missing))}.")
    of_npm = [npm_component(name) for name in IN_PAGES]
    known = {one["bom-ref"] for one in [*kept, *of_npm]}
    root = whole["metadata"]["component"]
    root["version"] = release
    depends = [
        {**one, "dependsOn": [ref for ref in one.get("dependsOn", []) if ref in known]}
        for one in whole["dependencies"]
        if one["ref"] in known
    ]
    depends += [{"ref": one["bom-ref"]} for one in of_npm]
    depends.append({"ref": root["bom-ref"], "dependsOn": sorted(known)})
    return {**whole, "components": [*kept, *of_npm], "dependencies": depends}


def only_elsewhere() -> set[str]:
    """What the lock names for another Python or system than this one."""
    lines = (ROOT / "requirements.txt").read_text()
    return {plain(one[1]) for one in re.finditer(r"^([\w.-]+)==\S+ *;", lines, re.MULTILINE)}


def npm_component(name: str) -> dict:
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    package = lock[f"node_modules/{name}"]
    kind, _, digest = package["integrity"].partition("-")
    where = f"pkg:npm/{name.replace('@', '%40')}@{package['version']}"
    group, _, last = name.rpartition("/")
    return {
        "bom-ref": where,
        "type": "library",
        **({"group": group} if group else {}),
        "name": last,
        "version": package["version"],
        "licenses": [{"license": {"id": package["license"]}}],
        "hashes": [
            {"alg": kind.upper().replace("SHA", "SHA-"), "content": base64.b64decode(digest).hex()}
        ],
        "purl": where,
    }


# Who says so ---------------------------------------------------------------------------


def sign(path: Path, key: Path) -> None:
    """`ssh-keygen` is on every server, and its keys are known to whoever runs one."""
    signature = path.with_name(f"{path.name}.sig")
    signature.unlink(missing_ok=True)
    done = subprocess.run(
        ["ssh-keygen", "-Y", "sign", "-f", key, "-n", NAMESPACE, path],
        stdin=None if sys.stdin.isatty() else subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode or not signature.exists():
        raise Refused(f"The release was not signed with {key}: {done.stderr.strip()}")


def build(to: Path, key: Path | None) -> Path:
    """Make the release in a folder named by its version, and say which."""
    facts = commit()
    seconds = int(git("log", "-1", "--format=%ct"))
    release = version(facts)
    name = f"diz-portal-{release}"
    files = contents({"version": release, **facts})
    made = {
        f"{name}.tar.gz": tarball(name, files, seconds),
        f"{name}.cdx.json": json.dumps(bill(release, seconds), indent=1).encode() + b"\n",
    }
    sums = "".join(f"{hashlib.sha256(one).hexdigest()}  {file}\n" for file, one in made.items())
    folder = to / release
    folder.mkdir(parents=True, exist_ok=True)
    for file, content in (made | {"SHA256SUMS": sums.encode()}).items():
        (folder / file).write_bytes(content)
    (folder / "SHA256SUMS.sig").unlink(missing_ok=True)
    if key:
        sign(folder / "SHA256SUMS", key)
    return folder


def main() -> int:
    asked = argparse.ArgumentParser(description=__doc__)
    who = asked.add_mutually_exclusive_group()
    who.add_argument("--key", type=Path, help="the private key that signs, as ssh-keygen made it")
    who.add_argument("--unsigned", action="store_true", help="to try it out")
    asked.add_argument("--to", type=Path, default=ROOT / ".build" / "release")
    given = asked.parse_args()
    if not given.key and not given.unsigned:
        print(
            "Nothing would prove who made this release. Set KEY to the private key that signs it "
            "(ssh-keygen -t ed25519 makes one), or UNSIGNED=1 to try it out.",
            file=sys.stderr,
        )
        return 1
    try:
        folder = build(given.to, given.key)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return 1
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
