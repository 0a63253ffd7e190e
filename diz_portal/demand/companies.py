"""Companies House's monthly file of all companies: ours are kept, by postcode alone."""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, cast

from django.db import connection, transaction
from django.utils import timezone

from diz_portal import patience
from diz_portal.access import Refusal
from diz_portal.places.models import Postcode
from diz_portal.places.selectors import compact_postcode
from diz_portal.tables import Limits, Table, open_table

from .models import Company, Register
from .sections import section_of
from .selectors import sector_of

NUMBER = "CompanyNumber"
POSTCODE = "RegAddress.PostCode"
STATUS = "CompanyStatus"
FOUNDED = "IncorporationDate"
INDUSTRY = "SICCode.SicText_1"
COLUMNS = (NUMBER, POSTCODE, STATUS, FOUNDED, INDUSTRY)
_KNOWN = {one.casefold() for one in COLUMNS}
# All companies of the United Kingdom: over five million.
LIMITS = Limits(size=6_000_000_000, rows=10_000_000)
DIGITS = 8


@dataclass
class Loaded:
    kept: int = 0
    active: int = 0
    elsewhere: int = 0
    without_number: int = 0
    twice: int = 0
    notes: list[str] = field(default_factory=list)


class NotTheRegister(Refusal):
    """The file is not one of Companies House, or has no company of ours."""


def import_companies(path: Path) -> Loaded:
    """Replace all companies by those of the file in our districts, or change nothing."""
    districts = dict(
        Postcode.objects.filter(district__is_ours=True).values_list("code", "district")
    )
    if not districts:
        raise NotTheRegister(
            "No postcodes of our districts are loaded. Run import_postcodes first. Nothing was "
            "changed"
        )
    loaded = Loaded()
    rows: dict[str, tuple] = {}
    with _opened(path) as (file, name):
        table = open_table(file, name, _is_known, limits=LIMITS)
        _read(table, districts, rows, loaded)
    if not rows:
        raise NotTheRegister("The file contains no companies in our districts. Nothing was changed")
    loaded.kept = len(rows)
    loaded.active = sum(is_active for *_, is_active, _ in rows.values())
    _replace(rows, path.name)
    return loaded


@contextmanager
def _opened(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The CSV, also inside the zip that it is published in: unpacked as it is read."""
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            yield file, path.name
        return
    with zipfile.ZipFile(path) as archive:
        inside = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
        if len(inside) != 1:
            raise NotTheRegister(
                "The zip must contain one CSV file. Download the file again from Companies House. "
                "Nothing was changed"
            )
        with archive.open(inside[0]) as member:
            yield cast(BinaryIO, member), inside[0].filename


def _is_known(heading: str) -> bool:
    return heading.strip().casefold() in _KNOWN


def _read(table: Table, districts: dict[str, int], rows: dict, loaded: Loaded) -> None:
    number_at, postcode_at, status_at, founded_at, industry_at = _columns(table.headings)
    for row in table.rows():
        cells = row.cells
        written = cells[postcode_at] if len(cells) > postcode_at else ""
        # Nearly all are elsewhere: as little as possible is done for them.
        code = (written or "").replace(" ", "").upper()
        district = districts.get(code)
        if district is None:
            code = compact_postcode(code)
            district = districts.get(code)
        if district is None:
            loaded.elsewhere += 1
            continue
        number = _number(row.text(number_at))
        if not number:
            loaded.without_number += 1
            continue
        loaded.twice += number in rows
        founded = row.text(founded_at)[-4:]
        rows[number] = (
            sector_of(code),
            district,
            section_of(row.text(industry_at)),
            row.text(status_at).casefold().startswith("active"),
            int(founded) if founded.isdecimal() and len(founded) == len("2026") else None,
        )
    loaded.notes = table.notes


def _columns(headings: list[str]) -> list[int]:
    found = [heading.strip().casefold() for heading in headings]
    lacking = [one for one in COLUMNS if one.casefold() not in found]
    if lacking:
        raise NotTheRegister(
            "The file is not the company data of Companies House: it has no column for "
            f"{', '.join(lacking)}. Nothing was changed"
        )
    return [found.index(one.casefold()) for one in COLUMNS]


def _number(text: str) -> str:
    """Eight characters; a spreadsheet may have taken the zeros at its start."""
    text = text.upper()
    text = text.zfill(DIGITS) if text.isdecimal() else text
    return text if len(text) == DIGITS and text.isascii() and text.isalnum() else ""


@transaction.atomic
def _replace(rows: dict[str, tuple], name: str) -> None:
    lines = io.StringIO()
    for number, (sector, district, section, is_active, founded) in sorted(rows.items()):
        year = "\\N" if founded is None else founded
        lines.write(f"{number}\t{sector}\t{district}\t{section}\t{is_active}\t{year}\n")
    lines.seek(0)
    with connection.cursor() as cursor:
        # Two imports at once wait for each other instead of meeting at the primary key.
        cursor.execute("LOCK TABLE demand_company IN SHARE ROW EXCLUSIVE MODE")
        Company.objects.all().delete()
        with patience.copying(cursor.connection, lines) as file:
            cursor.copy_expert(
                "COPY demand_company "
                "(number, sector, district_id, section, is_active, incorporated) FROM STDIN",
                file,
            )
        cursor.execute("ANALYZE demand_company")
    Register.objects.update_or_create(
        pk=1, defaults={"file": name[:150], "companies": len(rows), "loaded_at": timezone.now()}
    )
