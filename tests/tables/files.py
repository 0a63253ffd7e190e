"""The same small table, written in every way in which people send tables."""

import csv
import io
import zipfile
from datetime import date, datetime
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlsxwriter

ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("draw", "drawing"),
    ]
) + (' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"')


def as_csv(rows: list[list[Any]], separator: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows(
        [f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows
    )
    return out.getvalue().encode(encoding)


def as_xlsx(rows: list[list[Any]], shape=lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    shape(book.active)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_excel(rows: list[list[Any]]) -> bytes:
    """As Excel writes it: texts stand once, in a part of their own."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        first = book.add_worksheet("Sheet")
        for at, cells in enumerate(rows):
            first.write_row(at, 0, cells)
    return out.getvalue()


def cell(value: Any = None, **attributes: Any) -> str:
    """One cell of an ODS; `repeat=3` stands for number-columns-repeated, and so on."""
    named = {
        "repeat": "table:number-columns-repeated",
        "columns": "table:number-columns-spanned",
        "rows": "table:number-rows-spanned",
        "formula": "table:formula",
        "shown": "",
        "error": "calcext:value-type",
    }
    said = {named[name]: str(given) for name, given in attributes.items() if named[name]}
    shown = attributes.get("shown", value)
    if isinstance(value, bool):
        said |= {"office:value-type": "boolean", "office:boolean-value": str(value).lower()}
    elif isinstance(value, int | float):
        said |= {"office:value-type": "float", "office:value": str(value)}
    elif isinstance(value, datetime | date):
        said |= {"office:value-type": "date", "office:date-value": value.isoformat()}
        shown = attributes.get("shown", f"{value:%d/%m/%Y}")
    elif value is not None:
        said |= {"office:value-type": "string"}
    words = "".join(f" {name}={quoteattr(text)}" for name, text in said.items())
    inside = "" if shown is None else f"<text:p>{escape(str(shown))}</text:p>"
    return f"<table:table-cell{words}>{inside}</table:table-cell>"


def row(*cells: str, repeat: int = 1, hidden: bool = False) -> str:
    words = f' table:number-rows-repeated="{repeat}"' if repeat > 1 else ""
    words += ' table:visibility="filter"' if hidden else ""
    return f"<table:table-row{words}>{''.join(cells)}</table:table-row>"


def sheet(*rows: str, title: str = "Sheet", style: str = "shown", columns: str = "") -> str:
    return (
        f"<table:table table:name={quoteattr(title)} table:style-name={quoteattr(style)}>"
        f"{columns}{''.join(rows)}</table:table>"
    )


def ods(*sheets: str, before: str = "", **parts: str) -> bytes:
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content{_SPACES}>'
        "<office:automatic-styles>"
        '<style:style style:name="away" style:family="table">'
        '<style:table-properties table:display="false"/></style:style>'
        "</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS_TYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


def as_ods(rows: list[list[Any]]) -> bytes:
    # As LibreOffice writes it: blank cells to the last column, blank rows to the last row.
    lines = [row(*map(cell, cells), cell(repeat=16_384 - len(cells))) for cells in rows]
    return ods(sheet(*lines, row(cell(repeat=16_384), repeat=1_048_576 - len(rows))))


def changed(content: bytes, **parts: Any) -> bytes:
    """A workbook with some of its parts written anew: `sheet1=lambda xml: …`."""
    out = io.BytesIO()
    written = []
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for part in old.infolist():
            text = old.read(part)
            for name, write in parts.items():
                if part.filename.endswith(f"/{name}.xml"):
                    old_text, text = text, write(text.decode()).encode()
                    written += [name] * (text != old_text)
            new.writestr(part.filename, text)
    assert sorted(written) == sorted(parts)
    return out.getvalue()


PREAMBLE = [["Harlow partnership, sent on 1 March 2026"], [], ["Not for publication"]]
# Way in which a table is sent → its name and how it is written.
WAYS: dict[str, tuple[str, Any]] = {
    "commas": ("a.csv", as_csv),
    "semicolons": ("a.csv", lambda rows: as_csv(rows, ";")),
    "tabs": ("a.tsv", lambda rows: as_csv(rows, "\t")),
    "bars": ("a.txt", lambda rows: as_csv(rows, "|")),
    "semicolons, said": ("a.csv", lambda rows: b"sep=;\r\n" + as_csv(rows, ";")),
    "with mark": ("a.csv", lambda rows: as_csv(rows, encoding="utf-8-sig")),
    "Windows-1252": ("a.csv", lambda rows: as_csv(rows, ";", "cp1252")),
    "UTF-16": ("a.txt", lambda rows: as_csv(rows, "\t", "utf-16")),
    "UTF-16 without mark": ("a.txt", lambda rows: as_csv(rows, "\t", "utf-16-le")),
    "UTF-16, the other way": ("a.txt", lambda rows: as_csv(rows, ",", "utf-16-be")),
    "below a title": ("a.csv", lambda rows: as_csv(PREAMBLE + rows)),
    "semicolons below a title": ("a.csv", lambda rows: as_csv(PREAMBLE + rows, ";")),
    "XLSX": ("a.xlsx", as_xlsx),
    "XLSX below a title": ("a.xlsx", lambda rows: as_xlsx(PREAMBLE + rows)),
    "ODS": ("a.ods", as_ods),
    "ODS below a title": ("a.ods", lambda rows: as_ods(PREAMBLE + rows)),
}
