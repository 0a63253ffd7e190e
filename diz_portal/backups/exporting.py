"""Everything in open formats, for a partnership that leaves, or that uses its data elsewhere.

A CSV file for each table, the uploaded files, and `datapackage.json` that says what each table and
column is (Data Package 1, by the Open Knowledge Foundation). All of one moment.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.utils import timezone

from diz_portal import patience

from . import CannotBackUp, stored

# Who is signed in, what was kept to save time, and what the frameworks keep for themselves.
NOT_DATA = {
    *{"django_session", "accounts_visit", "cache", "django_migrations", "django_content_type"},
    *{"auth_permission", "django_celery_beat_periodictasks"},
}
# With these somebody else could act as a person of the partnership.
SECRETS = {
    *{"mfa_authenticator", "socialaccount_socialtoken", "socialaccount_socialapp"},
    "account_emailconfirmation",
}
SECRET_COLUMNS = {"password", "secret", "token", "sealed", "digest", "hashed"}
# Elsewhere a code is the name of something; a learner’s is as good as their link.
SECRET_OF = {"inclusion_learner": {"code"}}

# What a column of PostgreSQL is called in a Data Package; all else is text.
KINDS = {
    "boolean": "boolean",
    "smallint": "integer",
    "integer": "integer",
    "bigint": "integer",
    "numeric": "number",
    "double precision": "number",
    "date": "date",
    "timestamp with time zone": "datetime",
    "json": "object",
    "jsonb": "object",
}


@dataclass(frozen=True)
class Written:
    tables: int
    rows: int
    files: int


def write(folder: Path) -> Written:
    """Into a folder that does not exist yet or is empty."""
    if folder.exists() and any(folder.iterdir()):
        raise CannotBackUp(f"{folder} is not empty. Name an empty folder")
    (folder / "tables").mkdir(parents=True, mode=0o700)
    folder.chmod(0o700)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        resources = [_table(cursor, folder, *one) for one in _tables(cursor)]
        names = stored.named_by(cursor)
    files = sum(_copy(folder / "files", name) for name in sorted(names))
    package = {
        "profile": "tabular-data-package",
        "name": "diz-portal",
        "title": "All data of the partnership",
        "created": timezone.now().isoformat(),
        "resources": resources,
    }
    (folder / "datapackage.json").write_text(json.dumps(package, indent=1) + "\n")
    return Written(len(resources), sum(one["rows"] for one in resources), files)


def _tables(cursor) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Each table with its columns and their types."""
    cursor.execute(
        "SELECT c.table_name, c.column_name, c.data_type FROM information_schema.columns c "
        "JOIN information_schema.tables t USING (table_schema, table_name) "
        "WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE' "
        "ORDER BY c.table_name, c.ordinal_position"
    )
    found: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in cursor.fetchall():
        if table not in NOT_DATA | SECRETS and not _is_secret(table, column):
            found.setdefault(table, []).append((column, kind))
    yield from found.items()


def _is_secret(table: str, column: str) -> bool:
    known = SECRET_COLUMNS | SECRET_OF.get(table, set())
    return column in known or column.endswith(("_digest", "_secret", "_token", "_sealed"))


def _table(cursor, folder: Path, table: str, columns: list[tuple[str, str]]) -> dict:
    names = ", ".join(connection.ops.quote_name(name) for name, _ in columns)
    source = f"SELECT {names} FROM {connection.ops.quote_name(table)}"  # noqa: S608  our own names
    path = folder / "tables" / f"{table}.csv"
    # Somebody sits at the keyboard and sees whether it goes on.
    with patience.without_callback(), path.open("w", encoding="utf-8", newline="") as file:
        cursor.copy_expert(f"COPY ({source}) TO STDOUT WITH (FORMAT csv, HEADER)", file)
        rows = cursor.rowcount
    model = _models().get(table)
    return {
        "profile": "tabular-data-resource",
        "name": table,
        "title": str(model._meta.verbose_name_plural) if model else table,
        "path": f"tables/{table}.csv",
        "encoding": "utf-8",
        "rows": rows,
        "schema": {"fields": [_field(model, *column) for column in columns]},
    }


def _field(model: type[models.Model] | None, name: str, kind: str) -> dict:
    field: dict[str, object] = {"name": name, "type": KINDS.get(kind, "string")}
    if field["type"] == "boolean":
        field |= {"trueValues": ["t"], "falseValues": ["f"]}
    if field["type"] == "datetime":
        field["format"] = "any"
    known = {one.column: one for one in model._meta.concrete_fields} if model else {}
    if name in known:
        field["title"] = str(known[name].verbose_name)
        if said := str(known[name].help_text):
            field["description"] = said
    return field


def _models() -> dict[str, type[models.Model]]:
    return {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}


def _copy(folder: Path, name: str) -> bool:
    """False for one that a row names and nobody has any more."""
    if not default_storage.exists(name):
        return False
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        for piece in stored.read(name):
            file.write(piece)
    return True
