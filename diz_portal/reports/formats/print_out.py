"""The report as a PDF, tagged and checked to the PDF/UA-1 standard (`templates/pdf/reports/`)."""

from itertools import compress
from typing import IO, Any

from diz_portal import pdf
from diz_portal.reports import drawings

from .production import Production


def write(production: Production, file: IO[bytes]) -> None:
    shown = production.shown
    sections = [
        {**section, "parts": [_printed(part) for part in section["parts"]]}
        for section in shown["sections"]
    ]
    file.write(pdf.render("reports/paper", {**shown, "sections": sections}, title=shown["title"]))


def _printed(part: dict[str, Any]) -> dict[str, Any]:
    if part["type"] == "table":
        return _for_paper(part)
    if part["type"] == "drawing":
        drawn = drawings.on_paper(part)
        return {**part, "specs": {}, "drawn": drawn, "table": _for_paper(part["table"])}
    return part


def _for_paper(table: dict[str, Any]) -> dict[str, Any]:
    keep = [column["on_paper"] for column in table["columns"]]
    return {
        **table,
        "columns": list(compress(table["columns"], keep)),
        "rows": [list(compress(row, keep)) for row in table["rows"]],
    }
