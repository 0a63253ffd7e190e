"""A message as the bytes that travel (RFC 5322, MIME).

Written here and not by the library, which takes ten times as long: it folds each header and looks
for the boundary in every line, though only a subject can be long and no part can hold a boundary.
Both texts travel as quoted-printable, which any server carries, however long a line is.
"""

import binascii
import secrets
from collections.abc import Sequence
from email.encoders import encode_base64
from email.header import Header
from email.mime.base import MIMEBase
from email.policy import SMTP
from email.utils import formatdate
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import sanitize_address

from .models import Attachment, Message
from .rendering import as_page


class Written(EmailMessage):
    """An email that is bytes already. All that Django's backends ask of a message is its bytes."""

    content = b""

    def message(self, **_: object) -> "Written":  # type: ignore[override]
        return self

    def as_bytes(self, **_: object) -> bytes:
        return self.content

    def get_charset(self) -> None:
        return None


def write(message: Message, files: Sequence[Attachment] = ()) -> Written:
    sender = _sender(settings.DEFAULT_FROM_EMAIL)
    to = _address(message.to)
    answers = f"Reply-To: {_address(message.reply_to)}\r\n" if message.reply_to else ""
    stops = (
        f"List-Unsubscribe: <{message.unsubscribe}>\r\n"
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
        if message.unsubscribe
        else ""
    )
    head = (
        f"Subject: {_subject(message.subject)}\r\n"
        f"From: {sender}\r\n"
        f"To: {to}\r\n"
        f"{answers}"
        f"{stops}"
        f"Date: {formatdate()}\r\n"
        f"Message-ID: {message.message_id}\r\n"
        # Holiday replies and the like must not answer us.
        "Auto-Submitted: auto-generated\r\n"
        "X-Auto-Response-Suppress: All\r\n"
        "MIME-Version: 1.0\r\n"
    )
    text = message.words
    words = _several(
        "alternative",
        [_text("plain", text), _text("html", as_page(text, message.subject))],
    )
    parts = [words, *map(_file, files)]
    email = Written(from_email=sender, to=[to])
    email.content = head.encode("ascii") + (_several("mixed", parts) if files else words)
    return email


def _address(email: str) -> str:
    return email if email.isascii() else sanitize_address(email, "utf-8")


@lru_cache(maxsize=50)
def _subject(text: str) -> str:
    """Encoded and folded. The reminders of a seminar have one subject between them."""
    if "\n" in text or "\r" in text:
        raise ValueError("A subject is one line")
    charset = "ascii" if text.isascii() else "utf-8"
    return Header(text, charset, header_name="Subject").encode(linesep="\r\n")


@lru_cache(maxsize=1)
def _sender(written: str) -> str:
    return " ".join(sanitize_address(written, "utf-8").split())


def _several(kind: str, parts: list[bytes]) -> bytes:
    # Nothing that is quoted-printable or base64 can hold "=_".
    boundary = f"=_{secrets.token_hex(16)}"
    line = f"\r\n--{boundary}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part for part in parts) + line + b"--\r\n"


def _text(kind: str, text: str) -> bytes:
    head = (
        f'Content-Type: text/{kind}; charset="utf-8"\r\n'
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode() + binascii.b2a_qp(text.encode()).replace(b"\n", b"\r\n")


def _file(file: Attachment) -> bytes:
    """Always base64: lines of a calendar file end in CR LF, which must arrive as they are."""
    kind, _, rest = file.content_type.partition("/")
    subtype, *parameters = (word.strip() for word in rest.split(";"))
    said: dict[str, Any] = dict(one.split("=", 1) for one in parameters)
    part = MIMEBase(kind, subtype, **said)
    del part["MIME-Version"]
    part.set_payload(file.as_sent)
    encode_base64(part)
    part.add_header("Content-Disposition", "attachment", filename=file.name)
    return part.as_bytes(policy=SMTP)
