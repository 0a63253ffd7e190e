"""A mail server in a process of its own that takes everything: `python -m tests.bench.mail_sink`.

It says its port, then works until it is ended.
"""

import signal
import sys

from aiosmtpd.controller import Controller

from tests.programs import free_port


class Sink:
    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        return "250 2.0.0 Taken"


if __name__ == "__main__":
    controller = Controller(Sink(), hostname="127.0.0.1", port=free_port())
    controller.start()
    sys.stdout.write(f"{controller.port}\n")
    sys.stdout.flush()
    signal.pause()
