"""The ONS Postcode Directory: which postcode lies in which of our districts, and where."""

import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, transaction

from diz_portal import patience
from diz_portal.access import Refusal
from diz_portal.tables import Limits, Row, Table, open_table
from diz_portal.tables.values import Number, OtherConvention, Wrong

from . import derived
from .models import Postcode
from .selectors import compact_postcode, our_districts

POSTCODE_COLUMNS = ["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode"]
# `oslaua` in the full directory; lad25cd and its like in editions by local authority.
DISTRICT_COLUMN = re.compile(r"oslaua|lad[0-9][0-9]cd|laua|laua[0-9][0-9]cd")
# The directory of the whole United Kingdom.
LIMITS = Limits(size=3_000_000_000, rows=5_000_000)
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")
_READ = Number(6, least=-180, most=180, rounded=True)


@dataclass
class Loaded:
    kept: int = 0
    elsewhere: int = 0
    without_place: int = 0
    derived: int = 0
    notes: list[str] = field(default_factory=list)


class NotADirectory(Refusal):
    """The file is not one of the ONS Postcode Directory, or holds nothing of ours."""


def import_postcodes(path: Path) -> Loaded:
    """Replace all postcodes by those of the file in our districts, live and ended; or change
    nothing. Reading the same file again changes nothing either."""
    districts = dict(our_districts().values_list("code", "pk"))
    if not districts:
        raise NotADirectory("The partnership has no districts yet: set them up in the admin")
    loaded = Loaded()
    rows: dict[str, tuple[int, float, float]] = {}
    with path.open("rb") as file:
        table = open_table(file, path.name, _is_known, limits=LIMITS)
        _read(table, districts, rows, loaded)
    if not rows:
        raise NotADirectory("The file contains no postcodes in our districts. Nothing was changed")
    loaded.kept = len(rows)
    loaded.derived = _replace(rows)
    return loaded


def _is_known(heading: str) -> bool:
    name = heading.strip().casefold()
    return name in {*POSTCODE_COLUMNS, "lat", "long"} or bool(DISTRICT_COLUMN.fullmatch(name))


def _read(table: Table, districts: dict[str, int], rows: dict, loaded: Loaded) -> None:
    postcode, district, latitude, longitude = _columns(
        [heading.casefold() for heading in table.headings]
    )
    last = max(postcode, district, latitude, longitude)
    for row in table.rows():
        # A row of a workbook ends with its last cell that is not blank.
        if len(row.cells) <= last and not row.sheet:
            raise NotADirectory(f"{row.place()} has too few columns. Nothing was changed")
        key = districts.get(row.text(district))
        if key is None:
            loaded.elsewhere += 1
            continue
        written = row.text(postcode)
        code = compact_postcode(written)
        place = _place(row.text(latitude), row.text(longitude))
        if not code:
            raise NotADirectory(
                f"{row.place()}: “{written[:20]}” is not a postcode. Nothing was changed"
            )
        if place is None:
            _refuse_commas(row, latitude, longitude)
            loaded.without_place += 1
            continue
        rows[code] = (key, *place)
    loaded.notes = table.notes


def _refuse_commas(row: Row, *columns: int) -> None:
    """Degrees with a decimal comma are no blank: the whole file is written so."""
    for at in columns:
        try:
            _READ(row.text(at) or 0)
        except OtherConvention as wrong:
            raise NotADirectory(f"{row.place(at)}: {wrong}. Nothing was changed") from wrong
        except Wrong:
            continue


def _place(latitude: str, longitude: str) -> tuple[float, float] | None:
    """None for what is no place: blank, the directory's own 99.999999, or anything but degrees."""
    if not (DEGREES.fullmatch(latitude) and DEGREES.fullmatch(longitude)):
        return None
    north, east = float(latitude), float(longitude)
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


def _columns(header: list[str]) -> tuple[int, int, int, int]:
    postcode = next((name for name in POSTCODE_COLUMNS if name in header), None)
    district = next((name for name in header if DISTRICT_COLUMN.fullmatch(name)), None)
    found = {
        "postcode (pcds)": postcode,
        "district (oslaua or lad25cd)": district,
        "latitude (lat)": "lat" if "lat" in header else None,
        "longitude (long)": "long" if "long" in header else None,
    }
    if lacking := [words for words, name in found.items() if name is None]:
        raise NotADirectory(
            f"The file is not an ONS Postcode Directory: it has no column for {', '.join(lacking)}"
        )
    at = [header.index(name) for name in found.values() if name is not None]
    return at[0], at[1], at[2], at[3]


@transaction.atomic
def _replace(rows: dict[str, tuple[int, float, float]]) -> int:
    """Readers see the old postcodes until the new ones are all there, with all that follows from
    them; how many records that are not postcodes changed."""
    lines = io.StringIO()
    for code, (district, latitude, longitude) in sorted(rows.items()):
        lines.write(f"{code}\t{district}\t{latitude}\t{longitude}\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        # Two imports at once wait for each other instead of meeting at the primary key.
        cursor.execute("LOCK TABLE places_postcode IN SHARE ROW EXCLUSIVE MODE")
        Postcode.objects.all().delete()
        with patience.copying(cursor.connection, lines) as file:
            cursor.copy_expert(
                "COPY places_postcode (code, district_id, latitude, longitude) FROM STDIN", file
            )
        cursor.execute("ANALYZE places_postcode")
    return derived.again()
