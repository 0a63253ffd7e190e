"""The first migrations of an app, carried out at once."""

from collections.abc import Sequence

from django.core.checks import Error, Tags, register
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterUniqueTogether,
    CreateModel,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ProjectState

TOO_OLD = Error(
    "This database is older than the first migrations of this version.",
    hint="Update it with the previous version first, or use an empty database.",
    id="diz_portal.E001",
)

# The parts of a table that CREATE TABLE and what follows it make with the table itself.
PARTS_OF_A_TABLE = (AddConstraint, AddField, AddIndex, AlterField, AlterUniqueTogether)


class Beginning(Migration):
    """Makes each new table as it is after the whole migration, and skips what would add its parts.

    Django draws every model anew for each operation, so that a column can be changed under it:
    with all apps that is minutes of work where no table holds a row yet. Here the models are drawn
    once, in the shape that they have after the last operation. What is added to tables of an
    earlier migration, and triggers, are carried out as ever; going back goes step by step.
    """

    def apply(
        self,
        project_state: ProjectState,
        schema_editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,
    ) -> ProjectState:
        after = project_state.clone()
        after.__dict__.pop("apps", None)  # or each step would draw it anew
        for operation in self.operations:
            operation.state_forwards(self.app_label, after)
        begun = {one.name_lower for one in self.operations if isinstance(one, CreateModel)}
        for operation in self.operations:
            if not _is_part_of(operation, begun):
                operation.database_forwards(self.app_label, schema_editor, project_state, after)
        return after


def _is_part_of(operation: Operation, begun: set[str]) -> bool:
    if not isinstance(operation, PARTS_OF_A_TABLE):
        return False
    named = operation.name if isinstance(operation, AlterUniqueTogether) else operation.model_name
    return named.lower() in begun


@register(Tags.database)
def none_is_half_begun(*, databases: Sequence[str] | None = None, **_: object) -> list[Error]:
    """Before anything is migrated: a database that had some of the migrations in whose place the
    first ones stand, and not all, or only those of an earlier beginning, would keep its old tables
    without a word, or stop at the first that is there."""
    return [TOO_OLD for name in databases or () if _is_half_begun(connections[name])]


def _is_half_begun(connection: BaseDatabaseWrapper) -> bool:
    applied = set(MigrationRecorder(connection).applied_migrations())
    loader = MigrationLoader(None, ignore_no_migrations=True)
    stands_for: dict[str, set[tuple[str, str]]] = {}
    for (app, name), first in loader.replacements.items():
        if (app, name) not in applied:
            stands_for.setdefault(app, set()).update(first.replaces)
    with_older_tables = {app for app, _ in applied - loader.disk_migrations.keys()}
    return any(
        app in with_older_tables and not replaced <= applied for app, replaced in stands_for.items()
    )
