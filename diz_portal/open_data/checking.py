"""Whether what is published is what it says it is: our own checks, and the schemas of standards.

The schemas are other people's files. Where they are loaded (`OPEN_DATA_STANDARDS`, one folder for
each standard), they judge too; without them our own checks do alone, and the page says by what.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from diz_portal.reports.paper import Kind, Mark

from .declaring import Dataset, Finding, Reading, Standard

# Enough to see what is wrong; a file with more is wrong throughout.
MOST = 200
OURS = "Our own checks"
PYTHON_TYPES: dict[Kind, tuple[type, ...]] = {
    Kind.TEXT: (str,),
    Kind.RAG: (str,),
    Kind.WHOLE: (int,),
    Kind.DAY: (date,),
    Kind.MOMENT: (datetime,),
    Kind.YES_NO: (bool,),
}


def of_dataset(dataset: Dataset, reading: Reading) -> tuple[int, list[Finding]]:
    """Each value is of its field's type and a known code; no key is there twice."""
    seen: set[tuple[Any, ...]] = set()
    records = 0
    found: list[Finding] = []
    names = [one.name for one in dataset.fields]
    for row in dataset.values(reading):
        records += 1
        if len(found) < MOST:
            found += [Finding("values", words, stops=True) for words in _faults(dataset, row)]
        if dataset.key:
            key = tuple(row[names.index(name)] for name in dataset.key)
            if key in seen:
                found.append(Finding("key", f"{key} appears more than once", stops=True))
            seen.add(key)
    return records, found[:MOST]


def _faults(dataset: Dataset, row: list[Any]) -> Iterator[str]:
    for one, value in zip(dataset.fields, row, strict=True):
        if value is None or value == "" or isinstance(value, Mark):
            continue
        wanted = PYTHON_TYPES.get(one.kind)
        if wanted and not isinstance(value, wanted):
            yield f"{one.name}: {value!r} is not of type {one.kind.value}"
        elif one.codes and str(value) not in one.codes:
            yield f"{one.name}: {value!r} is not one of its codes"


def of_standard(standard: Standard) -> tuple[str, int, list[Finding]]:
    """By what it was judged, how many records it has, and what was found."""
    document = standard.document(Reading())
    schemas = schemas_of(standard)
    judged_by = f"{standard.name} schema and our own checks" if schemas else OURS
    if document is None:
        return judged_by, 0, []
    found = [*standard.findings(document)]
    if schemas:
        found += standard.judge(document, schemas)
    return judged_by, standard.count(), found[:MOST]


def schemas_of(standard: Standard) -> dict[str, Any]:
    """The schema files of a standard by their names; empty where one is not there."""
    if not settings.OPEN_DATA_STANDARDS or not standard.schemas:
        return {}
    folder = Path(settings.OPEN_DATA_STANDARDS)
    paths = [folder / name for name in standard.schemas]
    if not all(path.is_file() for path in paths):
        return {}
    return {path.name: _read(path, path.stat().st_mtime) for path in paths}


@lru_cache(maxsize=16)
def _read(path: Path, changed_at: float) -> Any:
    return json.loads(path.read_text())


def by_schema(
    document: Any, schema: Mapping[str, Any], others: Iterable[tuple[str, Mapping[str, Any]]] = ()
) -> Iterator[Finding]:
    """What a JSON Schema says of a document; `others` are schemas that it refers to, by address.
    No address is ever asked: one that is not among them is a fault of ours."""
    # With the first check: pages need none of it.
    from jsonschema import FormatChecker, validators
    from referencing import Registry
    from referencing.jsonschema import DRAFT4, DRAFT202012

    draft = DRAFT4 if "draft-04" in str(schema.get("$schema")) else DRAFT202012
    registry: Any = Registry().with_resources(
        [(address, draft.create_resource(dict(one))) for address, one in others]
    )
    name = (
        "http://json-schema.org/draft-04/schema#"
        if draft is DRAFT4
        else "https://json-schema.org/draft/2020-12/schema"
    )
    judge = validators.validator_for({"$schema": name})
    for error in judge(schema, registry=registry, format_checker=FormatChecker()).iter_errors(
        document
    ):
        where = "/".join(str(step) for step in error.absolute_path)
        yield Finding("schema", f"{where}: {error.message[:200]}", stops=True)
