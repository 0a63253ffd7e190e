"""What systemd is told: sd_notify(3), which is one datagram. Nothing, where nobody listens."""

import contextlib
import os
import socket
import time


def tell(words: str) -> None:
    """`READY=1`, `WATCHDOG=1`. With `WatchdogSec=` a process that says nothing is started again,
    also one in which not even a thread that watches runs any more."""
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address:
        return
    if address.startswith("@"):
        address = f"\0{address[1:]}"
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.setblocking(False)
        line.sendto(words.encode(), address)


def keep_telling() -> None:
    """That this process runs, to its very end: also while it finishes what is under way. Whoever
    watches the work itself ends the process when that stands still."""
    while os.environ.get("NOTIFY_SOCKET"):
        tell("WATCHDOG=1")
        time.sleep(5)
