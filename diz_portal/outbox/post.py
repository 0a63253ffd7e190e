"""Handing one message to the mail server, and telling the ways it can go wrong apart."""

import re
import smtplib
import time
from collections.abc import Callable
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email

from diz_portal.secrecy import Unreadable

from . import mime, notify
from .failures import Failure, Overtaken
from .models import Channel, Message

# Servers let so many through without suspicion.
MOST_ON_A_LINE = 100
# A server that takes so many messages in turn without a word has stopped, and is not waited for
# once for each of the others; one alone may only be slow to read.
MOST_SILENCES = 2
# So long this process then leaves it alone, in seconds: whatever else waits for a worker goes on.
LEFT_ALONE_FOR = 10.0
_left_alone_until = 0.0
NO_ANSWER = "The mail server did not answer"
_FULL_STOP = re.compile(rb"(?m)^\.")
_STATUS = re.compile(r"\b[245]\.[0-9]{1,3}\.[0-9]{1,3}\b")


def is_left_alone() -> bool:
    """Whether the mail server did not answer this process a moment ago."""
    return time.monotonic() < _left_alone_until


def _leave_alone() -> None:
    global _left_alone_until
    _left_alone_until = time.monotonic() + LEFT_ALONE_FOR


class Line:
    """A connection to the mail server, made when it is first needed and kept for what follows."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._carried = self._silences = 0
        self._down: Failure | None = None

    @property
    def is_down(self) -> bool:
        """Whether the server could not be reached: nobody waits for that once for each message."""
        return self._down is not None or is_left_alone()

    @property
    def is_open(self) -> bool:
        """Whether the next message goes without a new connection."""
        return self._connection is not None and self._carried < MOST_ON_A_LINE

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> Any:
        if self._down:
            raise self._down
        if not self.is_open:
            self.close()
            try:
                self._connection = _connect()
            except Failure as failure:
                self._down = failure
                raise
        self._carried += 1
        return self._connection

    def note(self, failure: Failure | None) -> None:
        """Remember how a message fared."""
        self._silences = self._silences + 1 if failure and failure.silent else 0
        if self._silences >= MOST_SILENCES:
            self._down = Failure(NO_ANSWER)
            _leave_alone()

    def close(self) -> None:
        if self._connection is not None:
            _close(self._connection)
        self._connection, self._carried = None, 0


def hand_over(message: Message, *, line: Line, is_ours: Callable[[], bool]) -> None:
    """Send one message, or raise Failure. `is_ours` is asked at the last moment before it goes.

    By GOV.UK Notify when the partnership has an account there, else by the mail server.
    """
    try:
        if message.channel == Channel.TEXT or notify.sends_emails():
            notify.hand_over(message, is_ours=is_ours)
        else:
            _by_mail_server(message, line, is_ours)
    except Unreadable:
        # Worth another try: the key may be missing on this host, or for these few minutes.
        raise Failure(
            "The text cannot be read: the key it was encrypted with is not in SEALING_KEYS"
        ) from None


def _by_mail_server(message: Message, line: Line, is_ours: Callable[[], bool]) -> None:
    # Outside the attempt: a database that does not answer is no fault of the message.
    files = list(message.attachments.all())
    try:
        validate_email(message.to)
        # The whole message is built before a connection is made: what cannot be written
        # (an address no header can hold) is our error and final.
        email = mime.write(message, files)
    except (Unreadable, SoftTimeLimitExceeded):
        raise
    except ValidationError:
        raise Failure("The address is not an email address", permanent=True) from None
    except Exception as error:  # noqa: BLE001  any fault in our own message is final
        raise Failure(
            f"The message could not be built ({type(error).__name__})", permanent=True
        ) from None

    connection = line.open()
    if not is_ours():
        raise Overtaken
    try:
        _send(email, connection)
    except Failure as failure:
        # Whatever state the two ends think they are in: the next message begins anew.
        line.close()
        line.note(failure)
        raise
    line.note(None)


def _connect():
    """Whatever goes wrong here is about the server, not the message: always worth another try."""
    connection = get_connection()
    try:
        connection.open()
    except smtplib.SMTPResponseException as error:
        raise Failure(f"The mail server did not accept our sign-in ({error.smtp_code})") from None
    except (smtplib.SMTPException, OSError) as error:
        if _is_silence(error):
            _leave_alone()
        raise Failure(f"The mail server could not be reached ({type(error).__name__})") from None
    return connection


def _send(email: mime.Written, connection: Any) -> None:
    talk = _Talk()
    try:
        if isinstance(connection, EmailBackend):
            # Past the library, which reads both addresses anew for every message.
            talk.hand_over(connection.connection, email)
        else:
            connection.send_messages([email])
    except smtplib.SMTPNotSupportedError:
        raise Failure("The mail server cannot write to this address", permanent=True) from None
    except smtplib.SMTPResponseException as error:
        raise _refused(error.smtp_code, error.smtp_error) from None
    except (smtplib.SMTPException, OSError) as error:
        raise Failure(
            NO_ANSWER
            if _is_silence(error)
            else f"The mail server closed the connection ({type(error).__name__})",
            doubtful=talk.may_have_it,
            silent=_is_silence(error),
        ) from None
    except SoftTimeLimitExceeded:
        # No fault of the message: as if the worker had been killed, it is tried again.
        raise
    except Exception as error:  # noqa: BLE001  a fault of ours would repeat itself for ever
        raise Failure(
            f"The message could not be sent ({type(error).__name__})",
            permanent=True,
            doubtful=talk.may_have_it,
        ) from None


class _Talk:
    """smtplib's `sendmail`, which does not say how far it came. Until the server has asked for the
    text it cannot have the message; from then on, until it has answered, nobody knows."""

    may_have_it = False

    def hand_over(self, server: Any, email: mime.Written) -> None:
        server.ehlo_or_helo_if_needed()
        is_told_the_size = server.does_esmtp and server.has_extn("size")
        options = [f"size={len(email.content)}"] if is_told_the_size else []
        self._expect(server.mail(email.from_email, options), 250)
        for reader in email.to:
            self._expect(server.rcpt(reader), 250, 251)
        self._expect(server.docmd("DATA"), 354)
        self.may_have_it = True
        server.send(_ending(email.content))
        self._expect(server.getreply(), 250)

    @staticmethod
    def _expect(answer: tuple[int, bytes], *codes: int) -> None:
        if answer[0] not in codes:
            raise smtplib.SMTPResponseException(*answer)


def _ending(content: bytes) -> bytes:
    """With the line that ends a text, and no other that looks like it."""
    text = _FULL_STOP.sub(b"..", content)
    return text + (b".\r\n" if text.endswith(b"\r\n") else b"\r\n.\r\n")


def _is_silence(error: Exception) -> bool:
    """Whether there was no answer in time; smtplib says that the line was closed."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _refused(code: int, words: bytes | str) -> Failure:
    """Only the codes are kept: servers like to repeat the address in their answer."""
    text = words.decode("ascii", "replace") if isinstance(words, bytes) else str(words)
    status = _STATUS.search(text)
    codes = f"{code} {status.group()}" if status else f"{code}"
    permanent = not 400 <= code < 500
    return Failure(
        f"The mail server refused it ({codes})"
        if permanent
        else f"The mail server asked us to wait ({codes})",
        permanent=permanent,
    )


def _close(connection) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError):
        # The answer to the message is already known: a rude goodbye changes nothing.
        return
