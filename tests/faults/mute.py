"""A mail server that stops answering in the middle of a conversation, wherever a test says."""

import contextlib
import email
import socketserver
import threading
import time
from collections import Counter
from email.policy import default

# After these words of the client it may say nothing; the first is before any, the last after the
# line that ends a text.
STEPS = ("greeting", "EHLO", "MAIL", "RCPT", "DATA", "text")


class MuteServer(socketserver.ThreadingTCPServer):
    """`mute_at` is the step at which it falls silent, and keeps the line; `slowness` is how long it
    takes over each text. `taken` counts the copies of each Message-ID that it has kept: those it
    fell silent over as well, unless it `loses` them."""

    daemon_threads = True

    def __init__(self) -> None:
        self.mute_at, self.loses, self.slowness = "", False, 0.0
        self.taken: Counter[str] = Counter()
        self.fell_silent: Counter[str] = Counter()
        super().__init__(("127.0.0.1", 0), Conversation)
        self.port = self.server_address[1]

    def __enter__(self) -> "MuteServer":
        threading.Thread(target=self.serve_forever, args=[0.02], daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    server: MuteServer

    def handle(self) -> None:
        with contextlib.suppress(OSError, FellSilent):
            self._say("greeting", "220 ready")
            while line := self.rfile.readline():
                self._answer(line.split()[0].decode().upper())

    def _answer(self, word: str) -> None:
        if word == "DATA":
            self._say("DATA", "354 go on")
            text = b"".join(iter(self.rfile.readline, b".\r\n"))
            time.sleep(self.server.slowness)
            is_lost = self.server.mute_at == "text" and self.server.loses
            name = email.message_from_bytes(text, policy=default)["Message-ID"]
            self.server.taken[name] += not is_lost
            self._say("text", "250 taken")
        else:
            self._say(word, "221 bye" if word == "QUIT" else "250 OK")

    def _say(self, step: str, words: str) -> None:
        if self.server.mute_at == step:
            self.server.fell_silent[step] += 1
            # Until the client loses patience and goes.
            self.rfile.read()
            raise FellSilent
        self.wfile.write(f"{words}\r\n".encode())


class FellSilent(Exception):
    """The client has gone."""
