"""A program that takes webhooks, on this host."""

import contextlib
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Receiver:
    """What it was sent, and what it answers: the statuses in `answers` first, then `usual`."""

    def __init__(self, usual=204):
        self.usual, self.answers, self.taken, self.connections = usual, [], [], 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self.server.server_port}/take"
        self.keeps = True
        self._thread = threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()

    def wait(self):
        self._thread.join()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def _handler(receiver):  # noqa: N805  the handler inside has a self of its own
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self):
                super().setup()
                receiver.connections += 1

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if receiver.keeps:
                    receiver.taken.append((self.path, dict(self.headers), body))
                status = receiver.answers.pop(0) if receiver.answers else receiver.usual
                self.send_response(status)
                if status in (301, 302, 307):
                    self.send_header("Location", "http://127.0.0.1:1/elsewhere")
                self.send_header("Content-Length", "0")
                self.end_headers()

            def handle(self):
                # Whoever sends hangs up when a worker is done.
                with contextlib.suppress(ConnectionResetError):
                    super().handle()

            def log_message(self, *_):
                pass

        return Handler
