"""A ZIP of CSV files, one for each table, described by a Frictionless `datapackage.json`
(specs.frictionlessdata.io, data package v1), which Excel and Power BI can be pointed at."""

import hashlib
import json
import zipfile
from typing import IO, Any

from diz_portal.reports.paper import Kind, Table, for_programs
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
}


def write(production: Production, file: IO[bytes]) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        tables = production.paper.tables()
        resources = [_resource(production, archive, table) for table in tables]
        archive.writestr("datapackage.json", _described(production, resources))


def _resource(production: Production, archive: zipfile.ZipFile, table: Table) -> dict[str, Any]:
    path = f"{table.key}.csv"
    digest, size = hashlib.sha256(), 0
    rows = (map(for_programs, row) for row in production.rows(table))
    with archive.open(path, "w", force_zip64=True) as out:
        for part in csv_parts([column.key for column in table.columns], rows):
            octets = part.encode()
            digest.update(octets)
            size += len(octets)
            out.write(octets)
    return {
        "name": table.key,
        "path": path,
        "title": table.title,
        **({"description": table.note} if table.note else {}),
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{digest.hexdigest()}",
        "schema": {
            "fields": [
                {"name": column.key, "title": column.title, "type": TYPES[column.kind]}
                for column in table.columns
            ],
            "missingValues": ["", "[x]", "[c]"],
        },
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
