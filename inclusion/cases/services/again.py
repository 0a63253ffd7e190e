"""A form that is sent again: the same once more is harmless, something else is never dropped."""

from typing import Any

from django.db.models import Model


def is_the_same(record: Model, **said: Any) -> bool:
    """Whether what is said now is what the record was made of."""
    return all(getattr(record, name) == value for name, value in said.items())
