"""What nwipe wrote about the drives it wiped.

A log ends with tables, one row for each drive: how many errors were counted, from 0.41 on how much
was erased, and how it ended. A drive is proved to be wiped by all of them together, and by the
lines above saying nothing against it. What the log leaves open proves nothing, in neither way.

Its forms differ by version. Read are those of which `tests/inclusion/nwipe.py` holds the form, and
no others: what looks alike may mean something else.
"""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from django.utils import timezone

from diz_portal.access import Refusal

LONGEST = 2_000_000
KEPT = 100_000


@dataclass(frozen=True)
class Form:
    """How a version ends its log."""

    counts: int  # of kinds of errors
    tells_how_much: bool = False


FORMS = {
    "0.31": Form(counts=2),
    **{f"0.{number}": Form(counts=3) for number in range(32, 39)},
    **{f"0.{number}": Form(counts=3, tells_how_much=True) for number in (41, 42)},
}
TABLES = ("Error Summary", "Erasure Summary", "Drive Status")

_DRIVE = r"(/dev/[\w-]+)"
_STAMP = re.compile(r"\[([0-9]{4}/[0-9]{2}/[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2})\] +(?:\w+: )?(.*)")
# On the screen first of all, and among the options; in the file of `--logfile` among the options
# alone, since what was said before them is not in it.
_VERSION = re.compile(r"(banner += )?nwipe ([0-9]+(?:\.[0-9]+)+)")
_FOUND = re.compile(rf"Found {_DRIVE}, (.*), [^,]*, S/N=(.*)")
_SERIAL = re.compile(rf"{_DRIVE} has serial number (.*)")
_METHOD = re.compile(rf"Invoking method '([^']+)' on {_DRIVE}")
_TOTAL = re.compile(r"Total Throughput [^,]*, (.+), [0-9]+R\+N?B\+\w+")
_ENDED = re.compile(
    rf"(?:Finished final round|\[SUCCESS\]|[0-9]+ bytes (?:written to|read from)).* ?{_DRIVE}\b.*"
)
_WRONG = [
    (re.compile(rf".*HIDDEN SECTORS DETECTED.* on {_DRIVE}"), "it has hidden sectors left"),
    (re.compile(rf"\[FAILURE\] {_DRIVE}.*"), "nwipe could not check it"),
    (re.compile(rf".*exited with errors on device = {_DRIVE}.*"), "nwipe stopped with errors"),
    (re.compile(rf"{_DRIVE}: >>> FAILURE! <<<.*"), "nwipe stopped with errors"),
    (
        re.compile(rf"[1-9][0-9]* (?:verification|wipe|fdatasync) errors on '?{_DRIVE}'?.*"),
        "errors",
    ),
]
_COUNT = re.compile(r"[0-9]{1,20}")
_SHARE = re.compile(r"[0-9]{1,20}(?:\.[0-9]{1,20})?")
_HEAD = re.compile(rf"\*+ ({'|'.join(TABLES)}) \*+")
_END = re.compile(r"\*{20,}")
# What `nwipe --quiet` puts in place of a serial number.
_HIDDEN = re.compile(r"[X?]+")
# They only look at what is on the drive.
_ONLY_LOOKS = re.compile(r"verify\b", re.IGNORECASE)


class NotALog(Refusal):
    message = (
        "This is not the log of a finished nwipe run, because it has no “Drive Status” table. "
        "Save the log when the last drive is done, then upload it again"
    )


@dataclass(frozen=True)
class Drive:
    """One drive of a log: wiped, or not with the `failure` that says why. With a `doubt` the log
    proves neither."""

    name: str
    model: str
    serial: str
    method: str
    finished_at: datetime
    failure: str = ""
    doubt: str = ""

    @property
    def passed(self) -> bool:
        return not self.failure and not self.doubt


@dataclass(frozen=True)
class Log:
    version: str
    drives: list[Drive]
    text: str


@dataclass
class _Said:
    """What the lines above the tables say of one drive."""

    models: set[str] = field(default_factory=set)
    serials: set[str] = field(default_factory=set)
    method: str = ""
    ended: datetime | None = None
    wrong: str = ""


@dataclass
class _Run:
    """What they say of each, by its name, and of the whole run."""

    drives: defaultdict[str, _Said] = field(default_factory=lambda: defaultdict(_Said))
    method: str = ""
    last: datetime | None = None


# Of a table: by the name of a drive its rows, without the name. More than one is one too many.
_Rows = dict[str, list[list[str]]]


def read(content: bytes) -> Log:
    """The log in a file, or NotALog with a sentence that says what is wrong."""
    text = _text(content)
    lines = [line.rstrip() for line in text.splitlines()]
    version = _version(lines)
    run, tables = _run(lines), _tables(lines)
    if not tables["Drive Status"]:
        raise NotALog
    drives = [_drive(name, run, tables, FORMS[version]) for name in tables["Drive Status"]]
    return Log(version, _known_apart(drives), text)


def _text(content: bytes) -> str:
    if len(content) > LONGEST:
        raise NotALog("The log is larger than 2MB. Upload the log of one run")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("latin-1")
    if "\0" in text:
        raise NotALog("This is not a text file. Upload the log from nwipe")
    return text


def _version(lines: list[str]) -> str:
    stamped = filter(None, map(_STAMP.fullmatch, lines))
    named = [one for one in map(_VERSION.fullmatch, (line[2].strip() for line in stamped)) if one]
    first, among = (
        [one[2] for one in named if bool(one[1]) is options] for options in (False, True)
    )
    found = max(first, among, key=len)
    if not found:
        if any(_HEAD.fullmatch(line.strip()) for line in lines):
            raise NotALog(
                "The log does not say which version of nwipe wrote it. Upload the whole log, from "
                "its "
                "first line"
            )
        raise NotALog
    if len(found) > 1:
        # The same name may have been another drive in each.
        raise NotALog(
            f"This file has {len(found)} runs of nwipe. Save the log of each run as a separate file"
        )
    if len({*first, *among}) > 1:
        raise NotALog("The log names 2 versions of nwipe. Upload the log as nwipe wrote it")
    if found[0] not in FORMS:
        known = ", ".join(FORMS)
        raise NotALog(
            f"We cannot read the logs of nwipe {found[0]}, only those of {known}. Record the wipe "
            f"on the device’s page, and upload the log as its certificate"
        )
    return found[0]


def _moment(stamp: str) -> datetime:
    # The machine says no zone: the clock on the wall. Where it is set to UTC instead, summer time
    # makes a wipe look an hour older than it is, which never opens the gate too early.
    try:
        naive = datetime.strptime(stamp, "%Y/%m/%d %H:%M:%S")  # noqa: DTZ007  given one below
    except ValueError:
        raise NotALog(
            f"“{stamp}” in the log is not a time. Upload the log as nwipe wrote it"
        ) from None
    return naive.replace(tzinfo=timezone.get_default_timezone())


def _run(lines: list[str]) -> _Run:
    run = _Run()
    for line in lines:
        if not (stamped := _STAMP.fullmatch(line)):
            continue
        run.last, words = _moment(stamped[1]), stamped[2].strip()
        if found := _FOUND.fullmatch(words):
            run.drives[found[1]].models.add(_squeezed(found[2]))
            run.drives[found[1]].serials.add(_squeezed(found[3]))
        elif found := _SERIAL.fullmatch(words):
            run.drives[found[1]].serials.add(_squeezed(found[2]))
        elif found := _METHOD.fullmatch(words):
            run.drives[found[2]].method = found[1]
        elif found := _ENDED.fullmatch(words):
            run.drives[found[1]].ended = run.last
        elif found := _TOTAL.fullmatch(words):
            run.method = found[1]
        for pattern, why in _WRONG:
            if found := pattern.fullmatch(words):
                run.drives[found[1]].wrong = why
    return run


def _squeezed(words: str) -> str:
    return " ".join(words.split())


def _tables(lines: list[str]) -> dict[str, _Rows]:
    tables: dict[str, _Rows] = {name: {} for name in TABLES}
    inside = ""
    for line in lines:
        bare = line.strip()
        if head := _HEAD.fullmatch(bare):
            inside = head[1]
        elif _END.fullmatch(bare):
            inside = ""
        elif inside and "|" in bare and not _STAMP.fullmatch(line):
            name, *cells = [cell.strip() for cell in bare.lstrip("! ").rstrip("|").split("|")]
            if name != "Device":
                tables[inside].setdefault(f"/dev/{name}", []).append(cells)
    return tables


def _drive(name: str, run: _Run, tables: dict[str, _Rows], form: Form) -> Drive:
    said = run.drives[name]
    if not (when := said.ended or run.last):
        raise NotALog(
            f"The log does not say when {name} finished. Record the wipe on the device’s page"
        )
    if not (method := said.method or run.method):
        raise NotALog(
            f"The log does not say how {name} was wiped. Record the wipe on the device’s page"
        )
    errors, erased, status = (tables[table].get(name, []) for table in TABLES)
    return Drive(
        name=name,
        model=next(iter(said.models), ""),
        serial=_serial(said),
        method=method,
        finished_at=when,
        failure=said.wrong
        or _status(status)
        or _errors(errors, form)
        or (_how_much(erased) if form.tells_how_much else ""),
        doubt=_doubt(said, status, method),
    )


def _serial(said: _Said) -> str:
    """The one number that is given, or nothing."""
    serial = next(iter(said.serials)) if len(said.serials) == 1 else ""
    return "" if _HIDDEN.fullmatch(serial) else serial


def _doubt(said: _Said, rows: list[list[str]], method: str) -> str:
    """Why the log proves nothing about this drive."""
    if len(said.serials) > 1:
        return "The log has 2 serial numbers for this drive"
    if not (serial := _serial(said)):
        return "The log does not show serial numbers. Run nwipe again without quiet mode"
    if len(rows) != 1 or len(rows[0]) < 4:
        return "Its row in the “Drive Status” table is incomplete or appears twice"
    # The last column, though a model or a number may hold the sign that parts columns.
    known_as = _squeezed("|".join(rows[0][3:]))
    if not known_as.endswith(f"/{serial}"):
        return "The serial number in the last table is different from the lines above it"
    model = known_as.removesuffix(f"/{serial}")
    # Of a model it gives the first 17 letters, of a number all that the lines give.
    if any(model not in one for one in said.models):
        return "The model in the last table is different from the lines above it"
    if _ONLY_LOOKS.match(method):
        return f"The method “{method}” only checks the drive and does not erase it"
    if "FIXME" in method:
        return "The log does not say how this drive was wiped"
    return ""


def _status(rows: list[list[str]]) -> str:
    status = rows[0][0].strip("-! ").casefold() if rows and rows[0] else ""
    if status == "erased":
        return ""
    words = {"failed": "it failed", "uaborted": "it was stopped before it finished"}
    return words.get(status, f"its status is “{status}”")


def _errors(rows: list[list[str]], form: Form) -> str:
    if len(rows) != 1 or len(rows[0]) != form.counts or not all(map(_COUNT.fullmatch, rows[0])):
        # A drive without a row of errors has not been counted.
        return "errors were not counted"
    number = sum(map(int, rows[0]))
    return "" if not number else "1 error" if number == 1 else f"{number} errors"


def _how_much(rows: list[list[str]]) -> str:
    """Of the whole drive, with the areas that it hides."""
    if len(rows) != 1 or len(rows[0]) != 3:
        return "the log does not say how much of it was erased"
    erased, of, share = (cell.rstrip("%").strip() for cell in rows[0])
    if not all(map(_COUNT.fullmatch, (erased, of))) or not _SHARE.fullmatch(share):
        return "the log does not say how much of it was erased"
    if int(of) == 0 or int(erased) != int(of) or Decimal(share) != 100:
        return f"only {share}% of it was erased"
    return ""


def _known_apart(drives: list[Drive]) -> list[Drive]:
    """Adapters give all that they hold one number: then nobody knows which of them was wiped."""
    often = Counter(drive.serial.upper() for drive in drives)
    return [
        replace(one, doubt=f"Serial number {one.serial} appears twice in this log")
        if one.serial and often[one.serial.upper()] > 1
        else one
        for one in drives
    ]


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
