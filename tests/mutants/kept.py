"""What became of each mutant, kept for the next run: which lived, and which were never tried."""

import json
from dataclasses import asdict, dataclass

from .making import ROOT, Mutant

PATH = ROOT / ".build" / "mutants.jsonl"


@dataclass(frozen=True)
class Outcome:
    key: str
    # The test that failed; nothing when the mutant lives.
    killed_by: str
    seconds: float


def keep(mutant: Mutant, killed_by: str, seconds: float) -> None:
    line = json.dumps(asdict(Outcome(mutant.key, killed_by, round(seconds, 2))))
    # One short line at once: two processes write without waiting for one another.
    with PATH.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")


def forget() -> None:
    PATH.parent.mkdir(exist_ok=True)
    PATH.write_text("")


def outcomes() -> dict[str, Outcome]:
    """The last of each."""
    if not PATH.exists():
        return {}
    read = (Outcome(**json.loads(line)) for line in PATH.read_text(encoding="utf-8").splitlines())
    return {one.key: one for one in read}
