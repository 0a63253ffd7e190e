"""`make mutants`: break what decides, one thing at a time, and see a test fail.

MOST=300 mutants, SEED=1, ONLY= part of a module's name (prints, and leaves the page as it is).
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from .explained import EXPLAINED
from .modules import MODULES

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "performance.md"
MINUTES = 30
ENOUGH = 85  # per cent of what is broken in services


def main() -> int:
    most, seed = int(os.environ.get("MOST", "300")), int(os.environ.get("SEED", "1"))
    only = os.environ.get("ONLY", "")
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="diz-mutants-") as folder:
        told = {"most": most, "seed": seed, "only": only, "folder": folder}
        told["until"] = began + MINUTES * 60
        tests = sorted({name for one in MODULES if only in one.name for name in one.tests})
        without = [f"-pno:{one}" for one in ("randomly", "xdist", "cacheprovider")]
        command = [sys.executable, "-m", "pytest", "-q", *without, "-p", "tests.mutants.running"]
        command += tests
        lanes = [
            subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, "DIZ_MUTANTS": json.dumps({**told, "backwards": backwards})},
            )
            for backwards in (False, True)
        ]
        ends = [lane.wait() for lane in lanes]
        files = sorted(Path(folder).glob("*.json"), key=lambda one: int(one.stem))
        found = [json.loads(file.read_text()) for file in files]
    unsound = [one for one in found if "unsound" in one]
    for one in unsound:
        print(f"{one['module']}: before anything is broken, {one['unsound']}")  # noqa: T201
    if any(ends) or unsound:
        return 1
    minutes = (time.time() - began) / 60
    print(*_table(found), sep="\n")  # noqa: T201
    unexplained = [
        (one["kind"], words) for one in found for words in one["survived"] if words not in EXPLAINED
    ]
    for kind, words in unexplained:
        print(f"{kind}, not noticed: {words}")  # noqa: T201
    if not only:
        _write(found, minutes)
    return int(any(kind != "service" for kind, _ in unexplained) or _share(found) < ENOUGH)


def _share(found: list[dict]) -> float:
    services = [one for one in found if one["kind"] == "service"]
    killed = sum(one["killed"] for one in services)
    tried = killed + sum(len(one["survived"]) for one in services)
    return 100 * killed / tried if tried else 100


def _table(found: list[dict]) -> list[str]:
    lines = ["| module | mutants | killed | survived | of these explained |"]
    lines.append("| --- | --- | --- | --- | --- |")
    together = [0, 0, 0, 0]
    for one in found:
        alive = len(one["survived"])
        explained = sum(words in EXPLAINED for words in one["survived"])
        row = [one["killed"] + alive, one["killed"], alive, explained]
        together = [sum(pair) for pair in zip(together, row, strict=True)]
        lines.append(f"| `{one['module']}` | {' | '.join(map(str, row))} |")
    lines.append(f"| **together** | {' | '.join(map(str, together))} |")
    return lines


def _write(found: list[dict], minutes: float) -> None:
    figures = "\n".join(
        [
            "<!-- mutants -->",
            *_table(found),
            "",
            f"Of the services {_share(found):.0f} % were killed. {minutes:.0f} minutes,"
            f" {date.today():%B %Y}.",
            "<!-- /mutants -->",
        ]
    )
    page = PAGE.read_text()
    PAGE.write_text(
        re.sub(r"<!-- mutants -->.*<!-- /mutants -->", lambda _: figures, page, flags=re.DOTALL)
    )


if __name__ == "__main__":
    sys.exit(main())
