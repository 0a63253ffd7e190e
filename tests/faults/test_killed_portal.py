"""`make run` starts every time, however it was ended: its database too may still be on the way out.

Negative control, tried: without waiting for the server that is left, PostgreSQL says that its lock
file exists already.
"""

import os
import signal

import psutil
import pytest

from diz_portal import servers

TIMES = 10 if os.environ.get("DIZ_FAULTS") == "full" else 1


@pytest.fixture
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("killed")
    yield folder
    servers.Postgres(folder).stop()


def everything_of(pid: int) -> list[psutil.Process]:
    postmaster = psutil.Process(pid)
    return [postmaster, *postmaster.children(recursive=True)]


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM], ids=lambda how: how.name)
@pytest.mark.parametrize("whom", ["the server", "all of it"])
def test_a_database_starts_again_at_once_however_it_was_ended(data, how, whom):
    """SIGTERM is what the kernel sends it when its portal is killed; then it waits for visitors."""
    for _ in range(TIMES):
        server = servers.Postgres(data, durable=False)
        assert server.start()
        visitor = server._connect()
        ended = everything_of(server.process.pid)
        for one in ended if whom == "all of it" and how == signal.SIGKILL else ended[:1]:
            one.send_signal(how)

        # As another process does: it has no child to bury.
        again = servers.Postgres(data, durable=False)
        assert again.start()

        assert again.answers()
        visitor.close()
        again.stop()
        server.process.poll()
