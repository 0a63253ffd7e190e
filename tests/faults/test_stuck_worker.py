"""A worker whose loop turns and that hears goes on; one whose loop stands still, or that hears
nothing while messages wait, ends itself. systemd is told by the worker's own process, to its end.

Negative control, tried: without `hearing.listen` the deaf one lives on, and tells systemd so.
"""

import os
import re
import select
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import kombu
import pytest

from diz_portal import embedded
from diz_portal.celery import app
from tests import programs

pytestmark = pytest.mark.django_db(transaction=True)

# Limits of seconds in place of minutes; the ways through the code are the same. All workers come
# from one process that has read the code; it says which has ended, and how. The deaf one has a
# queue of its own, since the other would take what it leaves.
WORKERS = """
import os, sys, django
from kombu.transport import redis
from diz_portal.servers import die_with_parent
django.setup()
from diz_portal import celery, hearing, watch
celery.app.loader.import_default_modules()
watch.LOOP_STANDS_FOR["worker"] = 6
hearing.DEAF_AFTER, hearing.LISTENS_EVERY = 3, 0.5
listener, *words = sys.argv[1:]
started = {}
for kind in ("well", "stands", "deaf"):
    if pid := os.fork():
        started[pid] = kind
        continue
    die_with_parent()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if kind == "stands":
        celery.Loop.start = lambda self, parent: None
    if kind == "deaf":
        os.environ["NOTIFY_SOCKET"] = listener
        redis.QoS.can_consume = lambda self: False
        words += ["--queues=deaf"]
    celery.app.start(words)
    os._exit(0)
while started:
    pid, status = os.wait()
    print(started.pop(pid), os.waitstatus_to_exitcode(status), pid, flush=True)
"""
# Beyond the end of the others, all being as old: who is well would have ended by then.
LONGER = 5


@dataclass
class Workers:
    process: subprocess.Popen
    systemd: socket.socket

    def ended_within(self, seconds: float) -> tuple[str, int, int] | None:
        """Which has ended, its status and its number."""
        there, _, _ = select.select([self.process.stdout], [], [], seconds)
        if not there:
            return None
        kind, status, pid = self.process.stdout.readline().decode().split()
        return kind, int(status), int(pid)

    def told(self) -> list[tuple[str, int]]:
        """What systemd was told, and by which process."""
        found = []
        self.systemd.setblocking(False)
        while True:
            try:
                words, more, _, _ = self.systemd.recvmsg(100, socket.CMSG_SPACE(12))
            except BlockingIOError:
                return found
            [(_, _, credentials)] = more
            found.append((words.decode(), struct.unpack("3i", credentials)[0]))


@pytest.fixture
def workers(broker, tmp_path) -> Iterator[Workers]:
    words = ["worker", "--concurrency=1", "--without-gossip", "--without-mingle"]
    url = embedded.redis_url(broker.data_dir)
    with kombu.Connection(url) as line:
        for queue in ("celery", "deaf"):
            app.send_task("diz_portal.tasks.beat_heart", queue=queue, connection=line)
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        systemd.bind(str(tmp_path / "notify"))
        with subprocess.Popen(
            [sys.executable, "-c", WORKERS, str(tmp_path / "notify"), *words],
            cwd=programs.ROOT,
            env=programs.environment(REDIS_URL=url),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as started:
            yield Workers(started, systemd)
            os.killpg(started.pid, signal.SIGKILL)


def test_a_worker_ends_itself_only_when_it_stands_still_or_is_deaf(workers):
    ended = {one[0]: one[1:] for one in (workers.ended_within(60), workers.ended_within(60)) if one}

    assert {kind: status for kind, (status, _) in ended.items()} == {
        "stands": os.EX_TEMPFAIL,
        "deaf": os.EX_TEMPFAIL,
    }
    words, tellers = zip(*workers.told(), strict=True)
    assert re.fullmatch(r"READY=1( WATCHDOG=1)+", " ".join(words))
    assert set(tellers) == {ended["deaf"][1]}, "NotifyAccess=main hears nobody else"
    assert workers.ended_within(LONGER) is None
    assert workers.process.poll() is None
    assert workers.told() == [], "and nothing after its end: systemd starts it again"
