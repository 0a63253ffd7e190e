"""Which encoding a file of text is in: by a rule, and refused where the rule cannot decide.

A mark at its start says. Without one it is UTF-16 where every second byte is NUL; UTF-8 where the
whole file is; and Windows-1252, as older Excel writes CSV, where every byte is a character of that
and none of them looks like UTF-8. Any other file would be read with wrong letters in somebody's
name, so it is refused with the place of the first byte that does not fit.
"""

import codecs
import contextlib
import csv
import io
import re
from collections.abc import Iterator
from typing import BinaryIO

from .cells import place
from .limits import FileRefused
from .separators import dialect_of

CHUNK = 1 << 20
SAVE_AGAIN = "Open the file in a spreadsheet, correct that cell and save it as “CSV UTF-8”"
_NO_CP1252 = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
_UTF8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


def encoding_of(file: BinaryIO) -> str:
    """The encoding of the whole file; NUL characters and undecidable bytes are refused."""
    file.seek(0)
    encoding = _by_its_start(file.read(4096))
    if (at := _nul_in(file, wide=encoding.startswith("utf-16"))) is not None:
        raise FileRefused(
            f"{_where(file, at, encoding)} contains a NUL character, which is never part of text. "
            "The file may be damaged, or may not be a CSV file. Export it and upload it again"
        )
    wrong = _first_wrong(file, encoding)
    if wrong is None:
        return encoding
    if encoding.startswith("utf-16"):
        raise FileRefused(
            f"{_where(file, wrong, encoding)} is not UTF-16, although the start of the file is. "
            f"The file may be damaged. {SAVE_AGAIN}"
        )
    if encoding == "utf-8-sig" or _find(file, _UTF8) is not None:
        raise FileRefused(
            f"{_where(file, wrong, encoding)} contains a byte ({_byte(file, wrong)}) that is not "
            "UTF-8, although the rest of the file is, so we cannot tell which letter it should "
            f"be. {SAVE_AGAIN}"
        )
    if (stray := _find(file, _NO_CP1252)) is not None:
        raise FileRefused(
            f"{_where(file, stray, 'cp1252')} contains a byte ({_byte(file, stray)}) that is not "
            f"a letter in UTF-8 or in Windows-1252. {SAVE_AGAIN}"
        )
    return "cp1252"


def _by_its_start(start: bytes) -> str:
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    # UTF-16 without its mark: English text then has a NUL in every second place.
    even, odd, half = start[0::2].count(0), start[1::2].count(0), len(start) // 2
    if half > 1 and odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if half > 1 and even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return "utf-8"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _nul_in(file: BinaryIO, *, wide: bool) -> int | None:
    nul, before = b"\0\0" if wide else b"\0", 0
    for chunk in _chunks(file):
        at = chunk.find(nul)
        while at % len(nul) and at > 0:  # two halves of neighbours are no character
            at = chunk.find(nul, at + 1)
        if at >= 0:
            return before + at
        before += len(chunk)
    return None


def _first_wrong(file: BinaryIO, encoding: str) -> int | None:
    """Where the first byte is that the encoding does not know."""
    # The mark itself is UTF-8 like the rest, and so no byte is counted twice.
    decoder = codecs.getincrementaldecoder(encoding.removesuffix("-sig"))()
    before = pending = 0
    try:
        for chunk in _chunks(file):
            pending = len(decoder.getstate()[0])
            decoder.decode(chunk)
            before += len(chunk)
        pending = len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        return before - pending + error.start
    return None


def _find(file: BinaryIO, pattern: re.Pattern[bytes]) -> int | None:
    """Where the pattern first stands; one that lies across two chunks is found as well."""
    tail, before = b"", 0
    for chunk in _chunks(file):
        if found := pattern.search(tail + chunk):
            return before - len(tail) + found.start()
        before += len(chunk)
        tail = (tail + chunk)[-3:]
    return None


def _byte(file: BinaryIO, at: int) -> str:
    file.seek(at)
    return f"0x{file.read(1).hex().upper()}"


def _where(file: BinaryIO, at: int, encoding: str) -> str:
    """The row and the column of a byte."""
    file.seek(0)
    before = file.read(at)
    # Only to count rows and cells, whose marks are the same bytes in all but UTF-16.
    wide = encoding.startswith("utf-16")
    text = before.decode(encoding, "ignore") if wide else before.decode("latin-1")
    text += "x"
    row = column = 0
    with contextlib.suppress(csv.Error):
        for cells in csv.reader(io.StringIO(text, newline=""), dialect_of(text)):
            row, column = row + 1, max(len(cells) - 1, 0)
    return place("", max(row, 1), column)
