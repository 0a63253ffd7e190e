"""What something costs, on a machine that others use too.

Processor seconds say what it costs whatever else runs meanwhile; seconds by the clock also say how
long it waited for a processor. What is compared is done in turns, several times over.
"""

import contextlib
import os
import statistics
import time
from collections.abc import Iterable

import psutil


class Spending:
    """Seconds of one thing, added up over the blocks that do it: `busy` those of the processors
    for this process, for the programs that it started and for the database, `seconds` by the clock.

    posting = Spending()
    for … in …:
        with posting:
            …
    """

    def __init__(self) -> None:
        self.busy = self.seconds = 0.0

    def __enter__(self):
        # Looking around is not part of it, neither here nor at the end.
        self._others, self._ours = _of_the_family(), time.process_time()
        self._begun = time.perf_counter()
        return self

    def __exit__(self, *error):
        self.seconds += time.perf_counter() - self._begun
        self.busy += time.process_time() - self._ours
        self.busy += _of_the_family() - self._others


def _of_the_family() -> float:
    """What all that this process started has spent, the database as well; also of what ended."""
    me = psutil.Process()
    ended = me.cpu_times()
    seconds = ended.children_user + ended.children_system
    for one in me.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            seconds += sum(one.cpu_times()[:4])
    return seconds


def spread(values: Iterable[float], form: str = ",.1f") -> str:
    """The median of several runs, with the lowest and the highest."""
    values = list(values)
    low, high = min(values), max(values)
    return f"{statistics.median(values):{form}} ({low:{form}} to {high:{form}})"


def load() -> str:
    """What a reader must know of the machine."""
    return (
        f"Load of the machine at the end: {os.getloadavg()[0]:.0f} on {os.cpu_count()} processors."
    )
