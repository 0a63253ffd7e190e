"""Two releases for the check: the one of the last commit, and a next one that is made up.

The next has other styles, and a column more that the release before does not know: what
`tests/releases/upgrades.py` lets through.
"""

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

from tests.releases.programs import making

MIGRATION = """
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("seminars", "{last}")]
    operations = [
        migrations.AddField(
            "registration", "shoe_size", models.TextField(default="", db_default="")
        )
    ]
"""


def make_key(folder: Path) -> tuple[Path, Path]:
    """The key that signs, and whose signature counts."""
    key, signers = folder / "key", folder / "signers"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key], check=True)
    signers.write_text(f"releases {key.with_suffix('.pub').read_text()}")
    return key, signers


def make(folder: Path, key: Path) -> Path:
    return making.build(folder, key)


def make_next(release: Path, folder: Path, key: Path) -> Path:
    """As the release, with another version, other styles and a migration more."""
    version = f"{release.name}-next"
    with tarfile.open(next(release.glob("*.tar.gz"))) as archive:
        files = {
            one.name.partition("/")[2]: (archive.extractfile(one).read(), one.mode)
            for one in archive.getmembers()
        }
    manifest = json.loads(files[".build/collected/staticfiles.json"][0])
    old = manifest["paths"]["css/portal.css"]
    styles = files[f".build/collected/{old}"][0] + b"\n/* next */"
    new = f"css/portal.{hashlib.md5(styles, usedforsecurity=False).hexdigest()[:12]}.css"
    for ending in ("", ".gz", ".br"):
        files.pop(f".build/collected/{old}{ending}", None)
    manifest["paths"]["css/portal.css"] = new
    files[f".build/collected/{new}"] = (styles, 0o644)
    files[".build/collected/staticfiles.json"] = (json.dumps(manifest).encode(), 0o644)
    last = max(
        Path(name).stem
        for name in files
        if name.startswith("seminars/migrations/0") and name.endswith(".py")
    )
    files["seminars/migrations/9000_shoe_size.py"] = (
        MIGRATION.format(last=last).encode(),
        0o644,
    )
    facts = {**json.loads(files["release.json"][0]), "version": version}
    files["release.json"] = (json.dumps(facts).encode(), 0o644)
    to = folder / version
    to.mkdir(parents=True)
    archive = to / f"diz-portal-{version}.tar.gz"
    archive.write_bytes(making.tarball(f"diz-portal-{version}", files, 0))
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    (to / "SHA256SUMS").write_text(f"{digest}  {archive.name}\n")
    making.sign(to / "SHA256SUMS", key)
    return to
