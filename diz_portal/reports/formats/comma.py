"""CSV (UTF-8): one table where the report has a main one, else every figure in one long table.

It begins with the mark by which Excel reads its letters: somebody opens it with a double click.
"""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from diz_portal.reports.paper import for_programs
from diz_portal.spreadsheets import BYTE_ORDER_MARK, csv_parts

from .production import Production

LONG = ("table", "row", "name", "column", "value")


def write(production: Production, file: IO[bytes]) -> None:
    header, rows = _table(production)
    file.write(BYTE_ORDER_MARK.encode())
    for part in csv_parts(header, rows):
        file.write(part.encode())


def _table(production: Production) -> tuple[Iterable[str], Iterable[Iterable[Any]]]:
    for table in production.paper.tables():
        if table.key == production.csv_table:
            header = [column.key for column in table.columns]
            return header, (map(for_programs, row) for row in production.rows(table))
    return LONG, _long(production)


def _long(production: Production) -> Iterator[tuple[Any, ...]]:
    """One line for each cell, named by its table, its row and what stands first in the row."""
    for table in production.paper.tables():
        for number, row in enumerate(production.rows(table), start=1):
            name = for_programs(row[0])
            for column, value in zip(table.columns[1:], row[1:], strict=True):
                yield table.key, number, name, column.key, for_programs(value)
