"""What an uploaded file really is, judged by its content and never unpacked."""

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import Any

import puremagic
from django.conf import settings

from diz_portal.access import Refusal

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
TYPES = {
    "pdf": "application/pdf",
    "docx": DOCX,
    "xlsx": XLSX,
    "odt": ODT,
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "csv": "text/csv",
    "txt": "text/plain",
}
ALLOWED = "PDF, Word (DOCX), Excel (XLSX), ODT, PNG, JPG, CSV or TXT"
ACCEPT = ",".join(f".{extension}" for extension in TYPES)

MOST_PARTS = 3_000
MOST_UNPACKED = 100 * 1024 * 1024
LONGEST_NAME = 150
HEAD = 8192

_ENTRY = b"PK\x01\x02"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe|\?xml|\?php)", re.I)
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class FileRefused(Refusal):
    message = f"The file must be a {ALLOWED}"


@dataclass(frozen=True)
class Inspected:
    name: str
    content_type: str
    size: int


def inspect(upload: Any) -> Inspected:
    """Say what an upload is, or refuse it with a sentence for the person who chose it."""
    name = clean_name(upload.name)
    _check_size(upload.size)
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    upload.seek(0)
    try:
        found = _sniff(upload, extension)
    finally:
        upload.seek(0)
    if extension not in TYPES:
        raise FileRefused
    if found != TYPES[extension]:
        raise FileRefused(f"The file is not a real .{extension} file. Save it again as {ALLOWED}")
    return Inspected(name=name, content_type=found, size=upload.size)


def clean_name(name: str) -> str:
    """A name to show and to offer for saving: no folders, nothing invisible, not too long."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = re.sub(r'["<>:|?*\t\n\r]', " ", name)
    # Control and format characters: NUL, right-to-left override, half characters.
    hidden = {"Cc", "Cf", "Cs", "Co", "Cn"}
    name = "".join(character for character in name if unicodedata.category(character) not in hidden)
    name = " ".join(name.split()).strip(". ")
    stem, dot, extension = name.rpartition(".")
    if not dot:
        stem, extension = name, ""
    stem = stem.strip(". ") or "document"
    extension = extension[:10]
    room = LONGEST_NAME - len(extension) - len(dot)
    return f"{stem[:room].rstrip()}{dot}{extension}"


def _check_size(size: int) -> None:
    if not size:
        raise FileRefused("The file is empty. Select another file")
    if size > settings.DOCUMENT_MAX_BYTES:
        limit = settings.DOCUMENT_MAX_BYTES // (1024 * 1024)
        raise FileRefused(f"Select a file smaller than {limit}MB")


def _sniff(upload: Any, extension: str) -> str:
    head = upload.read(HEAD)
    if head.startswith(b"%PDF-"):
        return TYPES["pdf"]
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return TYPES["png"]
    if head.startswith(b"\xff\xd8\xff"):
        return TYPES["jpg"]
    if head.startswith(b"PK"):
        return _sniff_package(upload)
    if head.startswith(_OLD_OFFICE):
        raise FileRefused(
            "The file has a password or is from an old version of Office. Save it without a "
            "password as DOCX, XLSX or PDF"
        )
    if _MARKUP.search(head.replace(b"\x00", b"")):
        raise FileRefused(
            "You cannot upload web pages, drawings or scripts. Save it as a PDF and upload that"
        )
    return _sniff_text(upload, head, extension)


def _sniff_package(upload: Any) -> str:
    """Office files are zip archives. Only the list of contents is read before it is judged."""
    too_much = FileRefused("The file is too large once unpacked. Save it as a PDF")
    upload.seek(0)
    if upload.read().count(_ENTRY) > MOST_PARTS:
        # Before the list is read: a list of 200,000 is itself a bomb.
        raise too_much
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as package:
            return _judge(package, too_much)
    except FileRefused:
        raise
    except Exception:  # noqa: BLE001  each way of packing fails in words of its own
        raise FileRefused(
            "The file is damaged or incomplete. Save it again and try again"
        ) from None


def _judge(package: zipfile.ZipFile, too_much: FileRefused) -> str:
    parts = package.infolist()
    names = {part.filename for part in parts}
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise too_much
    if any(part.flag_bits & 0x1 for part in parts):
        raise FileRefused("The file has a password. Save it without one and try again")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("The file contains macros. Save it without macros and try again")
    if "[Content_Types].xml" in names:
        if "word/document.xml" in names:
            return DOCX
        if "xl/workbook.xml" in names:
            return XLSX
    if "mimetype" in names and package.getinfo("mimetype").file_size == len(ODT):
        with package.open("mimetype") as mimetype:
            if mimetype.read(len(ODT)) == ODT.encode():
                return ODT
    return "application/zip"


def _sniff_text(upload: Any, head: bytes, extension: str) -> str:
    """CSV and TXT have no mark of their own: they are whatever is readable text throughout."""
    text_types = {TYPES["csv"], TYPES["txt"]}
    if TYPES.get(extension) not in text_types:
        return "application/octet-stream"
    if head.startswith(b"#!") or _is_known_binary(head):
        return "application/octet-stream"
    upload.seek(0)
    content = upload.read()
    if content.startswith(_BOMS[1:]):
        try:
            content.decode("utf-16")
        except UnicodeDecodeError:
            return "application/octet-stream"
    elif re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", content):
        return "application/octet-stream"
    return TYPES[extension]


def _is_known_binary(head: bytes) -> bool:
    try:
        kinds = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    # Short marks match by chance ("BM" begins many a text); long ones do not.
    return any(len(kind.byte_match) >= 4 for kind in kinds) and b"\x00" in head
