"""People with a browser: over TLS through the proxy, or of one host by name."""

import http.client
import re
import secrets
import ssl
import threading
import time
from http.cookies import SimpleCookie
from itertools import pairwise
from urllib.parse import urlencode

HOST = "portal.example"
AT_ONCE = 12
SHORTEST = 2.1  # a form that comes back sooner is taken for a machine's
TLS = ssl.create_default_context()
TLS.check_hostname, TLS.verify_mode = False, ssl.CERT_NONE


class Visitor:
    def __init__(self, address: str, source: str = "", *, behind_a_proxy: bool = False):
        self.address, self.source, self.behind_a_proxy = address, source, behind_a_proxy
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, form: dict | None = None, file: tuple | None = None):
        """Status, headers and body; status 0 where there was no answer."""
        more = {"source_address": (self.source, 0)} if self.source else {}
        if self.behind_a_proxy:
            line = http.client.HTTPConnection(self.address, 8000, timeout=30, **more)
        else:
            line = http.client.HTTPSConnection(self.address, 443, timeout=30, context=TLS, **more)
        headers = {"Host": HOST, "Referer": f"https://{HOST}/", "Origin": f"https://{HOST}"}
        if self.behind_a_proxy:
            # As the proxy says it of each request.
            headers |= {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.77.1.1"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={one}" for name, one in self.cookies.items())
        body, headers["Content-Type"] = _body(form or {}, file)
        try:
            line.request(method, path, body if method == "POST" else None, headers)
            answer = line.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            return 0, {}, b""
        finally:
            line.close()
        for set_cookie in answer.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(set_cookie).items():
                self.cookies[name] = morsel.value
        return answer.status, answer.headers, content

    def read(self, path: str) -> str:
        status, _, content = self.ask("GET", path)
        if status != 200:
            raise AssertionError(f"{path}: {status} {content[:300]!r}")
        return content.decode()

    def send(self, path: str, values: dict, file: tuple | None = None, at: str = ""):
        """Open the page, fill in its form, and send it."""
        form = hidden(self.read(path))
        return self.ask("POST", at or path, {**form, **values}, file)


def hidden(page: str) -> dict[str, str]:
    found = {}
    for field in re.findall(r"<input[^>]+>", page):
        if 'type="hidden"' in field:
            name = re.search(r'name="([^"]+)"', field)
            value = re.search(r'value="([^"]*)"', field)
            if name:
                found[name[1]] = value[1] if value else ""
    return found


def _body(form: dict, file: tuple | None) -> tuple[bytes, str]:
    if file is None:
        return urlencode(form).encode(), "application/x-www-form-urlencoded"
    edge = secrets.token_hex(12)
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in form.items()
    ]
    field, name, content = file
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n'
    parts.append(head.encode() + b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{edge}--\r\n".encode(), f"multipart/form-data; boundary={edge}"


class Crowd:
    """Residents who register, each from their own address; what was acknowledged is remembered,
    and who was not served: no answer, an error, or a page of the proxy's own."""

    def __init__(self, proxy: str, sources: list[str], seminars: int):
        self.acknowledged: set[str] = set()
        self.refused: list[tuple[float, str, int]] = []
        self.answered_at: list[float] = []
        self._seminars, self._run = seminars, secrets.token_hex(3)
        self._is_over = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._come, args=(proxy, sources[number::AT_ONCE], number))
            for number in range(AT_ONCE)
        ]

    def __enter__(self) -> "Crowd":
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        for one in self._threads:
            one.join()

    def _come(self, proxy: str, sources: list[str], who: int) -> None:
        times = 0
        while not self._is_over.is_set():
            times += 1
            path = f"/seminars/seminar-{(who + times) % self._seminars}/register/"
            email = f"resident-{self._run}-{who}-{times}@resident.example"
            visitor = Visitor(proxy, sources[times % len(sources)])
            self._register(visitor, path, email)

    def _register(self, visitor: Visitor, path: str, email: str) -> None:
        status, _, page = visitor.ask("GET", path)
        if not self._answered("form", status):
            time.sleep(0.5)
            return
        form = hidden(page.decode())
        time.sleep(SHORTEST)
        values = {**form, "name": "Ann Resident", "email": email}
        status, _, _ = visitor.ask("POST", path, values)
        if self._answered("registration", status, good=302):
            with self._lock:
                self.acknowledged.add(email)

    def _answered(self, what: str, status: int, good: int = 200) -> bool:
        with self._lock:
            # 422 is the portal's own limit for one address: an answer, and no place.
            if status in {good, 422}:
                self.answered_at.append(time.monotonic())
            else:
                self.refused.append((time.monotonic(), what, status))
        return status == good

    def between(self, since: float, until: float) -> tuple[int, float]:
        """How many were not served, and the longest time in which nobody was."""
        with self._lock:
            refused = sum(since <= at <= until for at, _, _ in self.refused)
            marks = [since, *(at for at in self.answered_at if since <= at <= until), until]
        return refused, max(later - sooner for sooner, later in pairwise(marks))
