"""Making the files of a report: everything read in one snapshot, each file written whole.

The files are written beside one another in a temporary folder and handed over when all are closed:
what is half-written never has a name that anybody could find.
"""

import contextlib
import hashlib
import json
import os
import tempfile
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from diz_portal.disclosure import Edition
from diz_portal.places.selectors import partnership

from .formats import READS_ALL, WRITERS, Production, snapshot
from .models import ReportFile
from .paper import Paper
from .question import Question
from .registry import Format, Report

CHUNK = 1 << 20


@dataclass(frozen=True)
class Made:
    """One file, closed and still in the temporary folder."""

    format: str
    path: Path
    size: int
    sha256: str


@contextlib.contextmanager
def one_snapshot() -> Iterator[datetime]:
    """Everything inside is read as the database was at one moment, and nothing can be written.

    Within a transaction that has begun (a test's, a command's) that transaction has to do.
    """
    if connection.in_atomic_block:
        yield timezone.now()
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield timezone.now()


def rows_to_write(paper: Paper, formats: Sequence[str]) -> int:
    """How many rows all formats together go through: what progress is measured against."""
    rows = sum(table.count for table in paper.tables())
    return rows * sum(one in READS_ALL for one in formats)


@contextlib.contextmanager
def made(
    report: Report,
    question: Question,
    formats: Sequence[str],
    *,
    starts: Callable[[int], None] = lambda rows: None,
    told: Callable[[int], None] = lambda rows: None,
    counted: Callable[[Mapping[str, Edition]], None] = lambda counts: None,
) -> Iterator[tuple[datetime, list[Made]]]:
    """The files of a report, for as long as the block lasts, and the moment they were read at.

    `starts` hears how many rows there are to write, `told` how many more were written; each may
    end the work by an exception. `counted` is given the counts of people that the next edition is
    held against.
    """
    with tempfile.TemporaryDirectory(prefix="report-") as folder, one_snapshot() as read_at:
        paper = report.paper(question)
        starts(rows_to_write(paper, formats))
        counted(paper.counts)
        shown = snapshot.of(
            paper,
            as_at=question.as_at,
            read_at=read_at,
            edition=question.edition,
            author=partnership().name,
        )
        production = Production(
            report.name, paper, shown, report.csv_table, question.as_at, read_at, told
        )
        files = [_written(Path(folder), production, Format(one)) for one in formats]
        files.append(_snapshot(Path(folder), shown))
        yield read_at, files


def _written(folder: Path, production: Production, kind: Format) -> Made:
    path = folder / kind.value
    with path.open("wb") as file:
        WRITERS[kind](production, file)
        # A disk that is full says so here rather than when somebody opens the file.
        file.flush()
        os.fsync(file.fileno())
    return _closed(path, kind.value)


def _snapshot(folder: Path, shown: dict) -> Made:
    path = folder / ReportFile.SNAPSHOT
    path.write_text(json.dumps(shown, ensure_ascii=False), encoding="utf-8")
    return _closed(path, ReportFile.SNAPSHOT)


def _closed(path: Path, kind: str) -> Made:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return Made(kind, path, path.stat().st_size, digest.hexdigest())


@lru_cache(maxsize=1)
def code_version() -> str:
    """Which version of the portal makes reports here: as whoever installed it says, or as the code
    says of itself."""
    if settings.RELEASE:
        return settings.RELEASE
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)["project"]["version"]
