"""Every page of the table of doors, in a browser, as those who may read it.

As it was sent, before any script, each has its heading and its main part, no id stands twice, no
description leads nowhere, nothing scrolls sideways at 320, 360 or 1280 px, nor, but in the admin,
on a phone with letters of twice the size, and the keyboard stops nowhere unseen; a page of the
admin made of what others there are made of, at 320 px. What is no page, a file or an answer of the
API, is passed by. Each in which scripts find another hold than on the pages before it is opened as
people open it: the same holds of what scripts have made of it, and the console says nothing. Axe
finds nothing on a phone: it judges a page that has a piece which was not judged before
(`pieces.js`). In one test, since each page leaves less to judge on the next.
"""

import pytest

from tests.access.account_pages import ACCOUNTS
from tests.access.admin_pages import ADMIN
from tests.access.conftest import known_people, nothing_changes, people_stay, quiet
from tests.access.doors import FINE, Door
from tests.access.pages import PAGES
from tests.access.world import STRANGER, World, there

from .tab import NARROWEST, SCREENS, WITH_LARGE_TEXT, Empty, Pieces, Resized

__all__ = ["known_people", "nothing_changes", "people_stay", "quiet"]

# The same page of another record shows nothing new.
AGAIN = ("hidden.slug", "suspended.slug")


def is_public(door: Door) -> bool:
    return door.reads[STRANGER] == FINE


def is_walked(door: Door) -> bool:
    return (
        not door.only_by_post
        and not set(door.args.values()) & set(AGAIN)
        and (not door.name.endswith("_history") or door.name == "admin:projects_site_history")
    )


# Who walks, through which doors. What a stranger may read is walked as one. The rest as a manager
# and as a contributor, wherever they may come: the one sees the most, the other what is theirs; and
# what is a caseworker's alone as a caseworker.
INSIDE = [door for door in [*PAGES.doors, *ACCOUNTS.doors] if not is_public(door)]
BOTH = ["manager", "contributor"]
TOURS = [
    ([STRANGER], [*PAGES.doors, *ACCOUNTS.doors]),
    (["caseworker"], [d for d in INSIDE if not any(d.reads[role] == FINE for role in BOTH)]),
    (BOTH, INSIDE),
    (["manager"], ADMIN.doors),
]


def walk() -> list[tuple[str, Door]]:
    return [
        (role, door)
        for roles, doors in TOURS
        for door in doors
        for role in roles
        if is_walked(door) and door.reads[role] == FINE
    ]


@pytest.fixture
def world(settings) -> World:
    return there()


@pytest.fixture
def look(open_page, judged, violations):
    """What is wrong with a page as it is sent and, if scripts have another hold, as it is drawn."""
    empty = Empty(open_page(width=360))
    opened: dict[str, Resized] = {}
    shown: dict[str, frozenset[str]] = {}
    of_the_admin: set[str] = set()
    held: set[frozenset[str]] = set()

    def screens(address: str, sent: Pieces) -> list[tuple[int, bool]]:
        """Where the page is measured: it fits with letters of twice the size, too. The admin's
        own pages are Django's, and of few forms: one that has nothing new is measured where it
        has the least room."""
        if not address.startswith("/admin/"):
            return WITH_LARGE_TEXT
        is_new = not sent.found | sent.hooks <= of_the_admin
        of_the_admin.update(sent.found | sent.hooks)
        return SCREENS if is_new else NARROWEST

    def drawn(world: World, role: str, address: str) -> list[str]:
        if role not in opened:
            opened[role] = Resized(open_page(user=world.people.get(role), width=360))
        status = opened[role].page.goto(address).status
        if status != FINE:
            return [f"{status} in a browser"]
        return [*violations(opened[role].page), *opened[role].too_wide()]

    def find(world: World, role: str, address: str) -> list[str]:
        answer = world.client(role).get(address)
        if answer.status_code != FINE:
            return [f"{address}: {answer.status_code}"]
        if not answer["Content-Type"].startswith("text/html"):
            if answer.streaming:
                # Read to its end, it closes its file: left open, another test is blamed for it.
                b"".join(answer.streaming_content)
            return []
        sent = empty.read(answer.content.decode())
        # Who is shown no more than somebody else was is shown nothing new.
        if sent.found | sent.hooks <= shown.get(address, frozenset()):
            return []
        shown[address] = shown.get(address, frozenset()) | sent.found | sent.hooks
        there = empty.show(screens(address, sent))
        wrong = [*there.wrong, *judged(empty.frame, there)]
        # What is of this page alone, such as a script in it, starts with a mark.
        if sent.hooks not in held or any(one.startswith("!") for one in sent.hooks):
            held.add(sent.hooks)
            wrong += drawn(world, role, address)
        return [f"{address}: {one}" for one in dict.fromkeys(wrong)]

    return find


# It begins before other tests, since nobody shall wait for it last.
@pytest.mark.first
@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("counted", "nothing_changes", "people_stay", "quiet")
def test_every_page(world, look):
    wrong = [one for role, door in walk() for one in look(world, role, door.url(world))]

    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_page_that_may_be_walked_is_walked():
    walkers = {role for roles, _ in TOURS for role in roles}
    walked = {str(door) for _, door in walk()}

    assert walked == {
        str(door)
        for door in [*PAGES.doors, *ACCOUNTS.doors, *ADMIN.doors]
        if is_walked(door) and FINE in {door.reads[role] for role in walkers}
    }
