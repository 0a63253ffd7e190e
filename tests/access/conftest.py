import logging
from collections.abc import Callable, Iterator
from copy import copy, deepcopy
from dataclasses import replace

import pytest
from django.conf import settings
from django.contrib import admin, auth
from django.core.files.storage import default_storage
from django.db import transaction

from diz_portal import access, errors, navigation
from diz_portal.accounts import time_limit
from diz_portal.accounts.visits import SessionStore
from diz_portal.attention import selectors

from .world import World, there


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Built once for a module, and gone after it: its tests may only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        world = there()
        yield world
        default_storage.delete(world.things.document.file.name)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def nothing_changes() -> Iterator[None]:
    """What is the same on every page of a world in which nothing changes is worked out once a
    person: which rooms are open to them, and what waits in each; all that waits, which the
    navigation counts; what the admin's offers; and the page that says no. It is half of what a walk
    through all doors costs."""
    patch = pytest.MonkeyPatch()
    for which, room in navigation._rooms.items():
        patch.setitem(navigation._rooms, which, _once_a_person(room))
    for place, name, key_of in (
        (selectors, "items_for", lambda user, today=None: user.pk),
        (admin.site, "_build_app_dict", lambda request, label=None: (request.user.pk, label)),
        (errors, "_render", lambda page, request, *values: (page, request.user.pk, str(values))),
    ):
        patch.setattr(place, name, _once(getattr(place, name), key_of))
    yield
    patch.undo()


@pytest.fixture
def people_stay(known_people: dict) -> Iterator[None]:
    """Who knocks is read once for a module, with what each page asks of them: their roles, their
    rights. Each request gets copies, so that what one does to them reaches no other; a visit that
    is written is read anew until the test ends."""
    known, written = known_people, set()
    load, save, delete = SessionStore.load, SessionStore.save, SessionStore.delete
    get_user = auth.get_user

    def load_known(self: SessionStore) -> dict:
        if self.session_key in written:
            return load(self)
        key = "visit", self.session_key
        if key not in known:
            known[key] = load(self)
        return deepcopy(known[key])

    def noting(change: Callable) -> Callable:
        def changed(self: SessionStore, *args, **kwargs):
            written.add(self.session_key)
            return change(self, *args, **kwargs)

        return changed

    def known_user(asked):
        visit = asked.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if visit in written:
            return get_user(asked)
        key = "user", visit
        if key not in known:
            known[key] = user = get_user(asked)
            # What they are asked at every door is kept with them.
            access.must_have_second_factor(user)
            user.get_all_permissions()
        return copy(known[key])

    patch = pytest.MonkeyPatch()
    patch.setattr(SessionStore, "load", load_known)
    patch.setattr(SessionStore, "save", noting(save))
    patch.setattr(SessionStore, "delete", noting(delete))
    patch.setattr(auth, "get_user", known_user)
    yield
    patch.undo()


@pytest.fixture(scope="module")
def known_people() -> dict:
    return {}


def _once_a_person(room: navigation.Room) -> navigation.Room:
    may_enter, count = room.may_enter, room.count
    return replace(
        room,
        may_enter=may_enter and _once(may_enter, lambda user: user.pk),
        count=count and _once(count, lambda request: request.user.pk),
    )


def _once(make: Callable, key_of: Callable) -> Callable:
    made: dict = {}

    def known(*args):
        key = key_of(*args)
        if key not in made:
            made[key] = make(*args)
        return made[key]

    known.__wrapped__ = make
    return known


@pytest.fixture
def quiet(monkeypatch) -> Iterator[None]:
    """A thousand refusals are what is wanted in a walk, not something to log; nobody asks
    afterwards what each template was given, which the tests' browser otherwise copies; and no
    visit is renewed, which a slow walk would do at each door."""
    monkeypatch.setattr("django.test.client.store_rendered_templates", lambda *_, **__: None)
    monkeypatch.setattr(time_limit, "RENEW_EVERY", settings.SIGNED_IN_AT_MOST)
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)
