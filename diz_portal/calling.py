"""Speaking to an address that somebody typed, and to no other.

The name is resolved once, every address it has must be a public one, and the connection goes to
the address that was looked at: a name that changes between looking and calling leads nowhere else.
No redirect is followed, no proxy is asked, and of an answer only its status is read.
"""

import contextlib
import http.client
import io
import ipaddress
import socket
import ssl
import time
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

TIMEOUT = 10.0
# An answer that dribbles in is cut off, whichever part of it: nobody holds a worker.
WHOLE = 20.0
MOST_READ = 64_000
# The whole of the internet that speaks IPv6, and where IPv4 addresses hide inside it.
_INTERNET = ipaddress.IPv6Network("2000::/3")
_CARRIES_IPV4 = (ipaddress.IPv6Network("2002::/16"), ipaddress.IPv6Network("2001::/32"))


class NotTaken(Exception):
    """Why the other side did not take it, in words without personal data."""

    def __init__(self, words: str):
        self.words = words
        super().__init__(words)


class NotAnAddress(NotTaken):
    """It leads nowhere that we call."""


class Inside(NotAnAddress):
    """It leads to a network that is not the internet."""


class TookTooLong(NotTaken):
    """It may answer another time."""


# What the other side, and its address, can make go wrong. A `ValueError` is a name that cannot be
# one, or a line that cannot be sent.
FAILURES = (OSError, http.client.HTTPException, ValueError)


def parts_of(address: str) -> tuple[str, str, int, str]:
    """Scheme, host, port and path of an address that we would call, or `NotAnAddress`."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAnAddress("The address is not complete") from None
    plain = settings.WEBHOOKS_TO_THIS_HOST and parts.scheme == "http"
    if parts.scheme != "https" and not plain:
        raise NotAnAddress("The address does not start with https://")
    if not host or parts.username is not None or parts.password is not None:
        raise NotAnAddress("The address has no host, or has a name and password in it")
    # As it goes over the line, where letters of other alphabets do not.
    path = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80), path


def resolved(host: str, port: int) -> tuple[int, Any]:
    """Family and socket address of the host: all that its name leads to must be public."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotTaken("The host was not found") from None
    for *_, where in found:
        if not is_public(str(where[0])):
            raise Inside("The host is in a private network")
    family, *_, where = found[0]
    return family, where


def is_public(text: str) -> bool:
    """Whether the internet leads there: no network of our own, no host itself, nothing special."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    if settings.WEBHOOKS_TO_THIS_HOST and address.is_loopback:
        return True
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if address not in _INTERNET or any(address in network for network in _CARRIES_IPV4):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


class Line:
    """A connection to one address, for several messages one after another."""

    def __init__(self, address: str):
        self.address = address
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._hang_up()

    def send(self, content: bytes, headers: dict[str, str]) -> None:
        """Taken by the other side, which says so with a 2xx; else `NotTaken`."""
        scheme, host, port, path = parts_of(self.address)
        was_open = self._connection is not None
        try:
            self._send(scheme, host, port, path, content, headers)
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            self._hang_up()
            if not was_open:
                raise NotTaken("The connection was closed") from None
            # It had been open for a while: the other side may hang up between two messages.
            self._once_more(scheme, host, port, path, content, headers)
        except FAILURES as error:
            self._hang_up()
            raise NotTaken(_words(error)) from None
        except NotTaken:
            self._hang_up()
            raise

    def _once_more(self, *all_of_it: Any) -> None:
        try:
            self._send(*all_of_it)
        except FAILURES as error:
            self._hang_up()
            raise NotTaken(_words(error)) from None

    def _send(
        self,
        scheme: str,
        host: str,
        port: int,
        path: str,
        content: bytes,
        headers: dict[str, str],
    ) -> None:
        if self._connection is None:
            self._connection = _connected(scheme, host, port)
        connection = self._connection
        # The answer before may have left it less.
        connection.sock.settimeout(TIMEOUT)
        connection.request("POST", path, body=content, headers=headers | {"User-Agent": AGENT})
        answer = connection.getresponse()
        _read(answer)
        if answer.will_close:
            self._hang_up()
        if not 200 <= answer.status < 300:
            raise NotTaken(f"The response was {answer.status}")

    def _hang_up(self) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.close()
            self._connection = None


AGENT = "Portal-Webhooks/1"


def status_of(address: str, headers: dict[str, str]) -> int:
    """What a public page answers to whoever asks for it, or `NotTaken`. Where it leads to is not
    followed, and what it says is not read."""
    scheme, host, port, path = parts_of(address)
    try:
        connection = _connected(scheme, host, port)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=headers)
            with contextlib.closing(connection.getresponse()) as answer:
                return answer.status
    except TimeoutError as error:
        raise TookTooLong(_words(error)) from None
    except FAILURES as error:
        raise NotTaken(_words(error)) from None


def _connected(scheme: str, host: str, port: int) -> http.client.HTTPConnection:
    family, where = resolved(host, port)
    connection: http.client.HTTPConnection
    if scheme == "https":
        connection = http.client.HTTPSConnection(host, port, timeout=TIMEOUT)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    line = socket.socket(family, socket.SOCK_STREAM)
    try:
        line.settimeout(TIMEOUT)
        # Here, and not by its name once more: the name may lead elsewhere by now.
        line.connect(where)
        line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if scheme == "https":
            line = ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except BaseException:
        line.close()
        raise
    connection.sock = line
    connection.response_class = _answer_in_time  # type: ignore[assignment]
    return connection


def _answer_in_time(line: Any, *args: Any, **kwargs: Any) -> http.client.HTTPResponse:
    return http.client.HTTPResponse(_Listened(line), *args, **kwargs)  # type: ignore[arg-type]


class _Listened:
    """A line as its answer is read: from the first letter of the first line to the last of the
    body within `WHOLE` seconds, however few come at once."""

    def __init__(self, line: socket.socket):
        self._line = line

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Reading(self._line, time.monotonic() + WHOLE))


class _Reading(io.RawIOBase):
    def __init__(self, line: socket.socket, end: float):
        # It keeps the line open for as long as somebody reads.
        self._line, self._end = line, end
        self._raw: Any = line.makefile("rb", buffering=0)

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int | None:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._line.settimeout(min(TIMEOUT, left))
        read: int | None = self._raw.readinto(into)
        return read

    def close(self) -> None:
        self._raw.close()
        super().close()


def _read(answer: http.client.HTTPResponse) -> None:
    """To its end, so that the connection can be used again; of a long one not all."""
    size = 0
    while piece := answer.read1(8192):
        size += len(piece)
        if size > MOST_READ:
            raise NotTaken("The response was too long")
    # Of one that was empty nobody has said yet that it is over.
    answer.close()


def _words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "There was no response in time"
    if isinstance(error, ssl.SSLError):
        return "The certificate was not accepted"
    return f"The connection failed ({type(error).__name__})"
