"""One line of JSON for each event, with nothing in it by which a person could be found."""

import logging
import os
import re
import socket
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

from diz_portal import tracing

HOST = socket.gethostname()
# Who signs in to a server, before its name: the broker's own name is nobody's address.
USERINFO = re.compile(r"(?<=://)[^\s/@]*@")

EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:]+")
PHONE = re.compile(r"(?<![\w.-])(?:\+\d{2}|0)(?:[ ()-]?\d){9,11}(?![\w-])")
QUERY = re.compile(r"(?<=/)\?[^\s\"']+")
SEGMENT = re.compile(r"(?<=/)[\w:.=-]{16,}")
# PostgreSQL repeats the offending row in its errors.
DETAIL = re.compile(r"(DETAIL:\s+).*")

HIDDEN = "[hidden]"


def _without_secret(segment: re.Match) -> str:
    """A link's secret is a long run of letters and digits; a slug is words with hyphens."""
    text = segment[0]
    longest = max(len(run) for run in re.split(r"[:.=-]", text))
    mixed = len(text) >= 20 and text.lower() != text
    secret = any(letter.isdigit() for letter in text) and (longest >= 16 or mixed)
    return HIDDEN if secret else text


def without_people(text: str) -> str:
    """The text without addresses, telephone numbers, queries and secret links."""
    text = USERINFO.sub("", text)
    for pattern in (EMAIL, PHONE):
        text = pattern.sub(HIDDEN, text)
    text = SEGMENT.sub(_without_secret, text)
    text = DETAIL.sub(rf"\1{HIDDEN}", text)
    return QUERY.sub(f"?{HIDDEN}", text)


class Formatter(JsonFormatter):
    """Time, level, logger and message, host, process and what it was doing; for errors where they
    happened; nobody's data."""

    def __init__(self, *args, **options):
        super().__init__(
            "%(asctime)s %(levelname)s %(name)s %(message)s",
            rename_fields={
                "asctime": "time",
                "levelname": "level",
                "name": "logger",
                "exc_info": "error",
            },
            # Not the request object, nor the arguments from which the message was made.
            reserved_attrs=[
                *logging.makeLogRecord({}).__dict__,
                *("asctime", "message", "request", "data", "sender", "context"),
            ],
            json_ensure_ascii=False,
        )

    def formatTime(self, record, datefmt=None):  # noqa: N802  the library's name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def process_log_record(self, log_data):
        cleaned = {name: self._clean(value) for name, value in log_data.items()}
        where = {"host": HOST, "pid": os.getpid()}
        if name := tracing.current():
            where["request_id"] = name
        return cleaned | where

    def _clean(self, value):
        if value is None or isinstance(value, bool | int | float):
            return value
        return without_people(str(value))
