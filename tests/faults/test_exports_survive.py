"""An export that is cut short never passes for a whole one, whoever is killed in the middle of it.

A download that breaks off says so by the way it ends, and the same address then gives all of it; a
file that a command writes has its name once it is whole. Reports made by a worker are in
`test_reports_survive.py`.

Negative control, tried: written under its own name at once, an export of a person is found torn.
"""

import csv
import errno
import http.client
import io
import json
import os
import random
import signal
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from diz_portal import whole_files
from projects.models import Site
from tests import programs
from tests.examples import IN_FULL
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db(transaction=True)
SITES = 3_000
EMAIL = "ann@home.example"
KILLS = 40 if IN_FULL else 3


# A download ------------------------------------------------------------------------------


@pytest.fixture
def sites() -> None:
    """So many that they do not lie ready in the buffers of a line."""
    PartnershipFactory()
    project, district = ProjectFactory(slug="full-fibre"), DistrictFactory()
    Site.objects.bulk_create(
        Site(project=project, district=district, name=f"{'Surgery ' * 22}{number}")
        for number in range(SITES)
    )


@pytest.fixture
def server(sites) -> Iterator[str]:
    with programs.web(WEB_WORKERS="1", DIZ_LIMITS="off") as address:
        yield address


class Download:
    """Somebody on a slow line, who has read the beginning and no more yet."""

    def __init__(self, address: str, path: str):
        self.place = urlsplit(address)
        line = socket.socket()
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        line.settimeout(30)
        line.connect((self.place.hostname, self.place.port))
        self.line = http.client.HTTPConnection(self.place.netloc)
        self.line.sock = line
        self.line.request("GET", path)
        self.answer = self.line.getresponse()
        assert self.answer.status == 200
        self.beginning = self.answer.read(1000)

    def rest(self) -> bytes:
        try:
            return self.beginning + self.answer.read()
        finally:
            self.line.close()


def workers_of(address: str) -> list[psutil.Process]:
    port = urlsplit(address).port
    for one in psutil.Process().children():
        if any(line.laddr.port == port for line in one.net_connections() if line.laddr):
            return one.children()
    raise AssertionError("nobody serves there")


def kill_the_web(address: str) -> None:
    for worker in workers_of(address):
        worker.kill()


def cut_the_database(address: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


PATHS = ["/projects/full-fibre/sites.csv", "/data/sites.csv"] if IN_FULL else ["/data/sites.csv"]


def test_a_download_that_breaks_off_says_so_and_comes_whole_the_next_time(server):
    for path in PATHS:
        for spoil in (kill_the_web, cut_the_database):
            download = Download(server, path)

            spoil(server)

            with pytest.raises((http.client.IncompleteRead, ConnectionError)):
                download.rest()
            programs.wait_until(lambda: programs._answers(f"{server}/healthz"))
            again = Download(server, path).rest().decode("utf-8-sig")
            assert len(list(csv.reader(io.StringIO(again)))) == SITES + 1


# A file that a command writes ------------------------------------------------------------


@pytest.fixture
def ann() -> None:
    PartnershipFactory()
    for _ in range(20):
        registered(SeminarFactory(), email=EMAIL)


def export(to: Path) -> None:
    call_command("export_person", EMAIL, "--output", str(to))


def in_a_process(work: Callable[[], object]) -> int:
    connections.close_all()
    if pid := os.fork():
        return pid
    try:
        work()
    except BaseException:  # noqa: BLE001  nothing of the tests runs on in here
        os._exit(1)
    os._exit(0)


def test_an_export_that_is_killed_leaves_a_whole_file_or_none(ann, tmp_path):
    chance = random.Random(20261130)
    to = tmp_path / "ann.json"
    began = time.monotonic()
    os.waitpid(in_a_process(lambda: export(to)), 0)
    took = time.monotonic() - began
    whole = json.loads(to.read_text())
    torn = []
    for number in range(KILLS):
        to.unlink(missing_ok=True)
        pid = in_a_process(lambda: export(to))
        time.sleep(chance.uniform(0, took))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if to.exists() and json.loads(to.read_text()).keys() != whole.keys():
            torn.append(number)

    assert torn == []


def test_an_export_onto_a_full_disk_says_so_and_leaves_the_one_before(ann, tmp_path, monkeypatch):
    to = tmp_path / "ann.json"
    export(to)
    before = to.read_text()

    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(whole_files.os, "fsync", full)
    with pytest.raises(CommandError, match=r"could not be written: No space left on device"):
        export(to)

    assert to.read_text() == before
    assert list(tmp_path.iterdir()) == [to]


def test_who_is_killed_while_writing_leaves_what_was_there_before(tmp_path):
    to = tmp_path / "report.csv"
    to.write_text("of yesterday")

    def write_half() -> None:
        with whole_files.whole(to) as half:
            half.write_text("of to")
            os.kill(os.getpid(), signal.SIGKILL)

    os.waitpid(in_a_process(write_half), 0)

    assert to.read_text() == "of yesterday"
