"""A ZIP of CSV files, one for each table, described by a Frictionless `datapackage.json`
(specs.frictionlessdata.io, data package v1), which Excel and Power BI can be pointed at.

`manifest.csv` lists the files with their rows and SHA-256, to see that none is missing or cut;
`fields.csv` says what each field means, for people.
"""

import hashlib
import json
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any

from diz_portal.reports.paper import Column, Kind, Table, for_programs
from diz_portal.spreadsheets import csv_parts

from .production import Production

TYPES = {
    Kind.TEXT: "string",
    Kind.WHOLE: "integer",
    Kind.NUMBER: "number",
    Kind.POUNDS: "number",
    Kind.SHARE: "number",
    Kind.DAY: "date",
    Kind.MOMENT: "datetime",
    Kind.YES_NO: "boolean",
    Kind.RAG: "string",
}


# As `diz_portal.spreadsheets` writes a moment: in Europe/London, to the minute.
MINUTES = "%Y-%m-%d %H:%M"
MANIFEST = ("file", "rows", "bytes", "sha256")
DICTIONARY = ("file", "field", "title", "type", "meaning")


def write(production: Production, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = list(production.paper.tables())
        resources, listed = [], []
        for table in tables:
            written = _written(
                archive,
                f"{table.key}.csv",
                [column.key for column in table.columns],
                (map(for_programs, row) for row in production.rows(table)),
            )
            resources.append(_resource(table, written))
            listed.append(written)
        listed.append(_written(archive, "fields.csv", DICTIONARY, _dictionary(tables)))
        archive.writestr("datapackage.json", _described(production, resources))
        rows = [(one.path, one.rows, one.size, one.sha256) for one in listed]
        _written(archive, "manifest.csv", MANIFEST, rows)


@dataclass(frozen=True)
class Written:
    path: str
    rows: int
    size: int
    sha256: str


def _written(
    archive: zipfile.ZipFile, path: str, header: Sequence[str], rows: Iterable[Iterable[Any]]
) -> Written:
    """One file, counted and summed while it goes through."""
    digest, size, number = hashlib.sha256(), 0, 0

    def counted() -> Iterator[Iterable[Any]]:
        nonlocal number
        for row in rows:
            number += 1
            yield row

    with archive.open(path, "w", force_zip64=True) as out:
        for part in csv_parts(header, counted()):
            octets = part.encode()
            digest.update(octets)
            size += len(octets)
            out.write(octets)
    return Written(path, number, size, digest.hexdigest())


def _dictionary(tables: Sequence[Table]) -> Iterator[tuple[str, ...]]:
    for table in tables:
        for column in table.columns:
            meaning = column.about or (table.note if column is table.columns[0] else "")
            yield f"{table.key}.csv", column.key, column.title, TYPES[column.kind], meaning


def _resource(table: Table, written: Written) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": ["", "[x]", "[c]"],
    }
    if table.unique_by:
        schema["primaryKey"] = list(table.unique_by)
    if table.refers_to:
        schema["foreignKeys"] = [
            {"fields": field, "reference": {"resource": other, "fields": key}}
            for field, (other, key) in table.refers_to.items()
        ]
    return {
        "name": table.key,
        "path": written.path,
        "title": table.title,
        **({"description": table.note} if table.note else {}),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": written.size,
        "hash": f"sha256:{written.sha256}",
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    return {
        "name": column.key,
        "title": column.title,
        "type": TYPES[column.kind],
        **({"description": column.about} if column.about else {}),
        **({"format": MINUTES} if column.kind == Kind.MOMENT else {}),
    }


def _described(production: Production, resources: list[dict[str, Any]]) -> str:
    package = {
        "profile": "tabular-data-package",
        "name": production.name,
        "title": production.paper.title,
        "created": production.read_at.isoformat(timespec="seconds"),
        "as_at": production.as_at.isoformat(),
        "resources": resources,
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
