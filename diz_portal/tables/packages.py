"""Workbooks are zip archives of XML: judged by their own directory before anything is unpacked."""

import zipfile
from collections.abc import Callable, Iterator
from typing import Any, BinaryIO
from xml.parsers import expat

from .limits import (
    MAX_FILES_INSIDE,
    MAX_RATIO,
    MAX_UNPACKED,
    RATIO_COUNTS_FROM,
    FileRefused,
    said_size,
)

CHUNK = 1 << 16
# The list of an archive's parts, one entry; counted before it is read, since a list of a
# million is itself a bomb.
_ENTRY = b"PK\x01\x02"
DAMAGED = (
    "The workbook is damaged or incomplete. Open it in a spreadsheet, save it and upload it again"
)
LOCKED = (
    "The workbook has a password. Remove the password (in Excel: File, Info, Protect Workbook) "
    "and upload it again"
)
MACROS = "The workbook contains macros. Save it as .xlsx without macros, or as CSV, and upload that"
XLSX, ODS = "xlsx", "ods"
_ODS_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def open_package(file: BinaryIO) -> tuple[str, zipfile.ZipFile]:
    """Which kind of workbook it is, and the archive. What would unpack to too much is refused."""
    file.seek(0)
    if sum(chunk.count(_ENTRY) for chunk in iter(lambda: file.read(1 << 20), b"")) > (
        MAX_FILES_INSIDE
    ):
        raise FileRefused(
            f"The workbook contains more than {MAX_FILES_INSIDE:,} parts, which no table needs. "
            "Copy the table to a new workbook and upload that"
        )
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:
        raise FileRefused(DAMAGED) from error
    return _judge(archive), archive


def _judge(archive: zipfile.ZipFile) -> str:
    parts = archive.infolist()
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(LOCKED)
    unpacked = sum(part.file_size for part in parts)
    if unpacked > MAX_UNPACKED:
        raise FileRefused(
            f"The workbook is {said_size(unpacked)} once unpacked. It must be "
            f"{said_size(MAX_UNPACKED)} or smaller. Copy the table to a new workbook, or save it "
            "as CSV"
        )
    for part in parts:
        large = part.file_size > RATIO_COUNTS_FROM
        if large and part.file_size > MAX_RATIO * max(part.compress_size, 1):
            raise FileRefused(
                "The workbook is too compressed to read safely. Copy the table to a new workbook, "
                "or save it as CSV"
            )
    names = {part.filename for part in parts}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused(MACROS)
    if "xl/workbook.xml" in names:
        return XLSX
    if "xl/workbook.bin" in names:
        raise FileRefused(
            "The file is a binary Excel workbook (.xlsb). Save it as .xlsx or as CSV and upload "
            "that"
        )
    if "content.xml" in names and _mimetype(archive).startswith(_ODS_TYPE):
        return ODS
    raise FileRefused(
        "The file is a zip archive, not a workbook. Unpack it, or save the table as .xlsx, .ods "
        "or CSV, and upload that"
    )


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    try:
        with archive.open("mimetype") as part:
            return part.read(100)
    except Exception:  # noqa: BLE001  each way of packing fails in words of its own
        return b""


def walk(
    archive: zipfile.ZipFile,
    part: str,
    set_up: Callable[[Any], None],
) -> Iterator[None]:
    """Parse one part, chunk by chunk; `set_up` gives the parser its handlers.

    No document type is taken, and so no entity: neither format has one, every XML bomb does.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _no_doctype
    set_up(parser)
    try:
        with archive.open(part) as file:
            while chunk := file.read(CHUNK):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        yield
    except FileRefused:
        raise
    except Exception as error:
        raise FileRefused(DAMAGED) from error


def _no_doctype(*about: Any) -> None:
    raise ValueError("a document type")


def read_through(archive: zipfile.ZipFile, part: str, set_up: Callable[[Any], None]) -> None:
    for _ in walk(archive, part, set_up):
        pass
