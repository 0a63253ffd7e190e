"""Every page of the table of doors, in a browser, as those who may read it.

As it was sent, before any script, each has its heading and its main part, no id stands twice, and
nothing scrolls sideways at 320, 360 or 1280 px, nor, but in the admin, on a phone with letters of
twice the size. Each in which scripts find another hold than on the
pages before it is opened as people open it: the same holds of what scripts have made of it, and the
console says nothing. Axe finds nothing on a phone: it judges a page that has a piece which was not
judged before (`pieces.js`). One test a walk, so that they can be shared between processes.
"""

import pytest

from tests.access.account_pages import ACCOUNTS
from tests.access.admin_pages import ADMIN
from tests.access.conftest import nothing_changes, quiet
from tests.access.doors import FINE, Door
from tests.access.pages import PAGES
from tests.access.world import STRANGER, World, build

from .tab import Empty, Resized

__all__ = ["nothing_changes", "quiet"]

# Answers that are not pages.
FILES = {
    "admin:autocomplete",
    "admin:jsi18n",
    "data:openapi",
    "data:seminar",
    "data:seminars",
    "documents:download",
    "letters:print",
    "account_signed_in",
    "privacy:data_map_csv",
    "privacy:data_map_xlsx",
    "letters:print_all",
    "inclusion_workspace:batch_csv",
    "inclusion_workspace:device_labels",
    "inclusion_workspace:holding_letter",
    "inclusion_workspace:holding_paper",
    "inclusion_workspace:learning_csv",
    "inclusion_workspace:statement_csv",
    "inclusion_workspace:telling_letter",
    "projects:sites_csv",
    "projects_workspace:import_errors",
    "inclusion_workspace:import_errors",
    "returns:file",
    "returns:import_errors",
    "projects_workspace:scope_csv",
    "projects_workspace:sites_csv",
    "projects_workspace:wayleaves_csv",
    "seminars:atom",
    "seminars:calendar",
    "seminars:certificate",
    "seminars:event",
    "seminars:json_feed",
    "seminars:material",
    "seminars:my_calendar",
    "seminars:own_material",
    "seminars:rss",
    "seminars_workspace:certificate",
    "seminars_workspace:csv",
    "seminars_workspace:newsletter_csv",
    "seminars_workspace:newsletter_xlsx",
    "seminars_workspace:feedback_csv",
    "seminars_workspace:mark",
    "seminars_workspace:xlsx",
}
# The same page of another record shows nothing new.
AGAIN = ("hidden.slug", "suspended.slug")


def is_public(door: Door) -> bool:
    return door.reads[STRANGER] == FINE


def is_walked(door: Door) -> bool:
    return (
        not door.only_by_post
        and door.name not in FILES
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
PARTS = 2


def walks() -> list:
    """Parts of one length, one after another: neighbours are made of the same pieces.

    They begin before other tests, since nobody shall wait for them last.
    """
    steps = [
        (role, door)
        for roles, doors in TOURS
        for door in doors
        for role in roles
        if is_walked(door) and door.reads[role] == FINE
    ]
    size = -(-len(steps) // PARTS)
    return [
        pytest.param(
            steps[part * size :][:size],
            id=f"{part + 1} of {PARTS}",
            marks=pytest.mark.first,
        )
        for part in range(PARTS)
    ]


@pytest.fixture
def world(settings) -> World:
    return build()


class Walker:
    """Somebody with two tabs: one is opened anew, in the other pages are set as they were sent."""

    def __init__(self, open_page, user):
        self.empty = Empty(open_page(user=user, width=360))
        self.opened = Resized(open_page(user=user, width=360))


@pytest.fixture
def look(open_page, judged, violations):
    """What is wrong with a page as it is sent and, if scripts have another hold, as it is drawn."""
    walkers: dict[str, Walker] = {}
    shown: dict[str, frozenset[str]] = {}
    held: set[frozenset[str]] = set()

    def drawn(walker: Walker, address: str) -> list[str]:
        status = walker.opened.page.goto(address).status
        if status != FINE:
            return [f"{status} in a browser"]
        return [*violations(walker.opened.page), *walker.opened.too_wide()]

    def find(world: World, role: str, address: str) -> list[str]:
        answer = world.client(role).get(address)
        if answer.status_code != FINE:
            return [f"{address}: {answer.status_code}"]
        if role not in walkers:
            walkers[role] = Walker(open_page, world.people.get(role))
        walker = walkers[role]
        sent = walker.empty.read(answer.content.decode())
        # Who is shown no more than somebody else was is shown nothing new.
        if sent.found | sent.hooks <= shown.get(address, frozenset()):
            return []
        shown[address] = shown.get(address, frozenset()) | sent.found | sent.hooks
        wrong = sent.wrong
        # What is of this page alone, such as a script in it, starts with a mark.
        if sent.hooks not in held or any(one.startswith("!") for one in sent.hooks):
            held.add(sent.hooks)
            wrong += drawn(walker, address)
        # It fits with letters of twice the size, too; the admin's own pages are Django's.
        there = walker.empty.show(is_large_too=not address.startswith("/admin/"))
        wrong += [*there.wrong, *judged(walker.empty.frame, there)]
        return [f"{address}: {one}" for one in dict.fromkeys(wrong)]

    return find


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("nothing_changes", "quiet")
@pytest.mark.parametrize("steps", walks())
def test_every_page(world, look, steps):
    wrong = [one for role, door in steps for one in look(world, role, door.url(world))]

    assert steps
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_page_that_may_be_walked_is_walked():
    walkers = {role for roles, _ in TOURS for role in roles}
    walked = {str(door) for one in walks() for _, door in one.values[0]}

    assert walked == {
        str(door)
        for door in [*PAGES.doors, *ACCOUNTS.doors, *ADMIN.doors]
        if is_walked(door) and FINE in {door.reads[role] for role in walkers}
    }
