"""A virus scanner that speaks clamd's protocol, and finds the one harmless file that all find."""

import contextlib
import socket
import struct
import threading

# What every scanner calls a virus, so that scanning can be tried (https://www.eicar.org).
# In two pieces: a scanner of this machine shall not take away this file.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-" + rb"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = "ClamAV 1.4.3/27811/Mon Nov 30 09:44:10 2026"


class Scanner:
    """`mood` says how it behaves: well, silent, cut, or an answer to everything."""

    def __init__(self, path: str | None = None, largest: int = 1 << 20):
        self.largest, self.version, self.mood = largest, VERSION, "well"
        self.asked: list[bytes] = []
        self.scanned: list[bytes] = []
        if path:
            self._listener = socket.socket(socket.AF_UNIX)
            self._listener.bind(path)
            self._listener.listen()
        else:
            self._listener = socket.create_server(("127.0.0.1", 0))
        self.address = path or self._listener.getsockname()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._is_over = threading.Event()

    def __enter__(self) -> "Scanner":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while not self._is_over.is_set():
            try:
                visitor, _ = self._listener.accept()
            except OSError:
                return
            with visitor, contextlib.suppress(OSError):
                visitor.settimeout(5)
                self._answer(visitor)

    def _answer(self, visitor: socket.socket) -> None:
        if self.mood == "cut":
            return
        if self.mood == "silent":
            self._is_over.wait(3)
            return
        command = b""
        while not command.endswith(b"\0"):
            command += self._exactly(visitor, 1)
        self.asked.append(command)
        if command == b"zVERSION\0":
            said = self.version
        elif command == b"zINSTREAM\0":
            said = self._scan(visitor)
        else:
            said = "UNKNOWN COMMAND"
        if self.mood not in ("well", "silent", "cut"):
            said = self.mood
        visitor.sendall(said.encode() + b"\0")

    def _scan(self, visitor: socket.socket) -> str:
        content = b""
        while size := struct.unpack(">I", self._exactly(visitor, 4))[0]:
            content += self._exactly(visitor, size)
            if len(content) > self.largest:
                return "INSTREAM size limit exceeded. ERROR"
        self.scanned.append(content)
        return "stream: Eicar-Test-Signature FOUND" if EICAR in content else "stream: OK"

    @staticmethod
    def _exactly(visitor: socket.socket, size: int) -> bytes:
        some = b""
        while len(some) < size:
            more = visitor.recv(size - len(some))
            if not more:
                raise ConnectionResetError
            some += more
        return some
