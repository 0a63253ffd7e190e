"""A line to a server that a test can cut, hang, or let vanish."""

import contextlib
import select
import socket
import threading


class Line:
    """Listens on a port of this machine and passes bytes to a server's socket, both ways.

    `hang` swallows what comes and says nothing, as a firewall that has forgotten a connection does
    after it took the bytes; `cut` closes everything and refuses whoever comes; `mend` ends either.
    What was swallowed never arrives.
    """

    def __init__(self, path: str, host: str = "127.0.0.1"):
        self._path = path
        self._listener = socket.create_server((host, 0))
        self.port = self._listener.getsockname()[1]
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._hangs = self._is_cut = self._is_over = False
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over = True
        self._thread.join()

    def hang(self) -> None:
        self._hangs = True

    def cut(self) -> None:
        self._is_cut = True

    def mend(self) -> None:
        self._hangs = self._is_cut = False

    def _run(self) -> None:
        while not self._is_over:
            ready, _, _ = select.select([self._listener, *self._pairs], [], [], 0.05)
            if self._is_cut:
                self._close(*self._pairs)
            for one in ready:
                if one is self._listener:
                    self._accept()
                elif one in self._pairs:
                    self._pass_on(one)
        self._close(*self._pairs)
        self._listener.close()

    def _accept(self) -> None:
        visitor, _ = self._listener.accept()
        if self._is_cut:
            visitor.close()
            return
        server = socket.socket(socket.AF_UNIX)
        server.connect(self._path)
        self._pairs |= {visitor: server, server: visitor}

    def _pass_on(self, one: socket.socket) -> None:
        try:
            sent = one.recv(1 << 16)
        except OSError:
            sent = b""
        if not sent:
            self._close(one)
        elif not self._hangs:
            try:
                self._pairs[one].sendall(sent)
            except OSError:
                self._close(one)

    def _close(self, *ends: socket.socket) -> None:
        for one in ends:
            for end in (one, self._pairs.get(one)):
                if end is not None:
                    self._pairs.pop(end, None)
                    with contextlib.suppress(OSError):
                        end.close()
