from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage
from django.db import transaction

from .world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once for a module, and gone after it: its tests may only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        yield world
        default_storage.delete(world.things.document.file.name)
        transaction.set_rollback(True)
