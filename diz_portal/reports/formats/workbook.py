"""The report as an Excel workbook that somebody who cannot see can use, after the guidance of the
Government Analysis Function: a cover, contents, notes, then one table a sheet from its first cell
on, no merged cells, no blank rows, units in headings, `[c]` and `[x]` for what is not there.

Marked-up tables stand in memory, so beyond `MARKED_UP` rows a workbook is written row by row, with
frozen headings and a filter in the table's place.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone

from diz_portal.reports.paper import MARKS, Kind, Mark, Table, Text, plain
from diz_portal.spreadsheets import NARROWEST, WIDEST

from .production import Production

MARKED_UP = 20_000
LONGEST_NAME = 31  # of a sheet
MOST_DIGITS = 10**15
FORMATS = {
    Kind.WHOLE: "#,##0",
    Kind.NUMBER: "#,##0.######",
    Kind.POUNDS: "£#,##0.00",
    Kind.SHARE: "0%",
    Kind.DAY: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
WIDTHS = {Kind.DAY: 12, Kind.MOMENT: 18, Kind.POUNDS: 14, Kind.SHARE: 10}


def write(production: Production, file: IO[bytes]) -> None:
    tables = list(production.paper.tables())
    is_long = sum(table.count for table in tables) > MARKED_UP
    # With the first workbook: whoever looks at pages needs none of it.
    import xlsxwriter

    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": is_long,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": production.paper.title, "author": production.shown["author"]})
    _Book(production, book, tables, is_long=is_long).write()
    book.close()


class _Book:
    def __init__(self, production, book, tables: Sequence[Table], *, is_long: bool):
        self.production, self.book, self.tables, self.is_long = production, book, tables, is_long
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self.formats = {
            kind: book.add_format({"num_format": shape, "valign": "top"})
            for kind, shape in FORMATS.items()
        }
        self.names = _sheet_names(tables)

    def write(self) -> None:
        self._words("Cover", self._cover())
        self._words("Contents", self._contents())
        self._words("Notes", self._notes())
        if commentary := self._commentary():
            self._words("Commentary", commentary)
        for table, name in zip(self.tables, self.names, strict=True):
            self._table(table, name)

    def _words(self, name: str, rows: Iterable[Sequence[Any]]) -> None:
        """A sheet of words: its title in the first cell, then a line of headings, then rows."""
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 34)
        sheet.set_column(1, 1, 90)
        for number, row in enumerate(rows):
            for column, (words, look) in enumerate(row):
                if isinstance(words, tuple):
                    sheet.write_url(number, column, words[0], string=words[1])
                else:
                    sheet.write_string(number, column, words, look)

    def _cover(self) -> Iterable[Sequence[Any]]:
        shown = self.production.shown
        yield [(shown["title"], self.title)]
        facts = (
            (shown["marking"], ""),
            (shown["subtitle"], ""),
            *((one["label"], one["said"]) for one in shown["facts"]),
            ("Published by", shown["author"]),
            ("Figures as at", shown["as_at_said"]),
            ("Read from the portal", shown["read_at_said"]),
            (
                "How to use this workbook",
                "“Contents” lists the sheets. Each table begins in the first cell of its "
                "sheet. “Notes” explains the letters in brackets.",
            ),
        )
        for label, words in facts:
            if label:
                yield [(label, self.bold), (words, self.wrapped)] if words else [(label, self.bold)]

    def _contents(self) -> Iterable[Sequence[Any]]:
        yield [("Contents", self.title)]
        yield [("Sheet", self.bold), ("What it shows", self.bold)]
        yield [(("internal:'Notes'!A1", "Notes"), None), ("Notes and symbols", self.wrapped)]
        if self._commentary():
            link = ("internal:'Commentary'!A1", "Commentary")
            yield [(link, None), ("Comments on the figures", self.wrapped)]
        for table, name in zip(self.tables, self.names, strict=True):
            link = (f"internal:'{name}'!A1", name)
            yield [(link, None), (table.title, self.wrapped)]

    def _notes(self) -> Iterable[Sequence[Any]]:
        yield [("Notes", self.title)]
        yield [("Note", self.bold), ("What it means", self.bold)]
        for mark, meaning in MARKS.items():
            yield [(mark.short, self.bold), (meaning.capitalize(), self.wrapped)]
        for number, note in enumerate(self.production.paper.notes, start=1):
            yield [(f"Note {number}", self.bold), (note, self.wrapped)]
        for table in self.tables:
            if table.note:
                yield [(table.title, self.bold), (table.note, self.wrapped)]

    def _commentary(self) -> list[Sequence[Any]]:
        rows = [
            [(section.title, self.bold), (sentence.text, self.wrapped)]
            for section in self.production.paper.sections
            for part in section.parts
            if isinstance(part, Text)
            for sentence in part.sentences
        ]
        if not rows:
            return []
        heading = [("Section", self.bold), ("Commentary", self.bold)]
        return [[("Commentary", self.title)], heading, *rows]

    def _table(self, table: Table, name: str) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        widths: list[int] = [
            max(NARROWEST, WIDTHS.get(column.kind, 0), min(len(column.title) + 3, WIDEST))
            for column in table.columns
        ]
        if self.is_long:
            # Row by row, what stands above must be written first, widths included.
            for number, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
                sheet.set_column(number, number, width if column.kind != Kind.TEXT else 30)
                sheet.write_string(0, number, column.title, self.bold)
        last = 0
        for last, row in enumerate(self.production.rows(table), start=1):
            for number, (value, column) in enumerate(zip(row, table.columns, strict=True)):
                width = self._cell(sheet, last, number, plain(value), column.kind)
                widths[number] = max(widths[number], min(width, WIDEST))
        if self.is_long:
            sheet.autofilter(0, 0, last, len(table.columns) - 1)
            return
        if last == 0:
            # A table without a row is no table to Excel: its one row says so.
            sheet.write_string(1, 0, table.empty)
            last = 1
        for number, width in enumerate(widths):
            sheet.set_column(number, number, width + 1)
        sheet.add_table(
            0,
            0,
            last,
            len(table.columns) - 1,
            {
                "name": f"t_{re.sub(r'[^a-z0-9_]', '_', table.key.lower())}",
                "style": "Table Style Light 1",
                "columns": [
                    {"header": title, "header_format": self.bold}
                    for title in _unlike([column.title for column in table.columns])
                ],
            },
        )

    def _cell(self, sheet: Any, row: int, column: int, value: Any, kind: Kind) -> int:
        """Write one value with its type; how many letters wide it is."""
        if value is None or value == "":
            return 0
        if isinstance(value, Mark):
            sheet.write_string(row, column, value.short)
            return len(value.short)
        if isinstance(value, bool):
            sheet.write_string(row, column, "Yes" if value else "No")
            return 3
        if isinstance(value, datetime):
            here = timezone.make_naive(value) if timezone.is_aware(value) else value
            sheet.write_datetime(row, column, here, self.formats[Kind.MOMENT])
            return 16
        if isinstance(value, date):
            sheet.write_datetime(row, column, value, self.formats[Kind.DAY])
            return 10
        if isinstance(value, int | float | Decimal) and -MOST_DIGITS < value < MOST_DIGITS:
            sheet.write_number(row, column, value, self.formats.get(kind))
            return len(str(value)) + 3
        text = str(value).replace("\0", "")
        sheet.write_string(row, column, text, None if self.is_long else self.wrapped)
        return max(map(len, text.split("\n")))


def _sheet_names(tables: Sequence[Table]) -> list[str]:
    """Short, unlike one another, and without what Excel refuses in a name."""
    taken = {"cover", "contents", "notes", "commentary"}
    names = []
    for table in tables:
        base = " ".join(re.sub(r"[\[\]:*?/\\']", " ", table.title).split())[:LONGEST_NAME].strip()
        name, number = base or "Table", 2
        while name.lower() in taken:
            end = f" {number}"
            name, number = base[: LONGEST_NAME - len(end)] + end, number + 1
        taken.add(name.lower())
        names.append(name)
    return names


def _unlike(titles: Sequence[str]) -> list[str]:
    """A marked-up table refuses two headings alike."""
    return [
        title if titles.index(title) == number else f"{title} ({number + 1})"
        for number, title in enumerate(titles)
    ]
