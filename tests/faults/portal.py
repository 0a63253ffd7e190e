"""The portal's programs for real, with each of their lines in the hands of a test."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.middleware.csrf import CSRF_SECRET_LENGTH
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from diz_portal import embedded, outbox
from diz_portal.models import Heartbeat
from diz_portal.outbox.models import Message, MessageState
from tests import programs
from tests.factories.documents import CONTENT
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory
from tests.lines import Line

IN_FULL = os.environ.get("DIZ_FAULTS") == "full"
THREADS = 4
# Three programs, and of two hosts six, on a machine that others use.
STARTS_WITHIN = 240


@dataclass(frozen=True)
class Lines:
    database: Line
    broker: Line
    mail: Line

    def spoil(self, faults: Mapping[str, str]) -> None:
        for line, fault in faults.items():
            getattr(getattr(self, line), fault)()

    def mend(self) -> None:
        for line in (self.database, self.broker, self.mail):
            line.mend()


@contextlib.contextmanager
def lines_to(broker, mail_port: int, host: str = "127.0.0.1") -> Iterator[Lines]:
    database = f"{connection.settings_dict['OPTIONS']['host']}/.s.PGSQL.5432"
    with (
        Line(database, host) as to_database,
        Line(str(broker.sockets / "valkey.sock"), host) as to_broker,
        Line(("127.0.0.1", mail_port), host) as to_mail,
    ):
        yield Lines(to_database, to_broker, to_mail)


class Network:
    """A machine of its own, joined to this one by a cable; packets can be made to vanish."""

    NAME, HERE, THERE = "diz-faults", "10.201.77.1", "10.201.77.2"

    def __enter__(self) -> "Network":
        self._ip("netns add {NAME}")
        self._ip("link add diz-here type veth peer name diz-there netns {NAME}")
        self._ip("addr add {HERE}/30 dev diz-here")
        self._ip("link set diz-here up")
        self._ip("-n {NAME} addr add {THERE}/30 dev diz-there")
        self._ip("-n {NAME} link set diz-there up")
        self._ip("-n {NAME} link set lo up")
        return self

    def __exit__(self, *_: object) -> None:
        self._ip("netns del {NAME}")

    def vanish(self) -> None:
        """Whatever is sent goes to a card that nobody has."""
        self._ip("neigh replace {THERE} lladdr 02:00:00:00:00:99 dev diz-here nud permanent")
        self._ip(
            "-n {NAME} neigh replace {HERE} lladdr 02:00:00:00:00:99 dev diz-there nud permanent"
        )

    def mend(self) -> None:
        self._ip("neigh del {THERE} dev diz-here")
        self._ip("-n {NAME} neigh del {HERE} dev diz-there")

    def _ip(self, what: str) -> None:
        words = what.format(NAME=self.NAME, HERE=self.HERE, THERE=self.THERE).split()
        subprocess.run(["ip", *words], check=True, capture_output=True)


class Portal:
    """A web process of four threads, a worker and a clock, at the far end of their lines."""

    def __init__(self, lines: Lines, folder: Path, host: str, inside: tuple[str, ...]):
        database = connection.settings_dict
        user = database["USER"] or embedded.SUPERUSER
        settings = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": f"postgres://{user}@{host}:{lines.database.port}/{database['NAME']}",
            "REDIS_URL": f"redis://{host}:{lines.broker.port}/0",
            "EMAIL_URL": f"smtp://{host}:{lines.mail.port}",
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "LOG_LEVEL": "CRITICAL",
            "DIZ_LIMITS": "off",
            "WEB_WORKERS": "1",
            "WEB_THREADS": str(THREADS),
        }
        self.door = folder / "web.sock"
        self.parts = [
            programs.start(*command, inside=inside, **settings)
            for command in (
                ["gunicorn", "diz_portal.wsgi:application", f"--bind=unix:{self.door}"],
                ["celery", "--app=diz_portal", "--quiet", "beat", "--pidfile="],
                [
                    *["celery", "--app=diz_portal", "--quiet", "worker", "--concurrency=1"],
                    *["--without-gossip", "--without-mingle"],
                ],
            )
        ]

    @property
    def beat(self) -> subprocess.Popen:
        return self.parts[1]

    def stop(self) -> None:
        for part in self.parts:
            part.kill()
        for part in self.parts:
            part.wait()

    def visit(self, patience: float = 3) -> int:
        """The status of a page that is drawn anew, or 0 for no answer."""
        return self.ask("GET", "/seminars/?topic=none", patience=patience)[0]

    def ask(
        self, method: str, path: str, body: dict | None = None, cookie: str = "", patience=30.0
    ) -> tuple[int, dict[str, str], str]:
        """Status, headers and page; 0 where there was no answer."""
        visitor = http.client.HTTPConnection("localhost", timeout=patience)
        visitor.sock = socket.socket(socket.AF_UNIX)
        visitor.sock.settimeout(patience)
        with contextlib.closing(visitor), contextlib.suppress(OSError, http.client.HTTPException):
            visitor.sock.connect(str(self.door))
            headers = {"Cookie": cookie} if cookie else {}
            if body:
                headers["Content-Type"] = MULTIPART_CONTENT
            visitor.request(method, path, encode_multipart(BOUNDARY, body or {}), headers)
            answer = visitor.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()
        return 0, {}, ""

    def upload(self) -> int:
        """Offer slides of a seminar, as a programme manager does: the status."""
        seminar, client = SeminarFactory(), Client()
        client.force_login(manager(), "allauth.account.auth_backends.AuthenticationBackend")
        cookie = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
        token = get_random_string(CSRF_SECRET_LENGTH)
        form = {
            "csrfmiddlewaretoken": token,
            "title": "Slides",
            "kind": "slides",
            "audience": "public",
            "paper": SimpleUploadedFile("a.pdf", CONTENT),
        }
        path = reverse("seminars_workspace:add_file", args=[seminar.slug])
        return self.ask("POST", path, form, f"{cookie}; csrftoken={token}")[0]

    def register(self, slug: str, name: str) -> tuple[int, float, float]:
        """As a person does: the status, and how long the form and its answer took."""
        path, began = f"/seminars/{slug}/register/", time.monotonic()
        _, headers, page = self.ask("GET", path)
        form_took, began = time.monotonic() - began, time.monotonic()
        form = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', page))
        email = f"{name.split()[0].lower()}@resident.example"
        cookie = headers["Set-Cookie"].split(";")[0]
        status, _, _ = self.ask("POST", path, {**form, "name": name, "email": email}, cookie)
        return status, form_took, time.monotonic() - began

    def answers_all(self) -> bool:
        """Whether each thread answers: as many visitors at once as there are."""
        answers: list[int] = []
        visitors = [
            threading.Thread(target=lambda: answers.append(self.visit())) for _ in range(THREADS)
        ]
        for one in visitors:
            one.start()
        for one in visitors:
            one.join()
        return answers == [200] * THREADS

    def crowd(self, is_over: threading.Event) -> list[threading.Thread]:
        """Visitors who come again and again, so that every thread is in the middle of something."""

        def keep_coming() -> None:
            while not is_over.is_set():
                self.visit()
                is_over.wait(0.05)

        crowd = [threading.Thread(target=keep_coming) for _ in range(2 * THREADS)]
        for one in crowd:
            one.start()
        return crowd


def was_seen(part: str, since: datetime) -> bool:
    return Heartbeat.objects.filter(name=part, seen_at__gt=since).exists()


def is_well(portal: Portal, since: datetime) -> dict[str, Callable[[], bool]]:
    """What works again: each thread, the worker by way of the broker, beat, and a message."""
    key = f"is-well-{since.isoformat()}"
    outbox.queue_rendered(to="ann@resident.example", subject="Hello", body="Hello.\n", key=key)

    def is_sent() -> bool:
        return Message.objects.filter(key=key, state=MessageState.SENT).exists()

    return {
        "web": portal.answers_all,
        "worker": lambda: was_seen("worker", since),
        "beat": lambda: was_seen("beat", since),
        "mail": is_sent,
    }


@contextlib.contextmanager
def portal_of(
    lines: Lines, folder: Path, host: str = "127.0.0.1", inside: tuple[str, ...] = ()
) -> Iterator[Portal]:
    PartnershipFactory()
    portal = Portal(lines, folder, host, inside)
    try:
        for answers in is_well(portal, timezone.now()).values():
            programs.wait_until(answers, STARTS_WITHIN)
        yield portal
    finally:
        portal.stop()
