"""A worker whose loop turns goes on; one whose loop stands still ends itself."""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from diz_portal import embedded
from tests import programs

pytestmark = pytest.mark.django_db(transaction=True)

# A limit of seconds in place of minutes; the ways through the code are the same. Both workers come
# from one process that has read the code; it says which has ended, and how.
WORKERS = """
import os, sys, django
from diz_portal.servers import die_with_parent
django.setup()
from diz_portal import celery, watch
celery.app.loader.import_default_modules()
watch.LOOP_STANDS_FOR["worker"] = 6
started = {}
for loop in ("turns", "stands"):
    if pid := os.fork():
        started[pid] = loop
        continue
    die_with_parent()
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    if loop == "stands":
        celery.Loop.start = lambda self, parent: None
    celery.app.start(sys.argv[1:])
    os._exit(0)
while started:
    pid, status = os.wait()
    print(started.pop(pid), os.waitstatus_to_exitcode(status), flush=True)
"""
# Beyond the end of the one, both being as old: who turns would have ended by then.
LONGER = 5


@pytest.fixture
def workers(broker) -> Iterator[subprocess.Popen]:
    words = ["worker", "--concurrency=1", "--without-gossip", "--without-mingle"]
    with subprocess.Popen(
        [sys.executable, "-c", WORKERS, *words],
        cwd=programs.ROOT,
        env=programs.environment(REDIS_URL=embedded.redis_url(broker.data_dir)),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as started:
        yield started
        os.killpg(started.pid, signal.SIGKILL)


def said_within(process: subprocess.Popen, seconds: float) -> str:
    there, _, _ = select.select([process.stdout], [], [], seconds)
    return process.stdout.readline().decode() if there else ""


def test_a_worker_ends_itself_only_when_its_loop_stands_still(workers):
    assert said_within(workers, 60) == f"stands {os.EX_TEMPFAIL}\n"
    assert said_within(workers, LONGER) == ""
    assert workers.poll() is None
