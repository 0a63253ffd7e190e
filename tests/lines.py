"""A line to a server that a test can cut, hang, make long, or let vanish."""

import contextlib
import select
import socket
import threading
import time
from collections import deque


class Line:
    """Listens on a port of this machine and passes bytes to a server's socket, both ways.

    `hang` swallows what comes and says nothing, as a firewall that has forgotten a connection does
    after it took the bytes; `cut` closes everything and refuses whoever comes; `slow` lets all
    bytes travel for so many seconds each way; `vanish` takes nothing and hears nobody who comes, as
    a network in which packets vanish; `mend` ends each. What was swallowed never arrives.
    The server is named by the path of its socket, or by host and port.
    """

    def __init__(self, server: str | tuple[str, int], host: str = "127.0.0.1"):
        self._server = server
        self._listener = socket.create_server((host, 0))
        self.port = self._listener.getsockname()[1]
        self._pairs: dict[socket.socket, socket.socket] = {}
        self._hangs = self._is_cut = self._is_over = self._vanishes = False
        # Who fills the queue of those who come, so that the next is not even heard.
        self._queue: list[socket.socket] = []
        self._delay = 0.0
        # Who has said all that they had to say.
        self._ended: set[socket.socket] = set()
        # What travels: when it arrives, at which end, and the bytes; none for the end of a line.
        self._travelling: deque[tuple[float, socket.socket, bytes]] = deque()
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

    def vanish(self) -> None:
        self._vanishes = True
        # Whoever knocked before is let in first.
        time.sleep(0.1)
        self._listener.listen(0)
        for _ in range(3):
            one = socket.socket()
            one.setblocking(False)
            one.connect_ex(self._listener.getsockname())
            self._queue.append(one)

    def slow(self, seconds: float = 0.3) -> None:
        self._delay = seconds

    def mend(self) -> None:
        self._hangs = self._is_cut = False
        self._delay = 0.0
        if self._vanishes:
            self._listener.listen()
            while self._queue:
                self._queue.pop().close()
            self._vanishes = False

    def _run(self) -> None:
        while not self._is_over:
            patience = 0.005 if self._travelling else 0.05
            speak = [self._listener, *(end for end in self._pairs if end not in self._ended)]
            if self._vanishes:
                speak.clear()
            ready, _, _ = select.select(speak, [], [], patience)
            if self._is_cut:
                self._close(*self._pairs)
            for one in ready:
                if one is self._listener:
                    self._accept()
                elif one in self._pairs:
                    self._pass_on(one)
            self._arrive()
        self._close(*self._pairs)
        self._listener.close()

    def _accept(self) -> None:
        visitor, _ = self._listener.accept()
        if self._is_cut:
            visitor.close()
            return
        is_path = isinstance(self._server, str)
        server = socket.socket(socket.AF_UNIX if is_path else socket.AF_INET)
        server.connect(self._server)
        self._pairs |= {visitor: server, server: visitor}

    def _pass_on(self, one: socket.socket) -> None:
        try:
            sent = one.recv(1 << 16)
        except OSError:
            sent = b""
        if not sent:
            self._ended.add(one)
        if not sent or not self._hangs:
            self._travelling.append((time.monotonic() + self._delay, self._pairs[one], sent))

    def _arrive(self) -> None:
        now = time.monotonic()
        # Whoever takes nothing holds up nobody else, and the line can still be cut.
        waits: deque[tuple[float, socket.socket, bytes]] = deque()
        full: set[socket.socket] = set()
        while self._travelling and self._travelling[0][0] <= now:
            at, end, sent = self._travelling.popleft()
            if end not in self._pairs:
                continue
            gone = 0
            if not sent and end not in full:
                self._close(end)
                continue
            if end not in full:
                try:
                    gone = end.send(sent, socket.MSG_DONTWAIT)
                except BlockingIOError:
                    pass
                except OSError:
                    self._close(end)
                    continue
            if gone < len(sent) or not sent:
                full.add(end)
                waits.append((at, end, sent[gone:]))
        self._travelling.extendleft(reversed(waits))

    def _close(self, *ends: socket.socket) -> None:
        for one in ends:
            for end in (one, self._pairs.get(one)):
                if end is not None:
                    self._pairs.pop(end, None)
                    self._ended.discard(end)
                    with contextlib.suppress(OSError):
                        end.close()
