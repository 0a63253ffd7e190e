"""CSV as spreadsheets really save it: UTF-8, UTF-16 or Windows-1252; comma, semicolon or tab."""

import codecs
import contextlib
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from projects.imports.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, FileRefused

CHUNK = 1 << 20
SEPARATORS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
Rows = Iterator[tuple[int, list[str]]]


def encoding_of(file: BinaryIO) -> str:
    """The encoding of the whole file; NUL bytes and undecodable text are refused."""
    file.seek(0)
    start = file.read(4096)
    file.seek(0)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    elif half := _utf16_without_mark(start):
        encoding = half
    elif start.startswith(codecs.BOM_UTF8):
        encoding = "utf-8-sig"
    else:
        encoding = "utf-8"
    if not encoding.startswith("utf-16") and _holds(file, b"\0"):
        raise FileRefused(_where_nul_is(file, "latin-1"))
    if _decodes(file, encoding):
        if encoding.startswith("utf-16") and _text_holds_nul(file, encoding):
            raise FileRefused(_where_nul_is(file, encoding))
        return encoding
    if encoding == "utf-8" and _decodes(file, "cp1252"):
        return "cp1252"
    raise FileRefused(
        "The text of the file cannot be read: save it as “CSV UTF-8” and upload it again."
    )


def _utf16_without_mark(start: bytes) -> str:
    """UTF-16 without its mark: English text then has a NUL in every second place."""
    if len(start) < 4:
        return ""
    even, odd = start[0::2].count(0), start[1::2].count(0)
    half = len(start) // 2
    if odd > half * 0.7 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.7 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    while chunk := file.read(CHUNK):
        yield chunk


def _holds(file: BinaryIO, what: bytes) -> bool:
    return any(what in chunk for chunk in _chunks(file))


def _decodes(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for chunk in _chunks(file):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _text_holds_nul(file: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    return any("\0" in decoder.decode(chunk) for chunk in _chunks(file))


def _where_nul_is(file: BinaryIO, encoding: str) -> str:
    """The sentence that names the row and the column of the first NUL."""
    file.seek(0)
    text = file.read().decode(encoding, "replace").replace("\0", "\ufffe")
    first = text[: text.index("\ufffe") + 1]
    row = column = 1
    # Where the rest cannot be read as CSV either, the place is told by its characters.
    with contextlib.suppress(csv.Error):
        for row, cells in enumerate(csv.reader(io.StringIO(text, newline=""), _dialect(text)), 1):
            for column, cell in enumerate(cells, 1):
                if "\ufffe" in cell:
                    return (
                        f"Row {row}, column {column} holds a NUL character, which text never does: "
                        "the file was damaged on its way, or is not a CSV file."
                    )
    return f"The file holds a NUL character after {len(first)} characters: it is damaged."


def _dialect(text: str) -> type[csv.Dialect]:
    """Quoted as Excel quotes; separated by whichever separator the heading row uses most."""

    class Found(csv.excel):
        delimiter = separator_of(text)

    return Found


def separator_of(text: str) -> str:
    """The separator most frequent in the first line with one, outside quotation marks."""
    counts = dict.fromkeys(SEPARATORS, 0)
    quoted = False
    for character in text[:20_000]:
        if character == '"':
            quoted = not quoted
        elif not quoted and character in counts:
            counts[character] += 1
        elif not quoted and character in "\r\n" and any(counts.values()):
            break
    best = max(counts, key=counts.__getitem__)
    return best if counts[best] else ","


def rows_of(file: BinaryIO) -> Rows:
    """Each row that is not blank, with the number it has in the file (the first is 1)."""
    encoding = encoding_of(file)
    csv.field_size_limit(MAX_CELL * 4)
    file.seek(0)
    # The wrapper must not close the file of its caller.
    text = io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=encoding, newline="")
    start = text.read(20_000)
    text.seek(0)
    number = 0
    try:
        for number, cells in enumerate(csv.reader(text, _dialect(start)), 1):
            if number > MAX_ROWS:
                raise FileRefused(f"The file has more than {MAX_ROWS:,} rows: split it.")
            if len(cells) > MAX_COLUMNS:
                raise FileRefused(
                    f"Row {number} has {len(cells):,} columns. At most {MAX_COLUMNS} can be read: "
                    "check that its quotation marks and separators are complete."
                )
            if any(cells):
                yield number, cells
    except csv.Error as error:
        reason = "a quotation mark may be missing" if "limit" in str(error) else str(error)
        raise FileRefused(
            f"The file cannot be read after row {number}: {reason}. "
            "Open it in a spreadsheet, check that row and save it as CSV again."
        ) from error


class _Kept(io.RawIOBase):
    """Reads another file, and leaves it open."""

    def __init__(self, file: BinaryIO):
        self._file = file

    def readable(self):
        return True

    def seekable(self):
        return True

    def seek(self, offset, whence=0):
        return self._file.seek(offset, whence)

    def tell(self):
        return self._file.tell()

    def readinto(self, buffer):
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
