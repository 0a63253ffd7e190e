import logging
from collections.abc import Callable, Iterator

import pytest
from django.contrib import admin
from django.core.files.storage import default_storage
from django.db import transaction

from diz_portal import errors
from diz_portal.attention import selectors

from .world import World, build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once for a module, and gone after it: its tests may only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        yield world
        default_storage.delete(world.things.document.file.name)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def nothing_changes() -> Iterator[None]:
    """What is the same on every page of a world in which nothing changes is worked out once a
    person: all that waits, which the navigation counts; what the admin's offers; and the page that
    says no. It is half of what a walk through all doors costs."""
    patch = pytest.MonkeyPatch()
    for place, name, key_of in (
        (selectors, "items_for", lambda user, today=None: user.pk),
        (admin.site, "_build_app_dict", lambda request, label=None: (request.user.pk, label)),
        (errors, "_render", lambda page, request, *values: (page, request.user.pk, str(values))),
    ):
        patch.setattr(place, name, _once(getattr(place, name), key_of))
    yield
    patch.undo()


def _once(make: Callable, key_of: Callable) -> Callable:
    made: dict = {}

    def known(*args):
        key = key_of(*args)
        if key not in made:
            made[key] = make(*args)
        return made[key]

    return known


@pytest.fixture
def quiet(monkeypatch) -> Iterator[None]:
    """A thousand refusals are what is wanted in a walk, not something to log; and nobody asks
    afterwards what each template was given, which the tests' browser otherwise copies."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
