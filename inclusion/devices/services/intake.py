"""Many devices at once, from a spreadsheet saved as CSV: all of them, or none and every error."""

import csv
import io
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from diz_portal.access import Refusal
from inclusion.devices.models import HOLDS_DATA, Device, DeviceKind, Donation
from inclusion.devices.services import devices

COLUMNS = ("kind", "make", "model", "serial", "drive_serial", "charger", "shelf")
NEEDED = ("kind",)
MOST_ROWS = 1_000
LARGEST = 1_000_000
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


class FileHasErrors(Refusal):
    message = "Nothing was taken in. Correct the rows below and choose the file again."

    def __init__(self, errors: list[RowError]):
        self.errors = errors
        super().__init__()


class NotATable(Refusal):
    message = "The file cannot be read as a table. Save it as CSV (UTF-8) and choose it again."


@transaction.atomic
def take_in_file(
    *, content: bytes, kept_by: Any, by: Any, donation: Donation | None = None
) -> list[Device]:
    """Take in every row of the file, or none of them."""
    rows = _rows(content)
    errors: list[RowError] = []
    wanted = [(number, _details(number, row, errors)) for number, row in rows]
    _find_doubles(wanted, kept_by, errors)
    if errors:
        raise FileHasErrors(sorted(errors, key=lambda error: error.row))
    return [
        devices.take_in(by=by, kept_by=kept_by, donation=donation, **details)
        for _, details in wanted
    ]


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    if len(content) > LARGEST:
        raise NotATable("The file is larger than 1 MB. Split it in two.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if "\0" in text:
        raise NotATable
    try:
        table = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise NotATable from None
    if not table:
        raise NotATable("The file is empty.")
    head = [cell.strip().casefold().replace(" ", "_") for cell in table[0]]
    if missing := [name for name in NEEDED if name not in head]:
        raise NotATable(f"The first row must name the columns. Missing: {', '.join(missing)}.")
    if unknown := [name for name in head if name and name not in COLUMNS]:
        raise NotATable(f"These columns are not known: {', '.join(unknown)[:200]}.")
    rows = [
        (number, dict(zip(head, (cell.strip() for cell in line), strict=False)))
        for number, line in enumerate(table[1:], 2)
        if any(cell.strip() for cell in line)
    ]
    if not rows:
        raise NotATable("The file names its columns but holds no devices.")
    if len(rows) > MOST_ROWS:
        raise NotATable(f"That is more than {MOST_ROWS:,} devices. Split the file in two.")
    return rows


def _details(number: int, row: dict[str, str], errors: list[RowError]) -> dict[str, Any]:
    kind = _KINDS.get(row.get("kind", "").casefold())
    if kind is None:
        known = ", ".join(one.value for one in DeviceKind)
        given = row.get("kind", "")[:40] or "nothing"
        errors.append(RowError(number, f"kind is “{given}”. Use one of: {known}."))
        kind = DeviceKind.ACCESSORY
    for name, longest in _LONGEST.items():
        if len(row.get(name, "")) > longest:
            errors.append(RowError(number, f"{name} is longer than {longest} letters."))
    charger = row.get("charger", "").casefold()
    if charger not in _YES | _NO:
        errors.append(RowError(number, f"charger is “{charger[:40]}”. Use yes or no."))
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


def _find_doubles(wanted: list, kept_by: Any, errors: list[RowError]) -> None:
    serials = [details["serial"] for _, details in wanted if details["serial"]]
    known = set(
        Device.objects.filter(kept_by=kept_by, serial__in=serials).values_list("serial", flat=True)
    )
    seen: dict[str, int] = {}
    for number, details in wanted:
        serial = details["serial"]
        if not serial:
            continue
        if serial in known:
            errors.append(RowError(number, f"Serial number {serial} is here already."))
        elif serial in seen:
            errors.append(RowError(number, f"Serial number {serial} stands in row {seen[serial]}."))
        seen.setdefault(serial, number)
