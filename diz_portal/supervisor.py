"""`make run`: the whole portal in the foreground, and nothing left of it afterwards.

Servers first, then the database brought up to date, then web, worker and beat. A part that
dies is started again, later each time, and the others carry on. Each part leads a session of
its own, so Ctrl-C reaches the supervisor alone, which stops them in order.
"""

import contextlib
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TextIO

import environ

from diz_portal import embedded, patience, servers

ROOT = Path(__file__).resolve().parent.parent
PAUSES = [1, 2, 4, 8, 16, 30]
# Long enough at work to be forgiven earlier deaths.
STEADY_AFTER = 60
GRACE = 10


class Stopped(Exception):
    """Somebody asked the portal to stop."""


def say(text: str = "") -> None:
    # A closed terminal must not keep the parts from being stopped.
    with contextlib.suppress(OSError):
        print(text, flush=True)  # noqa: T201  the person at the keyboard reads this


class Part:
    """One program of the portal and all it starts; `log` is where it writes, if not the screen."""

    def __init__(self, name: str, command: list[str], env: dict[str, str]):
        self.name, self.command, self.env = name, command, env
        self.log: Path | None = None
        self.process: subprocess.Popen | None = None
        self.started_at = 0.0
        self.deaths = 0
        self.due_at = 0.0

    def start(self, **more) -> None:
        if self.log is None:
            self._begin(**more)
        else:
            with self.log.open("ab") as log:
                self._begin(**more, stdout=log, stderr=subprocess.STDOUT)

    def _begin(self, **more) -> None:
        self.process = subprocess.Popen(
            self.command,
            **more,
            cwd=ROOT,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            # Killed with a killed supervisor: without broker and database there is no polite end,
            # and what was under way is a row that the next sweep finds.
            preexec_fn=partial(servers.die_with_parent, signal.SIGKILL),
        )
        self.started_at = time.monotonic()

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        if self.process is not None and self.alive():
            self.process.send_signal(signal.SIGTERM)

    def remove(self) -> None:
        """Whatever is left of it and of what it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


class Servers:
    """PostgreSQL and Valkey, as far as they are ours."""

    def __init__(self, data_dir: Path, env: dict[str, str]):
        self.use = servers.Use(data_dir)
        self.database = None
        self.broker = None
        self.started = False
        if not env.get("DATABASE_URL"):
            self.database = servers.Postgres(data_dir, dies_with_us=True)
        if not env.get("REDIS_URL"):
            self.broker = servers.Valkey(data_dir, dies_with_us=True)

    def start(self) -> None:
        if self.database:
            self.started = self.use.enter(self.database, mark=False)
            if not self.started:
                # Left by a command that still runs, or by a portal that was killed:
                # whoever leaves last stops it.
                self.use.marker.touch()
        if self.broker:
            self.broker.start()

    def all(self) -> list:
        return [server for server in (self.database, self.broker) if server]

    def stop(self) -> None:
        if self.broker:
            self.broker.stop()
        if self.database:
            if self.started:
                self.database.stop()
            self.use.leave(self.database)


class Supervisor:
    def __init__(self, env: dict[str, str]):
        self.env = env
        self.data_dir = Path(env["DIZ_DATA"])
        self.port = env["PORT"]
        self.servers = Servers(self.data_dir, env)
        self.parts: list[Part] = []
        self.stopping = False
        self.lock: TextIO | None = None
        self.accounts = ""
        self.server_deaths: dict[str, tuple[int, float]] = {}

    @property
    def logs(self) -> Path:
        return self.data_dir / "logs"

    @property
    def logs_to_files(self) -> bool:
        """On a developer's screen the address and the accounts are read, not a line a request."""
        return self.env.get("DJANGO_SETTINGS_MODULE") == "diz_portal.settings.dev"

    # Before anything is started ------------------------------------------------

    def claim(self) -> None:
        """One portal on one data folder and one port; anything else is a sentence."""
        if not self.port.isdecimal() or not 0 < int(self.port) < 65536:
            raise embedded.CannotStart(f"PORT={self.port} is not a port. Use one such as PORT=8001")
        with embedded.said(self.data_dir):
            embedded.make_data_dir(self.data_dir)
            self.lock = (self.data_dir / "portal.lock").open("a+")
        try:
            fcntl.flock(self.lock.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise embedded.CannotStart(
                f"A portal is already running on {self.data_dir}. Stop it first, or use "
                "another data folder with DIZ_DATA="
            ) from None
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.env.get("BIND", "127.0.0.1"), int(self.port)))
            except OSError as error:
                if error.errno == errno.EADDRINUSE:
                    why = f"is in use by another program. Use another, such as PORT={self._other()}"
                else:
                    why = f"cannot be opened: {(error.strerror or str(error)).lower()}"
                raise embedded.CannotStart(f"Port {self.port} {why}") from None

    def _other(self) -> int:
        return int(self.port) + 1 if int(self.port) < 65535 else 8000

    # Running ---------------------------------------------------------------------

    def prepare(self) -> None:
        part = self._part("prepare", [sys.executable, str(ROOT / "manage.py"), "prepare"])
        part.start(stdout=subprocess.PIPE, encoding="utf-8")
        while part.alive():
            self._pause(0.1)
        if part.process is None or part.process.stdout is None or part.process.returncode:
            raise embedded.CannotStart("The portal did not start. The reason is above")
        self.accounts = part.process.stdout.read().rstrip()

    def _part(self, name: str, command: list[str]) -> Part:
        part = Part(name, command, self.env)
        self.parts.append(part)
        return part

    def start_parts(self) -> None:
        tools = Path(sys.executable).parent
        celery = [str(tools / "celery"), "--app=diz_portal", "--quiet"]
        level = f"--loglevel={self.env.get('LOG_LEVEL', 'INFO')}"
        self.parts.clear()
        self._part("web", [str(tools / "gunicorn"), "diz_portal.wsgi"])
        self._part(
            "worker",
            [
                *celery,
                "worker",
                level,
                f"--concurrency={self.env.get('WORKERS', '2')}",
                "--without-gossip",
                "--without-mingle",
                "--max-tasks-per-child=500",
            ],
        )
        self._part("beat", [*celery, "beat", level, "--pidfile="])
        if self.logs_to_files:
            self.logs.mkdir(exist_ok=True)
        for part in self.parts:
            if self.logs_to_files:
                # Of this run alone, so that they stay small.
                part.log = self.logs / f"{part.name}.log"
                part.log.write_bytes(b"")
            part.start()

    def wait_for_web(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            with (
                contextlib.suppress(OSError),
                socket.create_connection(
                    (self.env.get("BIND", "127.0.0.1"), int(self.port)), timeout=2
                ) as connection,
            ):
                connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
                if b" 200 " in connection.recv(64):
                    return
            self.keep_alive()
            self._pause(0.2)
        raise embedded.CannotStart("The web process did not answer. The reason is above")

    def _pause(self, seconds: float) -> None:
        if self.stopping:
            raise Stopped
        time.sleep(seconds)
        if self.stopping:
            raise Stopped

    def keep_alive(self) -> None:
        """Start again what died: at once in the log, later and later in fact."""
        now = time.monotonic()
        for server in self.servers.all():
            self._keep_server_alive(server, now)
        for part in self.parts:
            if part.alive():
                if part.deaths and now - part.started_at > STEADY_AFTER:
                    part.deaths = 0
            elif part.process is not None:
                status = part.process.returncode
                part.remove()
                part.process = None
                part.due_at = now + PAUSES[min(part.deaths, len(PAUSES) - 1)]
                part.deaths += 1
                why = f" The reason is in {part.log}." if part.log else ""
                say(f"The {part.name} stopped (status {status}). Restarting it.{why}")
            elif now >= part.due_at:
                part.start()

    def _keep_server_alive(self, server, now: float) -> None:
        deaths, due_at = self.server_deaths.get(server.name, (0, 0.0))
        if now < due_at:
            return
        if server.process is None:
            # Not our child, so asking costs a connection: now and then.
            self.server_deaths[server.name] = (deaths, now + 5)
        if server.alive():
            return
        pause = PAUSES[min(deaths, len(PAUSES) - 1)]
        self.server_deaths[server.name] = (deaths + 1, now + pause)
        say(f"{server.name} stopped. Restarting it.")
        try:
            server.start()
        except embedded.CannotStart as error:
            say(str(error))

    def stop(self) -> None:
        for part in self.parts:
            part.ask_to_stop()
        deadline = time.monotonic() + GRACE
        while any(part.alive() for part in self.parts) and time.monotonic() < deadline:
            time.sleep(0.05)
        for part in self.parts:
            part.remove()
        self.servers.stop()

    def run(self) -> None:
        self.claim()
        try:
            self.servers.start()
            self.prepare()
            self.start_parts()
            self.wait_for_web()
            say(self.welcome())
            while True:
                self.keep_alive()
                self._pause(0.5)
        except Stopped:
            say("Stopping…")
        finally:
            self.stop()
            if self.lock:
                self.lock.close()

    def welcome(self) -> str:
        lines = [
            "",
            f"The portal runs at http://127.0.0.1:{self.port} and http://localhost:{self.port}",
            *(["", self.accounts, ""] if self.accounts else []),
            *([f"Logs are in {self.logs}", ""] if self.logs_to_files else []),
            "Press Ctrl-C to stop it.",
            "",
        ]
        return "\n".join(lines)


def environment() -> dict[str, str]:
    """The settings of every part: the environment, then `.env`, then what a developer needs."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")
    env = {**os.environ}
    env.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.dev")
    env["DIZ_DATA"] = str(Path(env.get("DIZ_DATA") or ROOT / ".data").resolve())
    env["PORT"] = env.get("PORT") or "8000"
    env["PORTAL_URL"] = env.get("PORTAL_URL") or f"http://127.0.0.1:{env['PORT']}"
    env["PYTHONUNBUFFERED"] = "1"
    # Celery warns root against pickled messages; ours are JSON, and root may be all there is.
    env["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser"
    return env


def main() -> int:
    try:
        supervisor = Supervisor(environment())
        # Not before: the parts say for themselves what they are.
        os.environ[patience.ROLE] = "supervisor"
        patience.install()

        def stop(*_: object) -> None:
            supervisor.stopping = True

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, stop)
        supervisor.run()
    except embedded.CannotStart as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
