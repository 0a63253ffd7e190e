"""The live server, whose threads are finished when it has stopped."""

import contextlib
import socket
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer
from pytest_django.live_server_helper import LiveServer


class Finished(ThreadedWSGIServer):
    """Hangs up when it is closed, and waits for its threads.

    A browser keeps its lines open, and each thread at the end of one keeps a session of the
    database: as daemons they would outlive the server, and the database could not be dropped.
    """

    daemon_threads = False

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self._lines: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._lines.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._lines.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        for line in list(self._lines):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        super().server_close()


def started() -> LiveServer:
    server = LiveServer("localhost", start=False)
    server.thread.server_class = Finished
    server.start()
    return server
