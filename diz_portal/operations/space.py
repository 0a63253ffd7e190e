"""How much room is left on the disk of a folder."""

import shutil
from dataclasses import dataclass
from pathlib import Path

# Below either, somebody ought to make room: a night's work and a day's uploads still fit.
SHARE_WANTED = 0.1
BYTES_WANTED = 1_000_000_000


@dataclass(frozen=True)
class Room:
    free: int
    total: int

    @property
    def share(self) -> float:
        return self.free / self.total if self.total else 0.0

    @property
    def is_low(self) -> bool:
        return self.free < max(BYTES_WANTED, SHARE_WANTED * self.total)


def room_of(folder: Path) -> Room | None:
    """None for a folder that is not there."""
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None
    return Room(usage.free, usage.total)
