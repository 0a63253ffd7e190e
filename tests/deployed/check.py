"""The portal as deploy/ has it, on several machines: worked on, killed, updated and rolled back.

    make deploy-check     about 10 minutes; needs root, `ip` and nginx; writes docs/deploy-check.md

Two hosts with web, worker and beat each, a database, a broker, a mail server and a proxy, each in
a network of its own. The portal is installed from a signed release, and runs from the units, the
environment file and the proxy file that an operator copies. Residents register all the while; at
the end each registration that was acknowledged is looked for, and each message counted.
"""

import base64
import contextlib
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import django
import psutil
import psycopg2

from diz_portal import embedded, servers
from tests.deployed import people, releases
from tests.deployed.network import ACCOUNT, Machine, bridge
from tests.deployed.units import Unit, environment
from tests.deployed.visitors import AT_ONCE, Crowd, Visitor
from tests.releases.programs import installing

ROOT = Path(__file__).resolve().parents[2]
PYTHON = getattr(sys, "_base_executable", sys.executable)
PAGE = ROOT / "docs" / "deploy-check.md"
# Addresses that visitors come from: the portal limits how often one may register.
ADDRESSES = 240
PARTS = ("web", "worker", "beat")
PAPER = b"%PDF-1.7\nWhat we heard.\n%%EOF\n"
# Where a release stands, and what all hosts share: empty places on this machine.
PLACES = ("/opt/diz", "/srv/diz", "/srv/diz-journal")


def say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')}  {words}", flush=True)  # noqa: T201  for whoever waits


def must(holds: object, words: str) -> None:
    if not holds:
        raise AssertionError(words)


@contextlib.contextmanager
def places() -> Iterator[None]:
    made = [place for place in PLACES if not Path(place).exists()]
    for place in made:
        Path(place).mkdir(parents=True)
    try:
        yield
    finally:
        for place in made:
            Path(place).rmdir()


class Partnership:
    """All of its machines."""

    def __init__(self, folder: Path, machines: contextlib.ExitStack, sources: list[str]):
        self.folder, self.sources, self._stack = folder, sources, machines
        self.figures: list[tuple[str, str]] = []
        self.key, self.signers = releases.make_key(folder)
        for name in ("srv", "journal", "logs", *(f"host{n}" for n in (1, 2))):
            (folder / name).mkdir()
        for name in ("srv", "journal"):
            os.chown(folder / name, ACCOUNT, ACCOUNT)
        shared = {"/srv/diz": folder / "srv", "/srv/diz-journal": folder / "journal"}
        self.database, self.broker, self.mail, self.proxy = (
            machines.enter_context(Machine(name, number))
            for number, name in enumerate(("db", "broker", "mail", "proxy"), 2)
        )
        self.hosts = [
            machines.enter_context(
                Machine(f"host{n}", 10 + n, {"/opt/diz": folder / f"host{n}", **shared})
            )
            for n in (1, 2)
        ]
        self.beside: dict[str, subprocess.Popen] = {}
        self.is_quick = "--quick" in sys.argv
        self.secret = base64.b32encode(secrets.token_bytes(20)).decode()

    # Installing -------------------------------------------------------------------------

    def install(self, release: Path) -> float:
        """On the first host as the guide says; the second has the same machine under it."""
        began = time.monotonic()
        first, second = self.hosts
        if self.is_quick:
            self._install_quickly(release, first.folders["/opt/diz"])
        else:
            first.run(
                [
                    *[PYTHON, ROOT / "deploy" / "release", "install", release],
                    *["--signers", self.signers, "--python", PYTHON],
                ],
                online=True,
            )
        took = time.monotonic() - began
        for part in (f"releases/{release.name}", "static"):
            target = second.folders["/opt/diz"] / part
            shutil.copytree(
                first.folders["/opt/diz"] / part, target, symlinks=True, dirs_exist_ok=True
            )
        return took

    def _install_quickly(self, release: Path, prefix: Path) -> None:
        """With the libraries of this checkout, for whoever works on the check itself."""
        tarball = installing.check(release, self.signers, "releases")
        place = installing.unpack(tarball, prefix)
        ours, theirs = Path(sys.prefix), f"/opt/diz/releases/{release.name}/.venv"
        shutil.copytree(ours, place / ".venv", symlinks=True)
        for script in (place / ".venv" / "bin").iterdir():
            is_script = script.is_file() and not script.is_symlink()
            content = script.read_bytes() if is_script else b""
            if content.startswith(b"#!"):
                script.write_bytes(content.replace(bytes(ours), theirs.encode(), 1))
        (place / ".installed").touch()
        installing.share(place, prefix / "static")

    def use(self, host: Machine, version: str) -> None:
        host.run([PYTHON, ROOT / "deploy" / "release", "use", version])

    def variables(self, host: Machine) -> dict[str, str]:
        return {
            **environment(ROOT / "deploy" / "portal.env"),
            "SECRET_KEY": self.keys[0],
            "SEALING_KEYS": self.keys[1],
            "ALLOWED_HOSTS": "portal.example",
            "DATABASE_URL": f"postgres://postgres@{self.database.address}:5432/diz",
            "REDIS_URL": f"redis://{self.broker.address}:6379/0",
            "EMAIL_URL": f"smtp://{self.mail.address}:2525",
            "BIND": host.address,
        }

    def manage(self, host: Machine, *words: str, release: str = "current") -> str:
        file = self.folder / f"{host.name}.env"
        lines = (f"{name}={value}\n" for name, value in self.variables(host).items())
        file.write_text("".join(lines))
        file.chmod(0o644)
        command = ["env", f"PORTAL_ENV={file}", f"/opt/diz/{release}/deploy/manage", *words]
        return host.run(command, account=ACCOUNT).stdout

    # Running ----------------------------------------------------------------------------

    def start_beside(self, what: str, machine: Machine) -> float:
        began = time.monotonic()
        home = self.folder / what
        home.mkdir(exist_ok=True)
        home.chmod(0o711)
        with (self.folder / "logs" / what).open("ab") as log:
            process = machine.start(
                [sys.executable, "-m", "tests.deployed.services", what, home, machine.address],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        must(process.stdout.readline() == b"ready\n", f"{what} did not start")
        self.beside[what] = process
        return time.monotonic() - began

    def start_proxy(self) -> float:
        began = time.monotonic()
        home = self.folder / "nginx"
        if not home.exists():
            self._lay_out(home)
        main = home / "nginx.conf"
        self.proxy.run(["nginx", "-t", "-p", home, "-c", main])
        self.beside["proxy"] = self.proxy.start(
            ["nginx", "-p", home, "-c", main, "-g", "daemon off;"]
        )
        while Visitor(self.proxy.address, self.sources[0]).ask("GET", "/healthz")[0] == 0:
            must(time.monotonic() - began < 30, "the proxy does not answer")
            time.sleep(0.05)
        return time.monotonic() - began

    def _lay_out(self, home: Path) -> None:
        """The proxy file, with the addresses and names that it says to change."""
        home.mkdir()
        subprocess.run(
            [
                *["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"],
                *["-subj", "/CN=portal.example", "-keyout", home / "key.pem"],
                *["-out", home / "fullchain.pem"],
            ],
            check=True,
            capture_output=True,
        )
        site = (ROOT / "deploy" / "nginx" / "portal.conf").read_text()
        for before, after in {
            "10.0.0.11": self.hosts[0].address,
            "10.0.0.12": self.hosts[1].address,
            "/etc/ssl/portal": str(home),
            "/var/log/nginx": str(home),
            "/opt/diz/current/deploy/nginx": str(ROOT / "deploy" / "nginx"),
        }.items():
            must(before in site, f"portal.conf no longer names {before}")
            site = site.replace(before, after)
        (home / "site.conf").write_text(site)
        (home / "nginx.conf").write_text(
            f"user root;\npid {home}/pid;\nerror_log {home}/error.log;\nevents {{}}\n"
            f"http {{ include /etc/nginx/mime.types; include {home}/site.conf; }}\n"
        )

    def start(self) -> None:
        self.start_beside("database", self.database)
        self.start_beside("broker", self.broker)
        self.start_beside("mail", self.mail)
        from cryptography.fernet import Fernet

        self.keys = (secrets.token_urlsafe(60), Fernet.generate_key().decode())
        began = time.monotonic()
        self.manage(self.hosts[0], "prepare")
        self.figure("database made by `manage.py prepare`", time.monotonic() - began)
        subprocess.run(
            [sys.executable, "-m", "tests.deployed.people", self.secret],
            cwd=ROOT,
            check=True,
            env={
                **os.environ,
                "DJANGO_SETTINGS_MODULE": "diz_portal.settings.dev",
                "DATABASE_URL": embedded.database_url(self.folder / "database"),
                "SECRET_KEY": self.keys[0],
                "SEALING_KEYS": self.keys[1],
                "DIZ_DATA": str(self.folder / "people"),
            },
        )
        self.units = {
            (host.name, part): Unit(part, host, self.variables(host), self.folder / "logs")
            for host in self.hosts
            for part in PARTS
        }
        began = time.monotonic()
        for unit in self.units.values():
            unit.start()
        for unit in self.units.values():
            unit.await_ready(began)
        self.figure("2 hosts started, all 6 programs ready", time.monotonic() - began)
        self.start_proxy()

    def stop(self) -> None:
        for unit in getattr(self, "units", {}).values():
            unit.is_wanted = False

    def figure(self, what: str, value: float | str) -> None:
        said = value if isinstance(value, str) else f"{value:.1f} s"
        self.figures.append((what, said))
        say(f"{what}: {said}")

    def rows(self, query: str, *values: object) -> list[tuple]:
        line = psycopg2.connect(embedded.database_url(self.folder / "database"))
        try:
            with line.cursor() as cursor:
                cursor.execute(query, values or None)
                return cursor.fetchall()
        finally:
            line.close()


# The story ------------------------------------------------------------------------------------


def sign_in(at: Visitor, secret: str) -> None:
    from tests.factories.second_steps import (
        format_hotp_value,
        hotp_value,
        yield_hotp_counters_from_time,
    )
    from tests.factories.accounts import PASSWORD  # isort: skip

    status, headers, page = at.send(
        "/accounts/login/", {"login": people.EMAIL, "password": PASSWORD}
    )
    must(status == 302, f"signing in: {status} {page[:500]!r}")
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    status, _, page = at.send(headers["Location"], {"code": code})
    must(status == 302, f"second step: {status} {page[-1500:]!r}")


def one_person_on_two_hosts(us: Partnership) -> None:
    first, second = (host.address for host in us.hosts)
    maya = Visitor(first, behind_a_proxy=True)
    sign_in(maya, us.secret)
    maya.address = second
    must(people.NAME in maya.read("/workspace/"), "signed in on one, a stranger on the other")
    add = "/workspace/seminars/seminar-0/materials/add-file/"
    status, _, answer = maya.send(
        add,
        {"title": "What we heard", "kind": "slides", "audience": "public"},
        file=("paper", "heard.pdf", PAPER),
    )
    must(status == 302, f"uploading: {status} {answer[-1500:]!r}")
    maya.address = first
    links = re.findall(r'href="([^"]+)"', maya.read("/workspace/seminars/seminar-0/materials/"))
    papers = [link for link in links if maya.ask("GET", link)[2] == PAPER]
    must(papers, "uploaded on one, not there on the other")
    us.figure("signed in on one host, worked on the other", "yes")
    us.figure("uploaded on one host, read on the other", "yes, by the shared folder")


def forged(us: Partnership) -> None:
    """What the proxy keeps from the public."""
    stranger = Visitor(us.proxy.address, us.sources[0])
    must(stranger.ask("GET", "/readyz")[0] == 200, "10.0.0.0/8 may read /readyz")
    must(stranger.ask("GET", "/metrics")[0] == 403, "the public reads /metrics")
    status, headers, _ = stranger.ask("GET", "/")
    must(status == 200 and "max-age" in headers["Strict-Transport-Security"], "no HSTS")
    must("nginx/" not in headers["Server"], "the proxy tells its version")
    must(stranger.ask("POST", "/", {"x": "x" * 32_000_000})[0] in {0, 413}, "32 MB were taken")


def kill_one_of_each(us: Partnership, crowd: Crowd) -> None:
    host = us.hosts[0]
    for part in PARTS:
        unit = us.units[host.name, part]
        time.sleep(5)
        began = unit.kill()
        away = unit.await_ready(began)
        time.sleep(5)
        told(us, crowd, f"{part} of one host killed", began, away)
    for what, machine in (("database", us.database), ("broker", us.broker)):
        began = time.monotonic()
        # The server itself, without a word; whoever started it ends with it.
        psutil.Process(us.beside[what].pid).children()[0].kill()
        us.beside[what].wait()
        us.start_beside(what, machine)
        back(us)
        away = time.monotonic() - began
        time.sleep(5)
        told(us, crowd, f"{what} killed and started again", began, away)
    began = time.monotonic()
    os.killpg(us.beside["proxy"].pid, 9)
    us.beside["proxy"].wait()
    us.start_proxy()
    told(us, crowd, "proxy killed and started again", began, time.monotonic() - began)
    began = time.monotonic()
    for part in PARTS:
        us.units[host.name, part].stop()
    time.sleep(15)
    told(us, crowd, "one host lost, for 15 s", began, time.monotonic() - began)
    for part in PARTS:
        us.units[host.name, part].start()
    for part in PARTS:
        us.units[host.name, part].await_ready(began)


def told(us: Partnership, crowd: Crowd, what: str, began: float, away: float) -> None:
    refused, longest = crowd.between(began, time.monotonic())
    pause = f"longest pause for visitors: {longest:.1f} s"
    us.figure(what, f"{away:.1f} s; requests refused: {refused}; {pause}")


def back(us: Partnership, patience: float = 60) -> None:
    """Both hosts answer with what the database says."""
    until = time.monotonic() + patience
    for host in us.hosts:
        visitor = Visitor(host.address, behind_a_proxy=True)
        while visitor.ask("GET", f"/seminars/?topic={secrets.token_hex(4)}")[0] != 200:
            must(time.monotonic() < until, f"{host.name} does not come back")
            time.sleep(0.1)


def style_of(host: Machine) -> tuple[str, int]:
    visitor = Visitor(host.address, behind_a_proxy=True)
    path = re.search(r'href="(/static/css/portal\.[^"]+)"', visitor.read("/cookies/"))[1]
    return path, visitor.ask("GET", path)[0]


def served(host: Machine, path: str) -> bool:
    return Visitor(host.address, behind_a_proxy=True).ask("GET", path)[0] == 200


def restart(us: Partnership, host: Machine, version: str) -> None:
    us.use(host, version)
    for part in PARTS:
        us.units[host.name, part].restart()


def update_and_roll_back(us: Partnership, crowd: Crowd, now: Path, later: Path) -> None:
    first, second = us.hosts
    old, _ = style_of(first)
    began = time.monotonic()
    us.figure("next release installed beside it, on one host", us.install(later))
    us.manage(first, "prepare", release=f"releases/{later.name}")
    restart(us, first, later.name)
    new, status = style_of(first)
    must((new != old, status) == (True, 200), "the new release has no styles of its own")
    must(served(first, old), "an old page finds no styles on the new host")
    must(served(second, new), "a new page finds no styles on the old host")
    us.figure("static files while 2 releases run", "old page on new host and new on old: 200")
    restart(us, second, later.name)
    told(us, crowd, "updated, one host after the other", began, time.monotonic() - began)
    began = time.monotonic()
    for host in us.hosts:
        restart(us, host, now.name)
        must(style_of(host) == (old, 200), "not rolled back")
    time.sleep(5)
    told(us, crowd, "rolled back, on the tables of the next", began, time.monotonic() - began)


def maintenance(us: Partnership) -> None:
    for host in us.hosts:
        host.run(["touch", "/opt/diz/maintenance"])
    time.sleep(1.5)
    visitor = Visitor(us.proxy.address, us.sources[0])
    status, headers, page = visitor.ask("GET", "/")
    must(status == 503 and headers["Retry-After"] == "300", f"maintenance: {status}")
    must(b"The portal is being updated" in page, "another page than the maintenance page")
    must(visitor.ask("GET", "/readyz")[0] == 200, "the hosts are well, and say otherwise")
    for host in us.hosts:
        host.run(["rm", "/opt/diz/maintenance"])
    time.sleep(1.5)
    must(visitor.ask("GET", "/")[0] == 200, "the maintenance page stays")
    us.figure("maintenance page through the proxy", "503 with Retry-After, and gone again")


def count(us: Partnership, crowd: Crowd) -> None:
    """Nothing that was acknowledged is lost, and nothing is there twice."""
    began = time.monotonic()
    to_send = "SELECT count(*) FROM outbox_message WHERE state IN ('queued', 'claimed', 'failed')"
    while waiting := us.rows(to_send)[0][0]:
        must(time.monotonic() - began < 300, f"{waiting} messages still wait")
        time.sleep(1)
    kept = Counter(email for (email,) in us.rows("SELECT email FROM seminars_registration"))
    lost = crowd.acknowledged - kept.keys()
    book = (us.folder / "mail" / "taken").read_text().split("\n")
    copies = Counter(line.split()[0] for line in book if line)
    heard = {line.split()[1] for line in book if line}
    unsent = crowd.acknowledged - heard
    us.figure("registrations acknowledged", str(len(crowd.acknowledged)))
    us.figure("of these lost", str(len(lost)))
    us.figure("registered twice", str(sum(number > 1 for number in kept.values())))
    us.figure("without their email", str(len(unsent)))
    doubles = sum(number - 1 for number in copies.values())
    us.figure("emails that went twice, with the same Message-ID", str(doubles))
    us.figure("sent after the last registration within", time.monotonic() - began)
    must(not lost, f"lost: {sorted(lost)[:5]}")
    must(not unsent, f"without an email: {sorted(unsent)[:5]}")
    must(max(kept.values()) == 1, "somebody is registered twice")


def write_down(us: Partnership, release: Path, minutes: float) -> None:
    rows = "".join(f"| {what} | {said} |\n" for what, said in us.figures)
    PAGE.write_text(
        "# 2 hosts, tried\n\n"
        "`make deploy-check` installs a signed release on 2 hosts, and runs it from the files in\n"
        "`deploy/`: web, worker and beat on each, with one PostgreSQL, one Valkey, a mail server\n"
        "and nginx, each in a separate network on one machine. Residents register all the time\n"
        f"({AT_ONCE} at a time). It kills one of each, updates one host after the other, rolls\n"
        "back, and counts. “Longest pause” is the longest time in which no visitor was served.\n\n"
        f"Measured on {time.strftime('%d %B %Y').lstrip('0')}, on {os.cpu_count()} processors that "
        f"all machines share (load {os.getloadavg()[1]:.0f}).\n"
        f"Release {release.name}. It took {minutes:.0f} minutes.\n\n"
        "| what | figure |\n|---|---|\n" + rows
    )


def main() -> int:
    if os.geteuid() or not shutil.which("ip") or not shutil.which("nginx"):
        say("make deploy-check needs root, ip (iproute2) and nginx.")
        return 1
    began = time.monotonic()
    folder = Path(tempfile.mkdtemp(prefix="diz-deployed-"))
    folder.chmod(0o755)
    with places(), bridge(ADDRESSES) as sources, contextlib.ExitStack() as machines:
        us = Partnership(folder, machines, sources)
        try:
            say("making a release")
            now = releases.make(folder / "made", us.key)
            later = releases.make_next(now, folder / "made", us.key)
            us.figure("installed from a signed release, on one host", us.install(now))
            for host in us.hosts:
                us.use(host, now.name)
            us.start()
            one_person_on_two_hosts(us)
            forged(us)
            with Crowd(us.proxy.address, sources, people.SEMINARS) as crowd:
                kill_one_of_each(us, crowd)
                update_and_roll_back(us, crowd, now, later)
            maintenance(us)
            count(us, crowd)
        except BaseException:
            say(f"What happened is in {folder / 'logs'}.")
            raise
        finally:
            us.stop()
    if us.is_quick:
        return 0
    write_down(us, now, (time.monotonic() - began) / 60)
    # Its machine has gone, and it may still be taking its own files away.
    servers.Postgres(folder / "database").stop()
    shutil.rmtree(folder)
    say(f"Written to {PAGE.relative_to(ROOT)}.")
    return 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "diz_portal.settings.dev")
    django.setup()
    sys.exit(main())
