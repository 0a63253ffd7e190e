"""The files of a dataset. All say the same; numbers that identify something are text in each."""

import json
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from django.utils import timezone

from diz_portal.reports.formats import Production, workbook
from diz_portal.reports.paper import Column, Kind, Mark, Paper, Section, Table, for_programs
from diz_portal.spreadsheets import csv_parts
from diz_portal.words import uk_date, uk_datetime

from . import addresses, licence
from .declaring import Dataset, Field, Reading

CSV_TYPE = "text/csv; charset=utf-8"
JSON_TYPE = "application/json"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TYPES = {"csv": CSV_TYPE, "json": JSON_TYPE, "xlsx": XLSX_TYPE}
# Of Frictionless Data Package v1.
FIELD_TYPES = {
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
MARKS = {"[c]": "hidden, so that no one can be recognised", "[x]": "not available"}


def _moment(value: datetime) -> str:
    return timezone.localtime(value).isoformat(timespec="seconds")


def _plain(value: Any) -> Any:
    """As the CSV has it: moments with the distance from UTC, so that no hour is in doubt."""
    return _moment(value) if isinstance(value, datetime) else for_programs(value)


def csv(dataset: Dataset, reading: Reading) -> Iterator[str]:
    header = [one.name for one in dataset.fields]
    return csv_parts(header, (map(_plain, row) for row in dataset.values(reading)))


def as_json(value: Any) -> Any:
    if isinstance(value, Mark):
        return value.short
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Decimal):
        return float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return value


def json_parts(dataset: Dataset, reading: Reading, publisher: str) -> Iterator[str]:
    """Row by row, so that its length does not matter."""
    head = {
        "title": dataset.title,
        "description": dataset.about,
        "publisher": publisher,
        "homepage": addresses.page(dataset.slug),
        "licence": licence.URL,
        "as_at": reading.as_at.isoformat(),
        "fields": [described(one) for one in dataset.fields],
    }
    names = [one.name for one in dataset.fields]
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "rows": ['
    joint = "\n"
    for row in dataset.values(reading):
        written = dict(zip(names, map(as_json, row), strict=True))
        yield joint + json.dumps(written, ensure_ascii=False)
        joint = ",\n"
    yield "\n]}\n"


def xlsx(dataset: Dataset, reading: Reading, publisher: str, file: IO[bytes]) -> None:
    """An accessible workbook: a cover, notes, the rows, the fields and their codes."""
    fields = [(one.name, titled(one), FIELD_TYPES[one.kind], one.about) for one in dataset.fields]
    codes = [(one.name, code, words) for one in dataset.fields for code, words in one.codes.items()]
    tables = [
        Table(
            "rows",
            dataset.title,
            [Column(one.name, titled(one), one.kind) for one in dataset.fields],
            lambda: dataset.values(reading),
            dataset.count(),
        ),
        Table("fields", "Fields", _columns(*FIELD_HEADINGS), lambda: fields, len(fields)),
    ]
    if codes:
        headings = ("field", "Field"), ("code", "Code"), ("meaning", "Meaning")
        tables.append(Table("codes", "Codes", _columns(*headings), lambda: codes, len(codes)))
    paper = Paper(
        dataset.title,
        [Section(table.key, table.title, [table]) for table in tables],
        subtitle=dataset.about,
        notes=[f"Licence: {licence.TITLE}. {licence.URL}", f"Not included: {dataset.withheld}"],
    )
    now = timezone.now()
    shown = {
        "title": dataset.title,
        "subtitle": dataset.about,
        "marking": "",
        "facts": [],
        "author": publisher,
        "as_at_said": uk_date(reading.as_at),
        "read_at_said": uk_datetime(now),
    }
    workbook.write(Production(dataset.slug, paper, shown, "rows", reading.as_at, now), file)


FIELD_HEADINGS = (
    ("field", "Field"),
    ("title", "Title"),
    ("type", "Type"),
    ("about", "Description"),
)


def _columns(*named: tuple[str, str]) -> list[Column]:
    return [Column(key, title) for key, title in named]


def titled(one: Field) -> str:
    return f"{one.title} ({one.unit})" if one.unit else one.title


def described(one: Field) -> dict[str, Any]:
    """A field as Frictionless describes it."""
    return {
        "name": one.name,
        "title": titled(one),
        "type": FIELD_TYPES[one.kind],
        **({"description": one.about} if one.about else {}),
        **({"unit": one.unit} if one.unit else {}),
        # Not as a constraint: a later edition may know more codes.
        **({"codes": dict(one.codes)} if one.codes else {}),
    }


def datapackage(
    dataset: Dataset, *, publisher: str, address: str, as_at: str, file: dict[str, Any]
) -> dict[str, Any]:
    """`datapackage.json` of the CSV file (specs.frictionlessdata.io, v1)."""
    schema: dict[str, Any] = {
        "fields": [described(one) for one in dataset.fields],
        "missingValues": ["", *MARKS],
    }
    if dataset.key:
        schema["primaryKey"] = list(dataset.key)
    sources = [{"title": dataset.source, "path": dataset.source_url}] if dataset.source else []
    return {
        "profile": "tabular-data-package",
        "name": dataset.slug,
        "title": dataset.title,
        "description": f"{dataset.about} Not included: {dataset.withheld}",
        "homepage": address,
        "as_at": as_at,
        "licenses": [{"name": licence.NAME, "title": licence.TITLE, "path": licence.URL}],
        "contributors": [{"title": publisher, "role": "publisher"}],
        **({"sources": sources} if sources else {}),
        "keywords": list(dataset.keywords),
        "resources": [
            {
                "name": dataset.slug,
                "profile": "tabular-data-resource",
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                **file,
                "schema": schema,
            }
        ],
    }


ENDINGS = tuple((ending, ending.upper()) for ending in TYPES)


def document(written: dict[str, Any]) -> str:
    """A document of a standard, for people to look into as well."""
    return json.dumps(written, ensure_ascii=False, indent=1, default=as_json) + "\n"


def table(header: list[str], rows: Iterator[list[Any]]) -> Iterator[str]:
    return csv_parts(header, (map(_plain, row) for row in rows))
