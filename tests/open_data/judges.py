"""Other people's judges: the schemas and code lists of standards, from the folder beside the clone.

Where that folder is not there, nothing is judged by them: our own checks are tried in any case.
"""

import csv
import json
from pathlib import Path
from typing import Any

from diz_portal.open_data import checking
from diz_portal.open_data.declaring import Finding, Reading, Standard, standard_named

STANDARDS = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "standards"


def document_of(slug: str) -> dict[str, Any]:
    """As programs read it: through JSON."""
    document = standard_named(slug).document(Reading())
    assert document is not None
    return json.loads(json.dumps(document))


def judged(slug: str, document: dict[str, Any], settings: Any) -> list[Finding]:
    """What the schema finds; nothing, where it is not here."""
    settings.OPEN_DATA_STANDARDS = str(STANDARDS)
    one: Standard = standard_named(slug)
    schemas = checking.schemas_of(one)
    assert bool(schemas) == STANDARDS.is_dir()
    return list(one.judge(document, schemas)) if schemas else []


def codes(name: str) -> set[str]:
    path = STANDARDS / name
    if not path.is_file():
        return set()
    with path.open(newline="", encoding="utf-8-sig") as file:
        return {row["Code"] for row in csv.DictReader(file)}
