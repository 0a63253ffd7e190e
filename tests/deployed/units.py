"""Units of deploy/systemd, run as systemd does: what ends is started again, and says when it is
ready. Only what the units use of it is here."""

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import threading
import time
from configparser import RawConfigParser
from pathlib import Path

from .network import ACCOUNT, Machine


def environment(path: Path) -> dict[str, str]:
    return dict(re.findall(r"^([A-Z][A-Z0-9_]+)=(.*)$", path.read_text(), re.MULTILINE))


class Unit:
    def __init__(self, name: str, machine: Machine, variables: dict[str, str], log: Path):
        parsed = RawConfigParser(strict=False)
        parsed.optionxform = str
        parsed.read(Path(__file__).parents[2] / "deploy" / "systemd" / f"diz-{name}.service")
        self.service = parsed["Service"]
        self.name, self.machine, self.variables = name, machine, variables
        self.log = log / f"{machine.name}-{name}.log"
        self.ready_at = 0.0
        self.starts = 0
        self.is_wanted = False
        self.process: subprocess.Popen | None = None
        self._line = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._address = str(log / f"{machine.name}-{name}.sock")
        self._line.bind(self._address)
        os.chmod(self._address, 0o666)
        threading.Thread(target=self._listen, daemon=True).start()

    def start(self) -> None:
        self.is_wanted = True
        threading.Thread(target=self._keep, daemon=True).start()

    def _keep(self) -> None:
        while self.is_wanted:
            self.starts += 1
            words = ["env", f"--chdir={self.service['WorkingDirectory']}"]
            words += shlex.split(self.service["ExecStart"])
            with self.log.open("ab") as log:
                self.process = self.machine.start(
                    words,
                    account=ACCOUNT,
                    env={
                        "PATH": os.environ["PATH"],
                        "NOTIFY_SOCKET": self._address,
                        **self.variables,
                    },
                    stdout=log,
                    stderr=log,
                )
            self.process.wait()
            if self.is_wanted:
                time.sleep(float(self.service["RestartSec"]))

    def _listen(self) -> None:
        while True:
            if b"READY=1" in self._line.recv(4096):
                self.ready_at = time.monotonic()

    def await_ready(self, since: float, patience: float = 120) -> float:
        """For how long it was away."""
        while self.ready_at < since:
            if time.monotonic() > since + patience:
                raise TimeoutError(f"{self.log.name}: {self.log.read_text()[-2000:]}")
            time.sleep(0.02)
        return self.ready_at - since

    def kill(self) -> float:
        """All of it at once, as the kernel does when memory runs out."""
        began = time.monotonic()
        os.killpg(self.process.pid, signal.SIGKILL)
        return began

    def stop(self) -> None:
        """`KillMode=mixed`: asked to end, and what is under way is finished first."""
        self.is_wanted = False
        if self.process and self.process.poll() is None:
            # The session's leader is the program itself: each step before it was an exec.
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(min(60, float(self.service["TimeoutStopSec"])))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def restart(self) -> float:
        began = time.monotonic()
        self.stop()
        self.start()
        return self.await_ready(began)
