"""CSV as spreadsheets really save it: commas, semicolons, tabs or bars; quoted as Excel quotes."""

import csv
import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from .cells import place
from .encodings import encoding_of
from .limits import MAX_CELL, MAX_COLUMNS, FileRefused, Limits
from .separators import Known, dialect_of
from .told import Told

START = 20_000
Rows = Iterator[tuple[int, list[Any]]]


class TextFile:
    """One sheet without a name."""

    days_later = 0

    def __init__(self, file: BinaryIO, known: Known, limits: Limits):
        self._file, self._limits = file, limits
        self._encoding = encoding_of(file)
        with _text(file, self._encoding) as text:
            self._dialect = dialect_of(text.read(START), known)

    def sheets(self, told: Told, first: int | None = None) -> Iterator[tuple[str, Rows]]:
        yield "", self._rows()

    def _rows(self) -> Rows:
        csv.field_size_limit(MAX_CELL)
        number = 0
        with _text(self._file, self._encoding) as text:
            try:
                for number, cells in enumerate(csv.reader(text, self._dialect), 1):
                    if len(cells) > MAX_COLUMNS:
                        raise FileRefused(
                            f"Row {number} has {len(cells):,} columns. We can read up to "
                            f"{MAX_COLUMNS}. Check its quotation marks and separators"
                        )
                    if any(cells):
                        if number > self._limits.rows:
                            self._limits.check_row(number)
                        yield number, cells
            except csv.Error as error:
                raise FileRefused(self._why(number + 1, str(error))) from error

    def _why(self, number: int, error: str) -> str:
        """What is said of the row that cannot be read, with the column that it fails in."""
        quote, separator = '"', self._dialect.delimiter
        column, opened, state = 0, False, "start"
        for character in self._record(number):
            if state == "quoted":
                state = "closed" if character == quote else "quoted"
            elif character == separator:
                column, state = column + 1, "start"
            elif character == quote and state in ("start", "closed"):
                opened, state = True, "quoted"
            elif state == "closed":
                if character not in "\r\n":
                    break
            else:
                state = "bare"
        where = place("", number, column)
        if state == "closed":
            return (
                f"{where} has a quotation mark inside a cell that is in quotation marks. Double "
                "that mark, or open the file in a spreadsheet and save it as CSV again"
            )
        if "limit" in error and not opened:
            return (
                f"{where} has more than {MAX_CELL:,} characters, which is the most we can read. "
                "Make the text shorter"
            )
        if "limit" in error or "unexpected end" in error:
            return (
                f"{where} begins with a quotation mark, and has more than {MAX_CELL:,} characters "
                "or all the rest of the file. The mark that ends it may be missing. Add that mark, "
                "or make the text shorter"
            )
        return (
            f"{where} cannot be read ({error}). Open the file in a spreadsheet, check that row "
            "and save it as CSV again"
        )

    def _record(self, number: int) -> str:
        """The beginning of a row as it is written, to find the fault in it."""
        with _text(self._file, self._encoding) as text:
            if number > 1:
                for done, _ in enumerate(csv.reader(_lines(text), self._dialect), 1):
                    if done == number - 1:
                        break
            return text.read(MAX_CELL * 2)


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Line by line without reading ahead, so that the rest is read from where the row ended."""
    while line := text.readline():
        yield line


def _text(file: BinaryIO, encoding: str) -> io.TextIOWrapper:
    """The file as text from its start. Closing it leaves the caller's file open."""
    file.seek(0)
    return io.TextIOWrapper(io.BufferedReader(_Kept(file)), encoding=encoding, newline="")


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
