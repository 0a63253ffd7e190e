"""A state's word stands once, in its enum: SQL and conditions are made of the enum."""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

PRODUCT = ("diz_portal", "partners", "projects", "seminars", "inclusion")
QUOTED = re.compile(r"'([a-z_]+)'")
LOOKS_LIKE_SQL = re.compile(
    r"\b(SELECT|FROM|WHERE|UPDATE|INSERT|FILTER|SET|IN \(|NEW\.|OLD\.)|<>|= '|\|\| '"
)
# Words that mean something else there.
NO_STATE = {
    ("diz_portal/patience.py", "active"): "what PostgreSQL says of a connection",
}


def is_of_states(enum) -> bool:
    """Named so, or with a table of moves beside it."""
    beside = vars(inspect.getmodule(enum)).items()
    moves = [table for name, table in beside if name.endswith("_MOVES") and isinstance(table, dict)]
    return enum.__name__.endswith(("State", "Stage")) or any(
        isinstance(state, enum) for table in moves for state in table
    )


def every(kind):
    for each in kind.__subclasses__():
        yield each
        yield from every(each)


def state_words() -> set[str]:
    enums = [enum for enum in every(models.TextChoices) if enum.__module__.startswith(PRODUCT)]
    return {word for enum in enums if is_of_states(enum) for word in enum.values} - {""}


def state_fields() -> set[str]:
    """Fields whose words are chosen from such an enum: `state`, `stage`, `account`."""
    words = state_words()
    return {
        field.name
        for model in apps.get_models()
        if model.__module__.startswith(PRODUCT)
        for field in model._meta.concrete_fields
        if field.choices and {value for value, _ in field.flatchoices} - {""} <= words
    }


def sources():
    for app in PRODUCT:
        for path in sorted(Path(settings.BASE_DIR, app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def in_sql(tree: ast.AST, words: set[str]):
    """State words that stand quoted in text for the database."""
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and LOOKS_LIKE_SQL.search(text):
            yield from ((node.lineno, word) for word in QUOTED.findall(text) if word in words)


def in_conditions(tree: ast.AST, words: set[str], fields: set[str]):
    """State words typed into a condition on a model: `Q(state="open")`."""
    told = re.compile(rf"(^|__)({'|'.join(sorted(fields))})(__in)?$")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _is_a_condition(node):
            for each in node.keywords:
                if each.arg and told.search(each.arg):
                    yield from (
                        (inner.lineno, inner.value)
                        for inner in ast.walk(each.value)
                        if isinstance(inner, ast.Constant) and inner.value in words
                    )


def _is_a_condition(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in {"Q", "filter", "exclude", "get"}


def test_neither_sql_nor_a_condition_repeats_a_states_word():
    words, fields = state_words(), state_fields()
    found = []
    for path in sources():
        tree, name = ast.parse(path.read_text()), str(path.relative_to(settings.BASE_DIR))
        typed = [*in_sql(tree, words), *in_conditions(tree, words, fields)]
        found += [f"{name}:{line} {word}" for line, word in typed if (name, word) not in NO_STATE]

    assert {"state", "stage", "account"} <= fields
    assert found == []


@pytest.mark.parametrize(
    ("code", "seen"),
    [
        ("SQL = \"SELECT 1 FROM x WHERE state = 'waiting'\"", True),
        ('SQL = f"""UPDATE {t} SET state = \'sent\'"""', True),
        ("print(\"Say 'waiting' again.\")", False),
        ('SQL = f"SELECT 1 FROM x WHERE state = {quoted(State.WAITING)}"', False),
    ],
)
def test_the_search_sees_words_in_sql_alone(code, seen):
    assert bool(list(in_sql(ast.parse(code), {"waiting", "sent"}))) is seen
