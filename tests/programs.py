"""The portal's own programs, started for real against the test's database and broker.

    with programs.web(DIZ_LIMITS="off") as address:
        ...

A test that uses them commits for real: `@pytest.mark.django_db(transaction=True)`.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from urllib.request import urlopen

from django.db import connection

from diz_portal.servers import die_with_parent

ROOT = Path(__file__).resolve().parents[1]
# A busy machine starts a Python process slowly.
PATIENCE = 120


def environment(**more: str) -> dict[str, str]:
    """What a program needs to work on the database of this test."""
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"]["host"]
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "diz_portal.settings.test",
        "DATABASE_URL": f"postgres://{database['USER']}@/{database['NAME']}?host={host}",
        **more,
    }


def start(
    *command: str,
    output=subprocess.DEVNULL,
    stdin=subprocess.DEVNULL,
    inside: Sequence[str] = (),
    **more: str,
) -> subprocess.Popen:
    """`python -m …`, gone at the latest with whoever started it; `inside` is what runs it."""
    return subprocess.Popen(
        [*inside, sys.executable, "-m", *command],
        cwd=ROOT,
        env=environment(**more),
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT,
        preexec_fn=partial(die_with_parent),
    )


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def web(*, output=subprocess.DEVNULL, **more: str) -> Iterator[str]:
    """gunicorn as `make run` has it, with two workers unless WEB_WORKERS says otherwise."""
    port = free_port()
    server = start("gunicorn", "diz_portal.wsgi:application", output=output, PORT=str(port), **more)
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _answers(f"{address}/healthz"))
        yield address
    finally:
        # At once, without waiting for visitors who have gone.
        server.send_signal(signal.SIGINT)
        server.wait()


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return answer.status == 200
    except OSError:
        return False


def wait_until(what, patience: float = PATIENCE, every: float = 0.05) -> None:
    end = time.monotonic() + patience
    while not what():
        if time.monotonic() > end:
            raise TimeoutError("waited too long")
        time.sleep(every)
