"""Every page of the table of doors, in a browser, as those who may read it.

Axe finds nothing on a phone, nothing scrolls sideways at 320, 360 or 1280 px, the console says
nothing, and without JavaScript the page still has its heading and its main part. One test a
walk, so that they can be shared between processes.
"""

import pytest

from tests.access.account_pages import ACCOUNTS
from tests.access.admin_pages import ADMIN
from tests.access.doors import FINE, Door
from tests.access.pages import PAGES
from tests.access.world import STRANGER, World, build

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

# Answers that are not pages.
FILES = {
    "admin:autocomplete",
    "admin:jsi18n",
    "data:openapi",
    "data:seminar",
    "data:seminars",
    "documents:download",
    "projects:sites_csv",
    "projects_workspace:import_errors",
    "projects_workspace:scope_csv",
    "projects_workspace:sites_csv",
    "projects_workspace:wayleaves_csv",
    "seminars:atom",
    "seminars:calendar",
    "seminars:event",
    "seminars:json_feed",
    "seminars:my_calendar",
    "seminars:rss",
    "seminars_workspace:csv",
}
LISTS = ("_changelist", "_add")
# The same page of another record shows nothing new.
AGAIN = ("hidden.slug", "suspended.slug")


def is_public(door: Door) -> bool:
    return door.reads[STRANGER] == FINE


def is_list(door: Door) -> bool:
    return door.name.endswith(LISTS)


def is_walked(door: Door) -> bool:
    return (
        not door.only_by_post
        and door.name not in FILES
        and not set(door.args.values()) & set(AGAIN)
        and (not door.name.endswith("_history") or door.name == "admin:projects_site_history")
    )


# Name of the walk → who walks, and through which doors. What a stranger may read is walked as
# one; the rest as a contributor, and once more as a manager, for whom the same pages hold more.
WALKS = {
    "the public pages": (STRANGER, [*PAGES.doors, *ACCOUNTS.doors]),
    "a contributor's pages": (
        "contributor",
        [door for door in [*PAGES.doors, *ACCOUNTS.doors] if not is_public(door)],
    ),
    "a manager's pages": ("manager", [door for door in PAGES.doors if not is_public(door)]),
    "the admin's lists": ("manager", [door for door in ADMIN.doors if is_list(door)]),
    "the admin's records": ("manager", [door for door in ADMIN.doors if not is_list(door)]),
}


@pytest.fixture
def world() -> World:
    return build()


@pytest.mark.parametrize("walk", WALKS)
def test_every_page(world, open_page, violations, no_sideways_scroll, walk):
    role, doors = WALKS[walk]
    doors = [door for door in doors if door.reads[role] == FINE and is_walked(door)]
    user = world.people.get(role)
    page = open_page(user=user, width=360)
    plain = open_page(user=user, width=360, javascript=False)
    wrong = []

    for door in doors:
        address = door.url(world)
        page.set_viewport_size({"width": 360, "height": 900})
        response = page.goto(address)
        if response.status != FINE:
            wrong.append(f"{address}: {response.status}")
            continue
        wrong += [f"{address}: {found}" for found in violations(page)]
        for width in (320, 360, 1280):
            try:
                no_sideways_scroll(page, width)
            except AssertionError as error:
                wrong.append(str(error).partition("\n")[0])
        if role == "manager" and door.reads["contributor"] == FINE:
            continue  # seen without JavaScript by the contributor
        plain.goto(address, wait_until="domcontentloaded")
        wrong += [
            f"{address}: no {part} without JavaScript"
            for part in ("h1", "main")
            if not plain.locator(part).first.is_visible()
        ]

    assert doors
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
