"""Several machines on this one: a network namespace for each, joined by a bridge.

Needs root and `ip`. Each has its own addresses, and its own folders where a release is installed.
"""

import contextlib
import os
import shlex
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

BRIDGE, NET = "dizb", "10.77"
OURS = f"{NET}.0.1"
# Whose account the portal has: nobody's else.
ACCOUNT = 64123


def ip(*words: str, check: bool = True) -> None:
    subprocess.run(["ip", *words], check=check, capture_output=True)


class Machine:
    """`folders` says which folder of this test stands where on that machine."""

    def __init__(self, name: str, number: int, folders: dict[str, Path] | None = None):
        self.name, self.address = name, f"{NET}.0.{number}"
        self.folders = folders or {}
        self.space = f"diz-{name}"
        self.processes: list[subprocess.Popen] = []

    def __enter__(self) -> "Machine":
        ip("netns", "add", self.space)
        here, there = f"diz{self.name}", "eth0"
        ip("link", "add", here, "type", "veth", "peer", "name", there, "netns", self.space)
        ip("link", "set", here, "master", BRIDGE, "up")
        ip("-n", self.space, "addr", "add", f"{self.address}/16", "dev", there)
        ip("-n", self.space, "link", "set", there, "up")
        ip("-n", self.space, "link", "set", "lo", "up")
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        ip("netns", "del", self.space, check=False)

    def command(
        self, words: list, *, account: int | None = None, online: bool = False
    ) -> list[str]:
        """As it is typed here, so that it runs there; online, it reaches the world from here."""
        mounts = "".join(
            f"mount --bind {shlex.quote(str(folder))} {place} && "
            for place, folder in self.folders.items()
        )
        who = ["setpriv", f"--reuid={account}", f"--regid={account}", "--clear-groups"]
        inner = shlex.join([*(who if account else []), *map(str, words)])
        place = [] if online else ["ip", "netns", "exec", self.space]
        return [*place, "unshare", "-m", "sh", "-c", f"{mounts}exec {inner}"]

    def start(self, words: list, *, account: int | None = None, **more) -> subprocess.Popen:
        process = subprocess.Popen(
            self.command(words, account=account),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **more,
        )
        self.processes.append(process)
        return process

    def run(
        self, words: list, *, account: int | None = None, online: bool = False, **more
    ) -> subprocess.CompletedProcess:
        command = self.command(words, account=account, online=online)
        done = subprocess.run(command, capture_output=True, text=True, check=False, **more)
        if done.returncode:
            raise RuntimeError(f"{shlex.join(map(str, words))}: {done.stdout}{done.stderr}")
        return done


@contextlib.contextmanager
def bridge(visitors: int) -> Iterator[list[str]]:
    """The cable, with an address of its own for each visitor."""
    ip("link", "del", BRIDGE, check=False)
    ip("link", "add", BRIDGE, "type", "bridge")
    try:
        ip("addr", "add", f"{OURS}/16", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        addresses = [f"{NET}.1.{number}" for number in range(1, visitors + 1)]
        for one in addresses:
            ip("addr", "add", f"{one}/16", "dev", BRIDGE)
        yield addresses
    finally:
        ip("link", "del", BRIDGE, check=False)
