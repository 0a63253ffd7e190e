"""systemd hears from each process, and no longer from one that is stuck."""

import socket
import time

import pytest

from diz_portal import service_manager, watch
from tests.programs import ROOT


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(str(tmp_path / "notify"))
        listener.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield listener


def heard(systemd) -> list[bytes]:
    said = []
    systemd.setblocking(False)
    try:
        while True:
            said.append(systemd.recv(100))
    except BlockingIOError:
        return said


def test_tell_sends_one_datagram(systemd):
    service_manager.tell("READY=1")

    assert systemd.recv(100) == b"READY=1"


@pytest.mark.parametrize("address", ["", "/nowhere/at/all", "@nobody-listens-here"])
def test_tell_says_nothing_where_nobody_listens(monkeypatch, address):
    monkeypatch.setenv("NOTIFY_SOCKET", address)

    service_manager.tell("WATCHDOG=1")


def test_a_web_process_says_that_it_works_until_all_its_threads_are_stuck(systemd, monkeypatch):
    monkeypatch.setattr(watch, "board", watch.Board())
    monkeypatch.setattr(watch, "_at_work", {})

    watch.look_at_threads(0, threads=1)
    assert heard(systemd) == [b"WATCHDOG=1"]

    watch._at_work[1] = time.monotonic() - watch.STUCK_AFTER - 1
    watch.look_at_threads(0, threads=1)
    assert heard(systemd) == []


def test_a_loop_says_that_it_is_ready_turns_and_ends(systemd, monkeypatch):
    monkeypatch.setattr(watch, "_turned_at", 0.0)

    watch.watch_loop("beat")
    assert systemd.recv(100) == b"READY=1"
    assert systemd.recv(100) == b"WATCHDOG=1"

    watch.stop_watching()
    assert b"STOPPING=1" in heard(systemd)


@pytest.mark.parametrize("part", ["web", "worker", "beat"])
def test_the_units_let_systemd_watch_and_start_again(part):
    unit = (ROOT / "deploy" / "systemd" / f"diz-{part}.service").read_text()

    for line in ("Type=notify", "WatchdogSec=60", "Restart=always"):
        assert f"\n{line}\n" in unit
    assert ("NotifyAccess=all" if part == "web" else "NotifyAccess=main") in unit
