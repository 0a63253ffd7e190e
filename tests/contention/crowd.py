"""Many people at once."""

import json
import subprocess

from tests import programs

# As many at once as the portal's threads and the doors before them; each process takes a while
# to start.
PROCESSES, THREADS = 2, 12


class Crowd:
    """So many people, shared out over processes that all start now."""

    def __init__(self, address: str, slug: str, people: int, what: str = "register"):
        share = -(-people // PROCESSES)
        self.processes = [
            programs.start(
                "tests.contention.contender",
                *(what, address, slug, f"{first}", f"{min(first + share, people)}", f"{THREADS}"),
                output=subprocess.PIPE,
            )
            for first in range(0, people, share)
        ]

    def is_busy(self) -> bool:
        return any(process.poll() is None for process in self.processes)

    def answers(self) -> list[dict]:
        said = [process.communicate()[0].decode() for process in self.processes]
        assert [process.returncode for process in self.processes] == [0] * PROCESSES, said
        return [json.loads(line) for text in said for line in text.splitlines()]
