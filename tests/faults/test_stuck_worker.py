"""A worker whose loop turns goes on; one whose loop stands still ends itself."""

import os
import subprocess
import sys

import pytest

from diz_portal import embedded
from tests import programs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("faults")]

# A limit of seconds in place of minutes; the ways through the code are the same.
WORKER = """
import sys, django
django.setup()
from diz_portal import celery, watch
watch.LOOP_STANDS_FOR["worker"] = 6
if sys.argv.pop() == "stands":
    celery.Loop.start = lambda self, parent: None
celery.app.start(sys.argv[1:])
"""
BEYOND_THE_LIMIT = 16


@pytest.mark.parametrize("loop", ["turns", "stands"])
def test_a_worker_ends_itself_only_when_its_loop_stands_still(broker, loop):
    words = ["worker", "--concurrency=1", "--without-gossip", "--without-mingle", loop]
    worker = subprocess.Popen(
        [sys.executable, "-c", WORKER, *words],
        cwd=programs.ROOT,
        env=programs.environment(REDIS_URL=embedded.redis_url(broker.data_dir)),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        status = worker.wait(timeout=60 if loop == "stands" else BEYOND_THE_LIMIT)
    except subprocess.TimeoutExpired:
        status = None
    finally:
        worker.kill()
        worker.wait()

    assert status == (os.EX_TEMPFAIL if loop == "stands" else None)
