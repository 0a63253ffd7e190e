"""What nwipe wrote about the drives it wiped.

A log ends with two tables, one row for each drive: errors, and status. Only what the status table
calls erased, with no error counted, is a proof; a log that was cut off proves nothing. The serial
number, the method and the time come from the lines above.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from diz_portal.access import Refusal

_STAMP = re.compile(
    r"^\[([0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})\]\s*(?:nwipe:\s*)?\w+:\s*(.*)$"
)
_SERIAL = re.compile(r"^(?:Device )?'?(/dev/[\w-]+)'? has serial number (\S+)")
_FOUND = re.compile(r"^Found '?(/dev/[\w-]+)'?,.*\bS/N=(\S+)")
_METHOD = re.compile(r"^Invoking method '([^']+)' on (?:device )?'?(/dev/[\w-]+)'?")
_ENDED = re.compile(
    r"^(?:Finished final round|Blanked|Verified that|\[SUCCESS\]|.*bytes written|Finished).*"
    r"?'?(/dev/[\w-]+)'?"
)
_STATUS_HEAD = re.compile(r"^\*+ Drive Status \*+$")
_ERROR_HEAD = re.compile(r"^\*+ Error Summary \*+$")
_END = re.compile(r"^\*{20,}$")
_COUNT = re.compile(r"[0-9]{1,12}")
_VERSION = re.compile(r"\bnwipe ([0-9]+(?:\.[0-9]+)+)")
# What `nwipe --quiet` puts in place of a serial number.
_HIDDEN = re.compile(r"^[X?]+$")

LONGEST = 2_000_000
KEPT = 100_000


class NotALog(Refusal):
    message = (
        "This is not the log of a finished nwipe run: it has no table “Drive Status”. "
        "Save the log after the last drive is done, and choose it again."
    )


@dataclass(frozen=True)
class Drive:
    """One drive of a log."""

    name: str
    serial: str
    method: str
    status: str
    errors: int
    finished_at: datetime

    @property
    def passed(self) -> bool:
        return self.status.strip("-! ").casefold() == "erased" and self.errors == 0


@dataclass(frozen=True)
class Log:
    version: str
    drives: list[Drive]
    text: str


def read(content: bytes) -> Log:
    """The log in a file, or NotALog with a sentence that says what is wrong."""
    if len(content) > LONGEST:
        raise NotALog("The log is larger than 2 MB. Save the log of one run.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise NotALog("This file is not text. Choose the log that nwipe wrote.")
    lines = [line.rstrip() for line in text.splitlines()]
    serials: dict[str, str] = {}
    methods: dict[str, str] = {}
    ended: dict[str, datetime] = {}
    last: datetime | None = None
    for line in lines:
        if not (stamped := _STAMP.match(line)):
            continue
        last = _moment(stamped[1])
        said = stamped[2]
        if found := _SERIAL.match(said) or _FOUND.match(said):
            serials[found[1]] = found[2]
        elif found := _METHOD.match(said):
            methods[found[2]] = found[1]
        elif found := _ENDED.match(said):
            ended[found[1]] = last
    statuses, errors = _tables(lines)
    if not statuses:
        raise NotALog
    drives = []
    for short, status in statuses.items():
        name = f"/dev/{short}"
        if not (when := ended.get(name) or last):
            raise NotALog(f"The log does not say when {name} was done.")
        if name not in methods:
            raise NotALog(f"The log does not say by which method {name} was wiped.")
        drives.append(
            Drive(
                name=name,
                serial=_known(serials.get(name, "")),
                method=methods[name],
                status=status,
                # A drive without a row of errors has not been counted: that is no proof.
                errors=errors.get(short, 1),
                finished_at=when,
            )
        )
    version = next((found[1] for line in lines if (found := _VERSION.search(line))), "")
    return Log(version, drives, text)


def _moment(stamp: str) -> datetime:
    # The machine says no zone: the clock on the wall. Where it is set to UTC instead, summer time
    # makes a wipe look an hour older than it is, which never opens the gate too early.
    try:
        naive = datetime.strptime(stamp, "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007  given one below
    except ValueError:
        raise NotALog(f"“{stamp}” in the log is not a time.") from None
    return naive.replace(tzinfo=timezone.get_default_timezone())


def _tables(lines: list[str]) -> tuple[dict[str, str], dict[str, int]]:
    """The last table of each kind: status by drive, and the sum of errors by drive."""
    statuses: dict[str, str] = {}
    errors: dict[str, int] = {}
    inside = ""
    for line in lines:
        bare = line.strip()
        if _STATUS_HEAD.match(bare):
            inside, statuses = "status", {}
        elif _ERROR_HEAD.match(bare):
            inside, errors = "errors", {}
        elif _END.match(bare):
            inside = ""
        elif inside and "|" in bare and "Device |" not in bare:
            cells = [cell.strip() for cell in bare.lstrip("!").split("|")]
            if inside == "status":
                statuses[cells[0]] = cells[1] if len(cells) > 1 else ""
            else:
                counted = [int(cell) for cell in cells[1:] if _COUNT.fullmatch(cell)]
                errors[cells[0]] = sum(counted) if len(counted) == len(cells) - 1 else 1
    return statuses, errors


def _known(serial: str) -> str:
    return "" if _HIDDEN.match(serial) else serial[:60]


def about(log: Log, drive: Drive) -> str:
    """What is kept with the proof: the whole log, or of a very long one the lines that matter."""
    if len(log.text) <= KEPT:
        return log.text
    lines = log.text.splitlines()
    mine = [
        line
        for line in lines
        if drive.name in line or not line.startswith("[") or "nwipe " in line[:60]
    ]
    return "\n".join(mine)[-KEPT:]
