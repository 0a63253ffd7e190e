"""Every named constraint is broken once: the database refuses the row by that name, and a person
who types the same in a form or the admin reads a sentence of ours."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import Model, UniqueConstraint

from . import (
    api,
    benefits,
    bids,
    cases,
    change,
    claims,
    contracts,
    copies,
    demand,
    learning,
    ledger,
    money,
    packs,
    partners,
    processing,
    projects,
    seminars,
    shell,
    stock,
    stories,
)
from .breaking import triggers_asleep

pytestmark = pytest.mark.django_db

CASES = {
    name: case
    for room in (
        shell,
        partners,
        processing,
        projects,
        money,
        ledger,
        benefits,
        bids,
        claims,
        packs,
        change,
        contracts,
        seminars,
        stories,
        cases,
        stock,
        learning,
        copies,
        api,
        demand,
    )
    for name, case in room.CASES.items()
}
OURS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
MODELS = [model for model in apps.get_models() if model.__module__.split(".")[0] in OURS]
DECLARED = {
    constraint.name: constraint for model in MODELS for constraint in model._meta.constraints
}
# Every row of ours that is unique or checked, but for the keys and columns that Django names:
# by a unique field's "_key" and a positive number's "_check".
IN_THE_DATABASE = """
    SELECT conname FROM pg_constraint
        WHERE conrelid::regclass::text = ANY(%(tables)s) AND contype IN ('c', 'u', 'x')
    UNION SELECT indexrelid::regclass::text FROM pg_index
        WHERE indrelid::regclass::text = ANY(%(tables)s) AND indisunique AND NOT indisprimary
"""


@pytest.mark.parametrize("name", sorted(CASES))
def test_constraint_refuses_a_row_and_says_what_to_do(rows, name):
    broken = CASES[name](rows)
    words = [DECLARED[one].get_violation_error_message() for one in (name, *broken.without)]
    triggers_asleep()

    with pytest.raises(ValidationError) as told:
        broken.validate_constraints()
    assert sorted(told.value.messages) == sorted(words)

    for other in broken.without:
        _take_away(broken, other)
    # Model.save: what a model's own save would put right is broken all the same.
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Model.save(broken)
    assert refused.value.__cause__.diag.constraint_name == name


def test_no_constraint_of_the_database_is_without_its_case():
    with connection.cursor() as cursor:
        cursor.execute(IN_THE_DATABASE, {"tables": [model._meta.db_table for model in MODELS]})
        found = {name for (name,) in cursor.fetchall()}

    named = {name for name in found if not name.endswith(("_key", "_check", "_uniq"))}

    assert named == set(CASES)
    assert named == set(DECLARED)


def test_every_constraint_has_words_of_its_own():
    wanting = [
        name
        for name, constraint in DECLARED.items()
        if (words := constraint.violation_error_message)
        == constraint.default_violation_error_message
        or not (words[0].isupper() and "_" not in words)
    ]

    assert wanting == [], "give them a violation_error_message: a sentence that says what to do"


def _take_away(row: Model, name: str) -> None:
    what = "INDEX" if isinstance(DECLARED[name], UniqueConstraint) else "CONSTRAINT"
    with connection.cursor() as cursor:
        if what == "INDEX":
            cursor.execute(f"DROP INDEX {name}")
        else:
            cursor.execute(f"ALTER TABLE {row._meta.db_table} DROP CONSTRAINT {name}")
