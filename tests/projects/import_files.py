"""Files to bring in: rows as CSV or as a workbook, and the real ones beside the repository."""

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

# Real input, laid beside the repository and never part of it.
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "data"
HEADER = [
    "ods_code",
    "uprn",
    "name",
    "address",
    "postcode",
    "district",
    "latitude",
    "longitude",
    "supplier",
    "order_ref",
    "stage",
    "stage_date",
    "download_before_mbps",
    "upload_before_mbps",
    "download_after_mbps",
    "upload_after_mbps",
    "cost_estimate",
    "cost_actual",
    "notes",
]


def shared(*names: str) -> list[Path]:
    """Those of the real files that are there, for a test's parameters."""
    return [SHARED / name for name in names if (SHARED / name).exists()]


def csv_bytes(rows, header=None, encoding="utf-8", **options) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, **options)
    writer.writerow(header or HEADER)
    for row in rows:
        writer.writerow([row.get(name, "") for name in header or HEADER])
    return out.getvalue().encode(encoding)


def csv_file(rows, header=None, name="sites.csv", **options):
    return SimpleUploadedFile(name, csv_bytes(rows, header, **options))


def workbook(sheets: dict[str, list[list]], name="sites.xlsx"):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue())


def bomb(megabytes: int) -> bytes:
    """A small workbook that unpacks to many megabytes of blanks."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def site_row(**values) -> dict:
    return {
        "ods_code": "E82001",
        "name": "Elm Surgery",
        "postcode": "CM20 1AA",
        "district": "Harlow",
        **values,
    }
