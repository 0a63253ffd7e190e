"""Many rows into one table at the speed of COPY, through a file so that memory stays flat."""

import secrets
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection

from diz_portal import patience
from diz_portal.references import ALPHABET, LENGTH

SET_ASIDE = 5_000
# The largest multiple of 28 below 256: bytes from there on would favour some letters.
_FAIR = 256 - 256 % len(ALPHABET)
_LETTERS = bytes(ord(ALPHABET[value % len(ALPHABET)]) for value in range(256))
_UNFAIR = bytes(range(_FAIR, 256))


def _cell(value: Any) -> str:
    """A value as COPY's text format has it."""
    if value is None:
        return "\\N"
    if type(value) is not str:
        return str(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    if value.isprintable():
        return value
    return value.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")


class Copy:
    """Rows for a table, written to disk and loaded in one COPY."""

    def __init__(self, table: str, columns: Sequence[str]):
        names = ", ".join(f'"{name}"' for name in columns)
        self._sql = f'COPY "{table}" ({names}) FROM STDIN'
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  `close` closes it
        self._lines: list[str] = []

    def add(self, row: Sequence[Any]) -> None:
        self._lines.append("\t".join(map(_cell, row)))
        if len(self._lines) >= 1_000:
            self._write()

    def _write(self) -> None:
        if self._lines:
            self._file.write(("\n".join(self._lines) + "\n").encode())
            self._lines.clear()

    def load(self) -> None:
        self._write()
        self._file.seek(0)
        with (
            connection.cursor() as cursor,
            patience.copying(cursor.connection, self._file) as file,
        ):
            cursor.copy_expert(self._sql, file, 1 << 18)

    def close(self) -> None:
        self._file.close()


def keys_of(table: str) -> Iterator[int]:
    """Primary keys of a table set aside for rows still to be written; gaps do no harm."""
    while True:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [table, SET_ASIDE],
            )
            keys = [key for (key,) in cursor.fetchall()]
        yield from keys


def references() -> Iterator[str]:
    """Random references like `new_reference()`, thousands at a time."""
    while True:
        letters = secrets.token_bytes(SET_ASIDE * LENGTH).translate(_LETTERS, _UNFAIR).decode()
        for at in range(0, len(letters) - LENGTH + 1, LENGTH):
            yield letters[at : at + LENGTH]


Parameters = Sequence[Any] | Mapping[str, Any]


def execute(sql: str, parameters: Parameters = ()) -> int:
    """Run one statement; the number of rows it touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.rowcount


def fetch(sql: str, parameters: Parameters = ()) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
