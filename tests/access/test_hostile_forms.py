"""Whatever somebody types or tampers with, a form takes it or says why: no page breaks of it."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.editing import PostForm, forms_of

from .account_pages import ACCOUNTS
from .doors import FINE, Door
from .pages import PAGES
from .world import ROLES, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet"),
    pytest.mark.slow,
]

PARTS = 4
SEE_MOST = ("manager", "caseworker", "lead", *ROLES[::-1])
CHOSEN = {"radio", "checkbox", "select", "several"}
# What no column of text holds, and more digits than any number has.
NUL, DIGITS = "8\x00", "9" * 400


def forms() -> list[tuple[Door, str]]:
    """Each page with a form, and somebody who may send it."""
    return [
        (door, role)
        for door in (*PAGES.doors, *ACCOUNTS.doors)
        if door.acts and not door.only_by_post
        for role in [next(role for role in dict.fromkeys(SEE_MOST) if role in door.acts)]
        if door.reads[role] == FINE
    ]


def tampered(form: PostForm, words: str, *, also_hidden: bool) -> dict[str, list[str]]:
    """All that a browser would send of it, with these words in every box."""
    sent = {}
    for name, control in form.controls.items():
        if control.kind in CHOSEN:
            sent[name] = control.values or [value for value, _ in control.options if value][:1]
        elif control.kind == "hidden" and not also_hidden:
            sent[name] = control.values
        else:
            sent[name] = [words]
    return sent


def breaks(client: Client, url: str, sent: dict[str, list[str]]) -> bool:
    cache.clear()
    with transaction.atomic():
        answer = client.post(url, sent)
        transaction.set_rollback(True)
    return answer.status_code >= 500


@pytest.mark.parametrize("part", range(PARTS))
def test_nothing_that_is_sent_breaks_a_page(world: World, settings, part):
    settings.PUBLIC_FORM_LIMITS = False
    wrong, tried = [], 0
    for door, role in forms()[part::PARTS]:
        client = world.client(role)
        client.raise_request_exception = False
        url = door.url(world)
        answer = client.get(url)
        if answer.streaming:
            continue
        for form in forms_of(answer.content.decode()):
            to = form.action or url
            for words, also_hidden in ((NUL, False), (NUL, True), (DIGITS, False)):
                tried += 1
                if breaks(client, to, tampered(form, words, also_hidden=also_hidden)):
                    where = "hidden fields, too" if also_hidden else "what is typed"
                    wrong.append(f"{door}: {to} breaks of {words[:8]!r} in {where}")

    assert tried > 50
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("seminars_workspace:mark", "reference"),
        ("inclusion_workspace:need_data_reserve", "network"),
    ],
)
def test_nor_does_what_a_button_sends_along(world: World, name, field):
    door = next(door for door in PAGES.doors if door.name == name)
    client = world.client(next(role for role in dict.fromkeys(SEE_MOST) if role in door.acts))
    client.raise_request_exception = False

    assert not breaks(client, door.url(world), {field: [NUL], "key": ["2z2z2z2z2z"]})
