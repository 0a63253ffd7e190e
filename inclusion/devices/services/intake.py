"""Many devices at once, from a spreadsheet: all of them, or none and every error."""

from dataclasses import dataclass
from typing import Any, BinaryIO

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.tables import FileRefused, Limits, Row, Table, open_table
from inclusion.devices.models import HOLDS_DATA, Device, DeviceKind, Donation
from inclusion.devices.services import devices
from partners.models import Organisation

COLUMNS = ("kind", "make", "model", "serial", "drive_serial", "charger", "shelf")
NEEDED = ("kind",)
MOST_ROWS = 1_000
LIMITS = Limits(size=1_000_000, rows=2 * MOST_ROWS)
_KINDS = {kind.value: kind for kind in DeviceKind} | {
    kind.label.casefold(): kind for kind in DeviceKind
}
_YES = {"", "yes", "y", "true", "1"}
_NO = {"no", "n", "false", "0"}
_LONGEST = {"make": 60, "model": 80, "serial": 60, "drive_serial": 60, "shelf": 60}


@dataclass(frozen=True)
class RowError:
    row: int
    sentence: str
    # Of a workbook.
    sheet: str = ""


class FileHasErrors(Refusal):
    message = "Nothing was taken in. Correct the rows below and choose the file again."

    def __init__(self, errors: list[RowError]):
        self.errors = errors
        super().__init__()


class NotATable(Refusal):
    """The file is no list of devices, said in a sentence."""


@transaction.atomic
def take_in_file(
    *, file: BinaryIO, name: str, kept_by: Organisation, by: User, donation: Donation | None = None
) -> tuple[list[Device], list[str]]:
    """Take in every row of the file, or none; with it what a person ought to know of the file."""
    table = open_table(file, name, lambda heading: _plain(heading) in COLUMNS, limits=LIMITS)
    errors: list[RowError] = []
    wanted = [(row, _details(row, cells, errors)) for row, cells in _rows(table, errors)]
    _find_doubles(wanted, kept_by, errors)
    if errors:
        raise FileHasErrors(sorted(errors, key=lambda error: (error.sheet, error.row)))
    made = [
        devices.take_in(by=by, kept_by=kept_by, donation=donation, **details)
        for _, details in wanted
    ]
    return made, table.notes


def _plain(heading: str) -> str:
    return heading.strip().casefold().replace(" ", "_")


def _rows(table: Table, errors: list[RowError]) -> list[tuple[Row, dict[str, str]]]:
    head = [_plain(heading) for heading in table.headings]
    if missing := [name for name in NEEDED if name not in head]:
        raise NotATable(f"One row must name the columns. Missing: {', '.join(missing)}.")
    if unknown := [name for name in head if name and name not in COLUMNS]:
        raise NotATable(f"These columns are not known: {', '.join(unknown)[:200]}.")
    rows = []
    for row in table.rows():
        cells = {name: _text(row, at, errors) for at, name in enumerate(head)}
        if any(cells.values()):
            rows.append((row, cells))
    if not rows:
        raise NotATable("The file names its columns but holds no devices.")
    if len(rows) > MOST_ROWS:
        raise NotATable(f"That is more than {MOST_ROWS:,} devices. Split the file in two.")
    return rows


def _text(row: Row, at: int, errors: list[RowError]) -> str:
    try:
        return row.text(at)
    except FileRefused as refused:
        errors.append(_wrong(row, refused.message))
        return ""


def _wrong(row: Row, sentence: str) -> RowError:
    return RowError(row.number, sentence, row.sheet)


def _details(at: Row, row: dict[str, str], errors: list[RowError]) -> dict[str, Any]:
    kind = _KINDS.get(row.get("kind", "").casefold())
    if kind is None:
        known = ", ".join(one.value for one in DeviceKind)
        given = row.get("kind", "")[:40] or "nothing"
        errors.append(_wrong(at, f"kind is “{given}”. Use one of: {known}."))
        kind = DeviceKind.ACCESSORY
    for name, longest in _LONGEST.items():
        if len(row.get(name, "")) > longest:
            errors.append(_wrong(at, f"{name} is longer than {longest} letters."))
    charger = row.get("charger", "").casefold()
    if charger not in _YES | _NO:
        errors.append(_wrong(at, f"charger is “{charger[:40]}”. Use yes or no."))
    return {
        "kind": kind,
        "make": row.get("make", ""),
        "model": row.get("model", ""),
        "serial": row.get("serial", ""),
        "medium_serial": row.get("drive_serial", ""),
        "shelf": row.get("shelf", ""),
        "holds_data": kind in HOLDS_DATA,
        "mains_powered": charger not in _NO,
    }


def _find_doubles(
    wanted: list[tuple[Row, dict[str, Any]]], kept_by: Organisation, errors: list[RowError]
) -> None:
    serials = [details["serial"] for _, details in wanted if details["serial"]]
    known = set(
        Device.objects.filter(kept_by=kept_by, serial__in=serials).values_list("serial", flat=True)
    )
    seen: dict[str, Row] = {}
    for row, details in wanted:
        serial = details["serial"]
        if not serial:
            continue
        if serial in known:
            errors.append(_wrong(row, f"Serial number {serial} is here already."))
        elif serial in seen:
            where = seen[serial].place()
            sentence = f"Serial number {serial} stands in {where[0].lower()}{where[1:]}."
            errors.append(_wrong(row, sentence))
        seen.setdefault(serial, row)
