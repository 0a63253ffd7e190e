"""`make run` for real: the supervisor on data and a port of its own, killed and stopped."""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import pytest

from diz_portal import servers

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


# Twenty seconds of work: two minutes, when eight processes wait for each processor.
FROM_NOTHING = 300.0


def wait_until(what, seconds=120.0) -> None:
    # Patient, because a busy machine starts nine Python processes slowly.
    deadline = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.1)


class Portal:
    """The supervisor as `make run` starts it, leading a process group of its own."""

    def __init__(self, data: Path, port: int):
        self.data, self.port, self.log = data, port, data.with_suffix(".log")
        self.seen: set[psutil.Process] = set()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("DIZ_")}
        kept.pop("DJANGO_SETTINGS_MODULE", None)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "diz_portal.supervisor"],
                cwd=ROOT,
                env={**kept, "DIZ_DATA": str(data), "PORT": str(port), "DIZ_EXAMPLE": "off"},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.said()
        return "The portal runs at" in self.said()

    def ready(self) -> dict:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz") as response:
                return json.load(response)
        except urllib.error.HTTPError as error:
            with error:
                return json.load(error)
        except OSError:
            return {"ready": False}

    def family(self) -> dict[str, psutil.Process]:
        """The parts by name; every process ever seen is remembered for the last check."""
        supervisor = psutil.Process(self.process.pid)
        self.seen.update(supervisor.children(recursive=True))
        parts = {}
        for child in supervisor.children():
            with contextlib.suppress(psutil.Error):
                line = " ".join(child.cmdline())
                for name in ("postgres", "valkey-server", "gunicorn", "worker", "beat"):
                    if name in line.split(str(self.data))[0]:
                        parts[name] = child
        return parts

    def left_over(self) -> list[psutil.Process]:
        return [one for one in self.seen if one.is_running() and one.status() != "zombie"]

    def logged(self, name: str) -> str:
        return (self.data / "logs" / f"{name}.log").read_text(errors="replace")

    def stop(self, how=signal.SIGINT) -> int:
        if self.process.poll() is None:
            self.family()
            os.killpg(self.process.pid, how)
        return self.process.wait(timeout=40)


@pytest.fixture
def data():
    """Not in pytest's folder, which every run that begins shuts to all but its own user: the
    database has another."""
    folder = Path(tempfile.mkdtemp(prefix="diz-run-"))
    yield folder / "data"
    shutil.rmtree(folder)


@pytest.fixture
def start(data):
    portals = []

    def starter(port=None):
        portals.append(Portal(data, port or free_port()))
        return portals[-1]

    yield starter
    for portal in portals:
        portal.stop()


def sql(data: Path, statement: str):
    connection = servers.Postgres(data)._connect("diz")
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def test_run_serves_survives_the_death_of_its_parts_and_leaves_nothing(start, data):
    portal = start()
    wait_until(portal.is_up, FROM_NOTHING)
    wait_until(lambda: portal.ready()["ready"])
    # What the parts log is in files: the last on the screen is where the portal is.
    wait_until(lambda: "/readyz" in portal.logged("web"))
    # The one that starts first need not be the one that says something first.
    wait_until(lambda: portal.logged("worker"))
    assert "/readyz" not in portal.said()
    assert str(data / "logs") in portal.said()
    assert portal.said().rstrip().endswith("Press Ctrl-C to stop it.")
    sql(data, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('still here')")
    parts = portal.family()
    assert set(parts) == {"postgres", "valkey-server", "gunicorn", "worker", "beat"}

    for part in parts.values():
        part.kill()
    wait_until(
        lambda: (
            set(portal.family()) == set(parts)
            and not any(part.is_running() for part in parts.values())
        )
    )
    wait_until(lambda: portal.ready()["ready"])

    portal.family()["worker"].kill()
    assert portal.stop(signal.SIGINT) == 0
    assert portal.left_over() == []
    assert not is_open(portal.port)
    assert not servers.Postgres(data).answers()

    second = start(portal.port)
    wait_until(second.is_up)
    assert sql(data, "SELECT word FROM kept") == [("still here",)]
    second.family()

    # And when the supervisor itself is killed.
    second.process.kill()
    wait_until(lambda: second.left_over() == [])
    assert not is_open(second.port)


def test_run_is_stopped_while_it_still_starts(start, data):
    portal = start()
    wait_until(lambda: "postgres" in portal.family())

    assert portal.stop(signal.SIGTERM) == 0
    assert portal.left_over() == []


def test_run_says_in_a_sentence_that_the_port_is_in_use(start, data):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        portal = start(port)

        assert portal.process.wait(timeout=20) == 1

    assert portal.said() == (
        f"Port {port} is in use by another program. Use another, such as PORT={port + 1}\n"
    )


def test_run_says_in_a_sentence_that_the_data_folder_is_broken(start, data):
    data.write_text("a file")
    portal = start()

    assert portal.process.wait(timeout=20) == 1
    assert portal.said().startswith(f"The data folder {data} cannot be used:")
    assert portal.said().count("\n") == 1


def test_run_says_in_a_sentence_that_a_portal_runs_already(start, data):
    data.mkdir()
    with (data / "portal.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        portal = start()
        assert portal.process.wait(timeout=20) == 1

    assert portal.said().startswith(f"A portal is already running on {data}.")
    assert portal.said().count("\n") == 1
