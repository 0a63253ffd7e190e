"""The ONS Postcode Directory: which postcode lies in which of our districts, and where."""

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from django.db import connection, transaction

from diz_portal import patience
from diz_portal.access import Refusal

from .models import Postcode
from .selectors import compact_postcode, our_districts

POSTCODE_COLUMNS = ["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode"]
# `oslaua` in the full directory; lad25cd and its like in editions by local authority.
DISTRICT_COLUMN = re.compile(r"oslaua|lad[0-9][0-9]cd|laua|laua[0-9][0-9]cd")
DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]*)?([eE][+-]?[0-9]{1,2})?")


@dataclass
class Loaded:
    kept: int = 0
    elsewhere: int = 0
    without_place: int = 0


class NotADirectory(Refusal):
    """The file is not one of the ONS Postcode Directory, or holds nothing of ours."""


def import_postcodes(path: Path) -> Loaded:
    """Replace all postcodes by those of the file in our districts, live and ended; or change
    nothing. Reading the same file again changes nothing either."""
    districts = dict(our_districts().values_list("code", "pk"))
    if not districts:
        raise NotADirectory("The partnership has no districts yet: set them up in the admin.")
    loaded = Loaded()
    rows: dict[str, tuple[int, float, float]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            _read(csv.reader(file), districts, rows, loaded)
        except UnicodeDecodeError as error:
            raise NotADirectory(
                "The file is not text: unpack the ONS Postcode Directory and give the CSV file "
                "from its Data folder."
            ) from error
        except csv.Error as error:
            raise NotADirectory(f"The file cannot be read as CSV: {error}.") from error
    if not rows:
        raise NotADirectory(
            "None of the file's postcodes lies in the partnership's districts: nothing was changed."
        )
    loaded.kept = len(rows)
    _replace(rows)
    return loaded


def _read(reader, districts: dict[str, int], rows: dict, loaded: Loaded) -> None:
    header = [heading.strip().casefold() for heading in next(reader, [])]
    postcode, district, latitude, longitude = _columns(header)
    last = max(postcode, district, latitude, longitude)
    for number, cells in enumerate(reader, 2):
        if not cells:
            continue
        if len(cells) <= last:
            raise NotADirectory(f"Row {number} has too few columns: nothing was changed.")
        key = districts.get(cells[district].strip())
        if key is None:
            loaded.elsewhere += 1
            continue
        code = compact_postcode(cells[postcode])
        place = _place(cells[latitude], cells[longitude])
        if not code:
            raise NotADirectory(
                f"Row {number}: “{cells[postcode][:20]}” is not a postcode. Nothing was changed."
            )
        if place is None:
            loaded.without_place += 1
            continue
        rows[code] = (key, *place)


def _place(latitude: str, longitude: str) -> tuple[float, float] | None:
    """None for what is no place: blank, the directory's own 99.999999, or anything but degrees."""
    if not (DEGREES.fullmatch(latitude.strip()) and DEGREES.fullmatch(longitude.strip())):
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
            f"The file is not an ONS Postcode Directory: it has no column for {', '.join(lacking)}."
        )
    at = [header.index(name) for name in found.values() if name is not None]
    return at[0], at[1], at[2], at[3]


@transaction.atomic
def _replace(rows: dict[str, tuple[int, float, float]]) -> None:
    """Readers see the old postcodes until the new ones are all there."""
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
