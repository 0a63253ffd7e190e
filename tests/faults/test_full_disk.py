"""A backup onto a full disk fails with a sentence, leaves nothing of itself, and leaves the last
good one as it was; a manager is asked to look.

In the suite the disk is full for whoever writes a file larger than so much. `make faults`
(`DIZ_FAULTS=full`) fills a disk of 3 MB, which needs root.

Negative control, tried: written under its own name at once, a torn backup passes for the latest.
"""

import contextlib
import datetime as dt
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import connections
from django.utils import timezone

from diz_portal import routines
from diz_portal.backups import CannotBackUp, checking, keeping, manifest, places, restoring, tasks
from diz_portal.models import RoutineRun
from diz_portal.operations import attention_items
from diz_portal.storage import folders
from tests import programs
from tests.backups.conftest import journal_dir, portal, storage  # noqa: F401  its fixtures
from tests.factories.documents import DocumentFactory
from tests.factories.partners import manager
from tests.faults.portal import IN_FULL
from tests.places_for_files import keep_in

MEGABYTE = 1_000_000
NIGHT = dt.timedelta(days=1)


@pytest.fixture
def nights(portal, settings, tmp_path, monkeypatch) -> Path:  # noqa: F811
    """The folder of the nightly backups, with a good one that was due tonight."""
    folder = tmp_path / "nights"
    folders.prepare(folder)
    settings.BACKUP_DIR = str(folder)
    monkeypatch.setattr(routines, "_routines", {})
    now = timezone.localtime()
    routines.routine("backup", "Backing up", at=now.time())(tasks.take_backup)
    with time_machine.travel(now - 2 * NIGHT - dt.timedelta(hours=1)):
        routines.ring()
    with time_machine.travel(now - NIGHT - dt.timedelta(minutes=1)):
        assert routines.run("backup")
    return folder


def put_by(size: int) -> None:
    """A paper that only fits on a disk with so much room."""
    paper = DocumentFactory()
    paper.file.storage.delete(paper.file.name)
    with paper.file.storage.open(paper.file.name, "wb") as file:
        file.write(os.urandom(size))


def inside(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name != folders.MARK]


def are_whole(folder: Path) -> list[Path]:
    found = [folder / name for name in keeping.backups(places.at(folder))]
    for one in found:
        restoring.check(one, manifest.read(one))
    return found


def asked_of(boss) -> list[tuple[str, str]]:
    items = attention_items.no_backup(boss, timezone.localdate())
    return [(item.key, item.title) for item in items]


def in_a_process(work: Callable[[], object], megabytes: float) -> None:
    """Where no file may be larger; it answers by its status what became of it."""
    connections.close_all()
    if pid := os.fork():
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        return
    most = int(megabytes * MEGABYTE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    with contextlib.suppress(BaseException):
        work()
        os._exit(0)
    os._exit(1)


def fails_for_want_of_space() -> None:
    with pytest.raises(CannotBackUp, match=r"there is no space left\. Nothing was kept"):
        routines.run("backup")


def test_a_night_without_space_leaves_the_last_good_backup_and_asks_a_manager(nights):
    boss = manager()
    [good] = are_whole(nights)
    assert asked_of(boss) == []
    put_by(MEGABYTE)

    in_a_process(fails_for_want_of_space, 0.5)

    assert inside(nights) == [good]
    assert are_whole(nights) == [good]
    assert asked_of(boss) == [("backup:failed", "Check why the backup failed")]

    # There is space again, and a quarter of an hour has gone by.
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=16)):
        assert routines.run("backup")

    assert len(are_whole(nights)) == 2
    assert asked_of(boss) == []


def test_what_a_killed_backup_left_does_not_fill_the_disk_for_ever(nights):
    left = nights / ".2026-01-01T023000Z.partial-12345678"
    left.mkdir()
    old = (timezone.now() - dt.timedelta(days=2)).timestamp()
    os.utime(left, (old, old))
    put_by(MEGABYTE)

    in_a_process(fails_for_want_of_space, 0.5)

    assert not left.exists()


if IN_FULL:

    @pytest.fixture
    def disk(tmp_path) -> Iterator[Path]:
        """One of its own, of three megabytes."""
        folder = tmp_path / "disk"
        folder.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)]
        subprocess.run(mount, check=True)
        yield folder
        subprocess.run(["umount", str(folder)], check=True)

    def test_a_disk_that_is_really_full(nights, disk, settings, tmp_path):
        settings.BACKUP_DIR = str(disk)
        folders.prepare(disk)
        boss = manager()
        keep_in(settings, tmp_path / "files" / settings.PROCESS)
        keep_in(settings, tmp_path / "journal" / settings.PROCESS, "journal")
        put_by(MEGABYTE // 2)
        good = Path(keeping.take_nightly())
        free = os.statvfs(disk).f_bavail
        # Not half of it fits.
        put_by(4 * MEGABYTE)
        RoutineRun.objects.update(completed_at=timezone.now() - 2 * NIGHT)

        fails_for_want_of_space()

        assert inside(disk) == [good]
        assert are_whole(disk) == [good]
        assert os.statvfs(disk).f_bavail == free, "all its room is given back"
        assert Path(checking.check_latest()) == good
        assert "backup:" in asked_of(boss)[0][0]
        command = subprocess.run(
            [sys.executable, "manage.py", "backup", str(disk / "by-hand")],
            cwd=programs.ROOT,
            env=programs.environment(DIZ_DATA=str(tmp_path)),
            capture_output=True,
            text=True,
            check=False,
        )
        assert command.returncode == 1
        assert "there is no space left. Nothing was kept" in command.stderr
        assert inside(disk) == [good]
