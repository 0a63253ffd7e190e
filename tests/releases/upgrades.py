"""What a migration does that the running release does not survive.

While hosts are restarted one after another, and after rolling back, the code of the last release
works on the tables of this one. So what is migrated after a release is judged against the tables
as that release knows them: one that it does not know can be changed at will.

Judged are the steps as Django has them. What a step means for old code cannot always be seen in
it: a constraint that old code keeps anyway does no harm. Then its author says why, in the class:

    class Migration(migrations.Migration):
        survived_because = {"projects.claim: adds projects_claim_has_a_day": "1.0 asks for a day"}

`make released VERSION=1.0.0` writes down that everything up to now is released.
"""

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

from django.contrib.postgres import operations as postgres
from django.db import connection, models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from pgtrigger import migrations as pgtrigger

RELEASED = Path(__file__).with_name("released.json")
OURS = ("diz_portal", "partners", "projects", "seminars", "inclusion")

HARMLESS = (
    operations.AlterModelManagers,
    operations.AlterModelOptions,
    operations.AlterModelTableComment,
    operations.CreateModel,
    operations.RemoveIndex,
    operations.RenameIndex,
    postgres.RemoveIndexConcurrently,
    postgres.ValidateConstraint,
    pgtrigger.RemoveTrigger,
)
# What the old code may run into, whatever it is about.
ADDS = (operations.AddConstraint, postgres.AddConstraintNotValid)
REMOVES_OR_RENAMES = {
    operations.RenameModel: "renames the table",
    operations.AlterModelTable: "renames the table",
    operations.DeleteModel: "removes the table",
    operations.AlterUniqueTogether: "changes what is unique",
    operations.AlterIndexTogether: "changes its indexes",
    operations.AlterOrderWithRespectTo: "changes its order",
}
# A wider column takes what the narrower one took.
WIDER = [
    ("smallint", "integer", "bigint"),
    ("varchar", "text"),
]


def harms(
    migrations: Iterable[Migration], released: ProjectState
) -> Iterator[tuple[Migration, str]]:
    """Each step of these migrations, in their order, that the release may not survive."""
    now = released.clone()
    for migration in migrations:
        accepted = getattr(migration, "survived_because", {})
        for operation in migration.operations:
            for said in _of(operation, migration.app_label, released, now):
                if not accepted.get(said, "").strip():
                    yield migration, said
            operation.state_forwards(migration.app_label, now)


def _of(operation: Operation, app: str, released: ProjectState, now: ProjectState) -> Iterator[str]:
    if isinstance(operation, operations.SeparateDatabaseAndState):
        # What it says of the models alone, no table notices.
        for inner in operation.database_operations:
            yield from _of(inner, app, released, now)
        return
    if isinstance(operation, HARMLESS):
        return
    if isinstance(operation, (operations.RunPython, operations.RunSQL)):
        code = getattr(operation, "code", None)
        yield f"{app}: runs {code.__name__ if code else 'SQL'}"
        return
    if isinstance(operation, operations.RenameModel):
        name = operation.old_name
    else:
        name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    key = (app, name.lower())
    known = released.models.get(key)
    if known is None and key in now.models:
        return  # made since
    where = f"{app}.{key[1]}"
    for said in _of_table(operation, known, now.models.get(key)):
        yield f"{where}: {said}"


def _of_table(
    operation: Operation, known: ModelState | None, now: ModelState | None
) -> Iterator[str]:
    if known is None or now is None:
        yield f"is not understood ({type(operation).__name__})"
    elif isinstance(operation, operations.AddField):
        if not _may_be_left_out(operation.field) and not _is_written_by_triggers(known):
            yield f"adds {operation.name}, which the release does not write"
    elif isinstance(operation, operations.RemoveField):
        if operation.name in known.fields:
            yield f"removes {operation.name}, which the release reads"
    elif isinstance(operation, operations.RenameField):
        if operation.old_name in known.fields:
            yield f"renames {operation.old_name}, which the release reads"
    elif isinstance(operation, operations.AlterField):
        if operation.name in known.fields:
            yield from _altered(operation, known.fields[operation.name])
    elif isinstance(operation, ADDS):
        yield f"adds {operation.constraint.name}"
    elif isinstance(operation, operations.RemoveConstraint):
        # `bulk_create(update_conflicts=…)` names what is unique.
        gone = now.get_constraint_by_name(operation.name)
        if isinstance(gone, models.UniqueConstraint):
            yield f"removes {operation.name}"
    elif isinstance(operation, postgres.AddIndexConcurrently):
        pass
    elif isinstance(operation, operations.AddIndex):
        yield f"adds {operation.index.name} while nobody can write"
    elif isinstance(operation, pgtrigger.AddTrigger):
        if "pgh_" not in operation.trigger.install_sql:
            yield f"adds {operation.trigger.name}"
    else:
        yield REMOVES_OR_RENAMES.get(
            type(operation), f"is not understood ({type(operation).__name__})"
        )


def _may_be_left_out(field: models.Field) -> bool:
    """Whether an INSERT that does not know the column succeeds."""
    return (
        field.many_to_many
        or field.generated
        or field.has_db_default()
        or (field.null and not field.primary_key)
    )


def _is_written_by_triggers(known: ModelState) -> bool:
    """A table of history: what writes it is replaced together with it."""
    return "pgh_id" in known.fields


def _altered(operation: operations.AlterField, was: models.Field) -> Iterator[str]:
    name, field = operation.name, operation.field
    before, after = _column(was), _column(field)
    if before.name != after.name:
        yield f"renames {name}, which the release reads"
    if was.many_to_many != field.many_to_many or not _takes(before, after):
        yield f"makes {name} another type ({before.type} to {after.type})"
    if was.null and not field.null:
        yield f"makes {name} required"
    if field.unique and not was.unique:
        yield f"makes {name} unique"
    # The release leaves out what the database fills in.
    if was.has_db_default() and not field.has_db_default() and not field.null:
        yield f"no longer fills in {name}"
    if _target(was) != _target(field):
        yield f"lets {name} point elsewhere"


def _column(field: models.Field) -> SimpleNamespace:
    bare = field.clone()
    bare.set_attributes_from_name(field.name or "it")
    kind = "foreign key" if field.remote_field else bare.db_type(connection) or "none"
    return SimpleNamespace(name=field.db_column, type=kind)


def _target(field: models.Field) -> str:
    return str(getattr(field.remote_field, "model", "")).lower()


def _takes(before: SimpleNamespace, after: SimpleNamespace) -> bool:
    if before.type == after.type:
        return True
    (old, old_size), (new, new_size) = _sized(before.type), _sized(after.type)
    if old == new == "varchar":
        return old_size <= new_size
    if old == new == "numeric":
        return old_size[0] <= new_size[0] and old_size[1] == new_size[1]
    return any(old in row and new in row and row.index(old) < row.index(new) for row in WIDER)


def _sized(kind: str) -> tuple[str, list[int]]:
    word, _, size = kind.partition("(")
    numbers = [int(part) for part in size.rstrip(")").split(",") if part.strip().isdigit()]
    return word.strip(), numbers


# The code as it is -----------------------------------------------------------------------


def ours(loader: MigrationLoader) -> dict[str, str]:
    """The last migration of each of our apps."""
    return {
        app: name
        for app, name in loader.graph.leaf_nodes()
        if loader.graph.nodes[app, name].__module__.partition(".")[0] in OURS
    }


def since(
    loader: MigrationLoader, released: dict[str, str]
) -> tuple[ProjectState, list[Migration]]:
    """The tables as the release knows them, and what was migrated since, in order."""
    graph = loader.graph
    ends = list(released.items())
    done = {node for end in ends for node in graph.forwards_plan(end)}
    left: list[tuple[str, str]] = []
    for leaf in graph.leaf_nodes():
        left += [node for node in graph.forwards_plan(leaf) if node not in {*done, *left}]
    of_libraries = [node for node in left if not _is_ours(graph.nodes[node])]
    state = loader.project_state([*ends, *of_libraries])
    return state, [graph.nodes[node] for node in left if node not in of_libraries]


def _is_ours(migration: Migration) -> bool:
    return migration.__module__.partition(".")[0] in OURS


def written_down() -> dict:
    return json.loads(RELEASED.read_text())


def write_down(version: str) -> None:
    now = {"version": version, "migrations": ours(MigrationLoader(None))}
    RELEASED.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    import django

    django.setup()
    write_down(sys.argv[1])
