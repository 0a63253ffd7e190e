"""`make mutants`: break what decides, one thing at a time, and see a test fail.

MOST=300 mutants, MINUTES=30, SEED=1, ONLY= part of a module's name (leaves the page as it is).
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import astuple
from pathlib import Path

import django

from . import kept, making
from .explained import EXPLAINED
from .making import ROOT, Mutant
from .modules import FIRST, MOVES, Module

PAGE = ROOT / "docs" / "performance.md"
MINUTES = int(os.environ.get("MINUTES", "30"))
ENOUGH = 85  # per cent of what is broken in services

Chosen = dict[Module, list[Mutant]]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make mutants ARGS=")
    again = parser.add_mutually_exclusive_group()
    again.add_argument("--survivors", action="store_true", help="only those that lived last time")
    again.add_argument("--rest", action="store_true", help="only those not tried yet")
    asked = parser.parse_args()
    # The tables of moves are read where they stand, beside the models.
    os.environ["DJANGO_SETTINGS_MODULE"] = "diz_portal.settings.test"
    django.setup()
    most, seed = int(os.environ.get("MOST", "300")), int(os.environ.get("SEED", "1"))
    only = os.environ.get("ONLY", "")
    chosen = making.sample(most, seed, only)
    if not (asked.survivors or asked.rest or only):
        kept.forget()
    known = kept.outcomes()
    if asked.survivors:
        wanted = [one for one in _all(chosen) if one.key in known and not known[one.key].killed_by]
    elif asked.rest:
        wanted = [one for one in _all(chosen) if one.key not in known]
    else:
        wanted = _all(chosen)
    if wanted and any(_lanes(wanted)):
        return 1
    print(*_table(chosen), sep="\n")  # noqa: T201
    unexplained = [one for one in _living(_all(chosen)) if one.words not in EXPLAINED]
    for one in unexplained:
        print(f"{one.module.kind}, not noticed: {one.words}")  # noqa: T201
    if not only:
        _write(chosen, seed)
    return int(
        any(one.module.kind != "service" for one in unexplained)
        or _share(chosen) < ENOUGH
        or len(_tried(_all(chosen))) < len(_all(chosen))
    )


def _lanes(wanted: list[Mutant]) -> list[int]:
    """Two processes, one from the front and one from the back; what each ends with."""
    tests = sorted({FIRST, MOVES, *(name for one in wanted for name in one.module.tests)})
    without = [f"-pno:{one}" for one in ("randomly", "cacheprovider")]
    command = [sys.executable, "-m", "pytest", "-q", *without, "-p", "tests.mutants.running"]
    with tempfile.TemporaryDirectory(prefix="diz-mutants-") as folder:
        (Path(folder) / "wanted.json").write_text(
            json.dumps([[one.module.name, *astuple(one)[1:]] for one in wanted])
        )
        told = {"folder": folder, "until": time.time() + MINUTES * 60}
        lanes = []
        for backwards in (False, True):
            env = {**os.environ, "DIZ_MUTANTS": json.dumps({**told, "backwards": backwards})}
            lanes.append(subprocess.Popen([*command, *tests], cwd=ROOT, env=env))
        return [lane.wait() for lane in lanes]


def _all(chosen: Chosen) -> list[Mutant]:
    return [one for mutants in chosen.values() for one in mutants]


def _tried(mutants: list[Mutant]) -> list[Mutant]:
    known = kept.outcomes()
    return [one for one in mutants if one.key in known]


def _living(mutants: list[Mutant]) -> list[Mutant]:
    known = kept.outcomes()
    return [one for one in mutants if one.key in known and not known[one.key].killed_by]


def _share(chosen: Chosen) -> float:
    services = _tried([one for one in _all(chosen) if one.module.kind == "service"])
    return 100 - 100 * len(_living(services)) / len(services) if services else 100


def _table(chosen: Chosen) -> list[str]:
    lines = ["| module | mutants | killed | survived | of these explained |"]
    lines.append("| --- | --- | --- | --- | --- |")
    together = [0, 0, 0, 0]
    for module, mutants in chosen.items():
        tried, living = _tried(mutants), _living(mutants)
        explained = sum(one.words in EXPLAINED for one in living)
        row = [len(tried), len(tried) - len(living), len(living), explained]
        together = [sum(pair) for pair in zip(together, row, strict=True)]
        lines.append(f"| `{module.name}` | {' | '.join(map(str, row))} |")
    lines.append(f"| **together** | {' | '.join(map(str, together))} |")
    return lines


def _write(chosen: Chosen, seed: int) -> None:
    known = kept.outcomes()
    tried = _tried(_all(chosen))
    left = len(_all(chosen)) - len(tried)
    minutes = sum(known[one.key].seconds for one in tried) / 60
    words = [
        f"Spread evenly over the modules, with seed {seed}.",
        f"{_share(chosen):.0f}% of mutants in services were killed.",
        f"This took {minutes:.0f} minutes of one process. 2 ran at the same time.",
        f"There was no time for {left} more." if left else "",
    ]
    told = [*_table(chosen), "", " ".join(filter(None, words))]
    figures = "\n".join(["<!-- mutants -->", *told, "<!-- /mutants -->"])
    page = PAGE.read_text()
    PAGE.write_text(
        re.sub(r"<!-- mutants -->.*<!-- /mutants -->", lambda _: figures, page, flags=re.DOTALL)
    )


if __name__ == "__main__":
    sys.exit(main())
