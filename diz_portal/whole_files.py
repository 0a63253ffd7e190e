"""A file that somebody asked for, or that another process reads, is there whole or not at all."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path


@contextlib.contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Where to write it; it gets its name once it is on the disk. Who is killed meanwhile leaves a
    file that is called half, and beside it what was there before."""
    half = path.with_name(f".{path.name}.part")
    try:
        yield half
        with half.open("rb") as written:
            os.fsync(written.fileno())
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
