"""A PostgreSQL and a Valkey of the suite's own, on temporary data, and no other network.

Named in pytest.ini (`-p tests.servers`), so that the servers stand before Django reads its
settings. Under xdist the controller starts them and the workers find them by `DIZ_DATA`.
"""

import atexit
import contextlib
import os
import shutil
import socket
import tempfile
from pathlib import Path

import pytest

# Before anything of the portal is imported; whatever the shell of a developer says.
os.environ["DJANGO_SETTINGS_MODULE"] = "diz_portal.settings.test"

from diz_portal import embedded, servers

SHARED = "DIZ_TEST_DATA"
_started: list = []
_folder: list[Path] = []


class NetworkBlocked(Exception):
    """A test tried to reach another machine."""


def _start() -> None:
    # Also when pytest gives up before it has begun, over an error in the settings say.
    atexit.register(_stop)
    folder = Path(tempfile.mkdtemp(prefix="diz-test-"))
    _folder.append(folder)
    for server in (servers.Postgres, servers.Valkey):
        one = server(folder, durable=False, dies_with_us=True)
        _started.append(one)
        one.start()
    os.environ[SHARED] = str(folder)


def _stop() -> None:
    while _started:
        with contextlib.suppress(Exception):
            _started.pop().stop()
    while _folder:
        os.environ.pop(SHARED, None)
        shutil.rmtree(_folder.pop(), ignore_errors=True)


def _block_network() -> None:
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(this: socket.socket, address) -> None:
        if this.family == socket.AF_UNIX:
            return
        host = address[0]
        if host not in {"localhost", "::1", ""} and not host.startswith("127."):
            raise NetworkBlocked(f"Tests reach no other machine than this one, not {host}.")

    def guarded(this, address):
        check(this, address)
        return connect(this, address)

    def guarded_ex(this, address):
        check(this, address)
        return connect_ex(this, address)

    socket.socket.connect, socket.socket.connect_ex = guarded, guarded_ex


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    if "PYTEST_XDIST_WORKER" not in os.environ:
        try:
            _start()
        except embedded.CannotStart as error:
            _stop()
            raise pytest.UsageError(str(error)) from error
        except BaseException:
            _stop()
            raise
    os.environ["DIZ_DATA"] = os.environ[SHARED]
    # A developer's own servers are never touched by a test; an empty value wins over `.env`.
    for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "DIZ_LIMITS"):
        os.environ[name] = ""
    # Playwright's synchronous interface runs an event loop in the thread of the tests.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    _block_network()


def pytest_unconfigure() -> None:
    _stop()
