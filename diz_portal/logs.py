"""One line of JSON for each event, with nothing in it by which a person could be found."""

import logging
import re

from pythonjsonlogger.json import JsonFormatter

EMAIL = re.compile(r"[^\s@<>\"'(),;:=]+@[^\s@<>\"'(),;:]+\.[^\s@<>\"'(),;:]+")
PHONE = re.compile(r"(?<![\w.-])(?:\+\d{2}|0)(?:[ ()-]?\d){9,11}(?![\w-])")
QUERY = re.compile(r"(?<=/)\?[^\s\"']+")
# A link's secret: a long run of letters and digits in a path.
TOKEN = re.compile(r"(?<=/)(?=[\w-]*\d)(?:\w{16,}|(?=[\w-]*[A-Z])[\w:-]{20,})(?=[/\s\"'?]|$)")
# PostgreSQL repeats the offending row in its errors.
DETAIL = re.compile(r"(DETAIL:\s+).*")

HIDDEN = "[hidden]"


def without_people(text: str) -> str:
    """The text without addresses, telephone numbers, queries and secret links."""
    for pattern in (EMAIL, PHONE, TOKEN):
        text = pattern.sub(HIDDEN, text)
    text = DETAIL.sub(rf"\1{HIDDEN}", text)
    return QUERY.sub(f"?{HIDDEN}", text)


class Formatter(JsonFormatter):
    """Time, level, logger and message; for errors where they happened; nobody's data."""

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
        from datetime import UTC, datetime

        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")

    def process_log_record(self, log_data):
        return {name: self._clean(value) for name, value in log_data.items()}

    def _clean(self, value):
        if value is None or isinstance(value, bool | int | float):
            return value
        return without_people(str(value))
