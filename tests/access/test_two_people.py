"""Every page with a form that changes a record, opened by two people (design §4.16).

Which pages these are, the walk through all doors makes sure of: see `edit_forms.py`.
"""

from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.editing import forms_of

from .admin_pages import ADMIN
from .doors import FINE, Door
from .edit_forms import EDITS, OTHERWISE
from .pages import PAGES
from .two_people import Person, problems_of
from .world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet"),
    pytest.mark.slow,
]

# What must be answered besides.
ALSO = {
    "privacy:processing_edit": {
        "next_review_on_0": ["1"],
        "next_review_on_1": ["2"],
        "next_review_on_2": ["2090"],
    },
    "inclusion_workspace:case_urgency": {"why": ["They wait."]},
    "money:line_budget": {"reason": ["Programme board, 4 November"]},
    "money:line_forecast": {"code": ["late"], "reason": ["The road is closed"]},
    "inclusion_workspace:landline_call": {
        "outcome": ["called"],
        "call_by_0": ["1"],
        "call_by_1": ["2"],
        "call_by_2": ["2090"],
    },
    "inclusion_workspace:case_details": {"phone": ["01632 960001"]},
}
# Of a record on which that can be done: a device that is wiped is inspected, not one that is not.
INSTEAD = {"inclusion_workspace:device_inspect": {"reference": "bench.reference"}}
# Of a record that this page does not change: a return that was sent is read, and what nobody has
# withheld yet is decided for the first time (`test_packs.py`: who comes second is told).
NOTHING_STANDS_THERE = {
    "returns:return sent.reference",
    "packs:withhold pack.reference =section =returns",
    "packs:withhold pack.reference =decision pack_decision.reference",
}
DOORS = [
    replace(door, args=INSTEAD.get(door.name, door.args))
    for door in PAGES.doors
    if door.name in EDITS and str(door) not in NOTHING_STANDS_THERE
]


# What is released in the world: those who work on it may only look by then.
ONLY_MANAGERS_CHANGE = {"benefits:edit"}


def people_at(world: World, door: Door) -> list[Person]:
    """Two who may; where only one role may, one person in two windows."""
    roles = sorted(role for role in door.acts or () if door.reads[role] == FINE)
    if door.name in ONLY_MANAGERS_CHANGE:
        roles = ["manager"]
    seen: dict = {}
    return [
        person_at(world.client(role), door, door.url(world), seen, role) for role in (roles * 2)[:2]
    ]


def person_at(client: Client, door: Door, url: str, seen: dict, name: str) -> Person:
    def look():
        return client.get(url).content.decode()

    def send(data):
        cache.clear()
        answer = client.post(url, data)
        return answer.status_code, answer.content.decode()

    return Person(look, send, ALSO.get(door.name, {}), seen, name)


@pytest.mark.parametrize("door", DOORS, ids=str)
def test_nobody_undoes_what_somebody_else_saved_meanwhile(world, door):
    with transaction.atomic():
        problems = problems_of(*people_at(world, door))
        transaction.set_rollback(True)

    assert problems == []


ADMIN_DOORS = [
    door
    for door in ADMIN.doors
    if door.name.endswith("_change") and door.args and "manager" in (door.acts or ())
]


@pytest.mark.parametrize("door", ADMIN_DOORS, ids=str)
def test_nobody_undoes_in_the_admin_what_somebody_else_saved_meanwhile(world, door):
    client, url = world.client("manager"), door.url(world)
    (form,) = (one for one in forms_of(client.get(url).content.decode()) if not one.action)
    if not form.edits:
        assert not form.is_prefilled(), "this admin carries no mark: see diz_portal.editing.admin"
        return

    with transaction.atomic():
        seen: dict = {}
        two = [person_at(client, door, url, seen, "manager") for _ in range(2)]
        problems = problems_of(*two)
        transaction.set_rollback(True)

    assert problems == []


def test_no_reason_is_kept_for_a_page_that_is_gone():
    names = {door.name for door in PAGES.doors}

    assert set(OTHERWISE) <= names
    assert names >= EDITS
    assert {str(door) for door in PAGES.doors} >= NOTHING_STANDS_THERE


@pytest.mark.parametrize(
    "door", [door for door in PAGES.doors if str(door) in NOTHING_STANDS_THERE], ids=str
)
def test_a_page_left_out_shows_nothing_that_is_stored(world, door):
    role = min(role for role, status in door.reads.items() if status == FINE)
    page = world.client(role).get(door.url(world)).content.decode()

    assert not [form for form in forms_of(page) if form.edits or form.is_prefilled()]
