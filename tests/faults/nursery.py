"""Celery's programs, each forked from a process that has imported the portal already.

    python -m tests.faults.nursery

Reads a command line of Celery's, such as `worker --concurrency=2`, starts it as the leader of a
process group, and answers its number. A worker that is killed again and again is so back at once,
and the test spends its time on messages.
"""

import os
import signal
import sys

import django
from django.core.checks import run_checks

from diz_portal.celery import app
from diz_portal.servers import die_with_parent


def run(command: str) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    die_with_parent()
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    app.start(command.split())


if __name__ == "__main__":
    django.setup()
    app.loader.import_default_modules()
    # Reads the addresses, and so every view.
    run_checks()
    # The dead leave nothing behind.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        if not (pid := os.fork()):
            run(line)
            os._exit(0)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
