"""Files are looked through for viruses before anything is done with them, by ClamAV's clamd.

Its protocol is three commands over a socket (clamd(8)): `INSTREAM` with the file in pieces, each
behind its length, and `VERSION`. Where no scanner is configured nothing is asked; where one is, a
file that it did not call clean is never taken, whatever the reason.
"""

import datetime as dt
import logging
import re
import socket
import struct
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from diz_portal import watch
from diz_portal.access import Refusal

logger = logging.getLogger(__name__)

CHUNK = 1 << 16
CONNECTS_WITHIN = 3.0
# How long `/readyz` and the page of operations wait, and for how long they know the answer.
TOLD_WITHIN, ASKED_EVERY = 2.0, 20.0
# Signatures are made anew several times a day; whoever has none of this week finds little.
SIGNATURES_GOOD_FOR = dt.timedelta(days=7)
LONGEST_ANSWER = 1000


class Infected(Refusal):
    message = "The file contains a virus and was not saved. Select another file"


class NotScanned(Refusal):
    message = (
        "We cannot check files for viruses at the moment, so the file was not saved. Try again in "
        "a few minutes"
    )


class TooLargeToScan(Refusal):
    message = (
        "The file is too large to be checked for viruses, so it was not saved. Select a smaller "
        "file"
    )


def is_on() -> bool:
    return settings.CLAMD is not None


def require_clean(file: Any) -> None:
    """Let a file pass that the scanner calls clean, or refuse it with a sentence.

    A file is asked about once, however many hands it goes through in a request.
    """
    if not is_on() or getattr(file, "was_scanned", False):
        return
    answer = _verdict_on(file)
    if answer == "stream: OK":
        file.was_scanned = True
        return
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        name = re.sub(r"[^\w.:/ -]", "", found[1])[:80]
        logger.warning("A file was refused: the scanner found %s.", name)
        raise Infected(
            f"The file contains a virus ({name}) and was not saved. Select another file, and tell "
            "your IT support"
        )
    logger.error("The virus scanner did not check a file: %s", answer[:200] or "no answer")
    if "size limit exceeded" in answer:
        raise TooLargeToScan
    raise NotScanned


def _verdict_on(file: Any) -> str:
    deadline = time.monotonic() + settings.CLAMD_SECONDS
    file.seek(0)
    try:
        with _connected(deadline) as line:
            _send(line, file, deadline)
            return _answer(line, deadline)
    except OSError as error:
        logger.error("The virus scanner does not respond: %s", error)  # noqa: TRY400  it says all
        raise NotScanned from error
    finally:
        file.seek(0)


def _send(line: socket.socket, file: Any, deadline: float) -> None:
    try:
        line.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            # What arrives slowly is not stuck, up to the end that was set.
            watch.progress()
            line.settimeout(_left(deadline))
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # It has heard enough, and says why: the file is larger than it takes.
        pass


def _answer(line: socket.socket, deadline: float) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < LONGEST_ANSWER:
        watch.progress()
        line.settimeout(min(1.0, _left(deadline)))
        try:
            some = line.recv(LONGEST_ANSWER)
        except TimeoutError:
            continue
        if not some:
            # Half an answer is none.
            return ""
        said += some
    return said.rstrip(b"\0").decode(errors="replace").strip()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError("it took too long")
    return left


def _connected(deadline: float) -> socket.socket:
    where: Any = settings.CLAMD
    patience = min(CONNECTS_WITHIN, _left(deadline))
    if isinstance(where, tuple):
        return socket.create_connection(where, timeout=patience)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(patience)
    try:
        line.connect(where)
    except BaseException:
        line.close()
        raise
    return line


# For those who look after the portal ------------------------------------------------------


@dataclass(frozen=True)
class Scanner:
    """How the scanner is: whether it answers, and of when its signatures are."""

    answers: bool
    signatures_of: dt.datetime | None = None

    def is_stale(self, now: dt.datetime) -> bool:
        return (
            self.answers
            and self.signatures_of is not None
            and now - self.signatures_of > SIGNATURES_GOOD_FOR
        )


class _Asked:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._at, self._known = float("-inf"), Scanner(False)

    def read(self) -> Scanner:
        with self._lock:
            if time.monotonic() - self._at >= ASKED_EVERY:
                self._known = _look()
                self._at = time.monotonic()
            return self._known

    def forget(self) -> None:
        with self._lock:
            self._at = float("-inf")


_asked = _Asked()
state, forget = _asked.read, _asked.forget


def _look() -> Scanner:
    """`ClamAV 1.4.3/27811/Mon Nov 30 09:44:10 2026`, the last two as far as there are any."""
    deadline = time.monotonic() + TOLD_WITHIN
    try:
        with _connected(deadline) as line:
            line.sendall(b"zVERSION\0")
            version, _, signatures = _answer(line, deadline).partition("/")
    except OSError:
        return Scanner(False)
    if not version.startswith("ClamAV"):
        return Scanner(False)
    try:
        written = signatures.partition("/")[2]
        at = dt.datetime.strptime(written, "%a %b %d %H:%M:%S %Y").replace(tzinfo=dt.UTC)
    except ValueError:
        return Scanner(True)
    return Scanner(True, at)
