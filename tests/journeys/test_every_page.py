"""Every page of the table of doors, in a browser, as those who may read it.

As it was sent, before any script, each has its heading and its main part, nothing scrolls sideways
at 320, 360 or 1280 px, and axe finds nothing on a phone: all its rules where a piece of the page
was not met before (`shapes.py`), otherwise those about a page as a whole. Each in which scripts
find a hold not met before is opened as people open it: the same holds of what scripts have made of
it, and the console says nothing. One test a walk, so that they can be shared between processes.
"""

import re
from dataclasses import dataclass
from functools import cached_property

import pytest

from tests.access.account_pages import ACCOUNTS
from tests.access.admin_pages import ADMIN
from tests.access.doors import FINE, Door
from tests.access.pages import PAGES
from tests.access.world import STRANGER, World, build

from .shapes import Shapes
from .tab import OF_THE_WHOLE, Tab

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
    "letters:print_all",
    "inclusion_workspace:batch_csv",
    "inclusion_workspace:device_labels",
    "inclusion_workspace:holding_paper",
    "inclusion_workspace:learning_csv",
    "inclusion_workspace:statement_csv",
    "projects:sites_csv",
    "projects_workspace:import_errors",
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


# Who walks, through which doors, in how many parts. What a stranger may read is walked as one.
# The rest as a manager and as a contributor, wherever they may come: the one sees the most, the
# other what is theirs; and what is a caseworker's alone as a caseworker.
INSIDE = [door for door in [*PAGES.doors, *ACCOUNTS.doors] if not is_public(door)]
BOTH = ["manager", "contributor"]
TOURS = {
    "public": ([STRANGER], [*PAGES.doors, *ACCOUNTS.doors], 1),
    "signed in": (BOTH, INSIDE, 2),
    "caseworker": (
        ["caseworker"],
        [door for door in INSIDE if not any(door.reads[role] == FINE for role in BOTH)],
        1,
    ),
    "admin": (["manager"], ADMIN.doors, 1),
}


def walks() -> list:
    """Parts of about one length, so that no process waits long for the last of another."""
    found = []
    for name, (roles, doors, parts) in TOURS.items():
        steps = [
            (role, door)
            for door in doors
            for role in roles
            if is_walked(door) and door.reads[role] == FINE
        ]
        size = -(-len(steps) // parts)
        found += [
            # Neighbours are made of the same pieces.
            pytest.param(steps[part * size :][:size], id=f"{name} {part + 1} of {parts}")
            for part in range(parts)
        ]
    return found


@pytest.fixture
def world(settings) -> World:
    return build()


SHEET = re.compile(r"<link[^>]+stylesheet[^>]+>")


@dataclass(frozen=True)
class Sent:
    """A page as the server sends it to somebody."""

    role: str
    address: str
    status: int
    html: str

    @property
    def sheets(self) -> list[str]:
        return SHEET.findall(self.html)

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self.html)


def sent_to(world: World, role: str, address: str) -> Sent:
    response = world.client(role).get(address)
    return Sent(role, address, response.status_code, response.content.decode())


def showing_more(pages: list[Sent]) -> list[Sent]:
    """Without those in which the next to read a page is shown no more than the first."""
    shown: dict[str, set[str]] = {}
    more = []
    for sent in pages:
        pieces = sent.shapes.found | sent.shapes.hooks
        if not pieces <= shown.get(sent.address, set()):
            shown.setdefault(sent.address, set()).update(pieces)
            more.append(sent)
    return more


@pytest.fixture
def look(open_page, violations, ask_axe, known):
    """What is wrong with a page as it is sent and, if scripts do something new, as it is drawn."""
    tabs: dict[str, Tab] = {}

    def find(world: World, sent: Sent) -> list[str]:
        if sent.status != FINE:
            return [f"{sent.address}: {sent.status}"]
        if sent.role not in tabs:
            tabs[sent.role] = Tab(open_page(user=world.people.get(sent.role), width=360))
        tab, wrong = tabs[sent.role], []
        hooks = known.new("hooks", sent.shapes.hooks)
        new = known.new("sent", sent.shapes.found)
        if hooks or tab.sheets != sent.sheets:
            wrong += tab.open(sent.address, violations)
            tab.sheets = sent.sheets
        wrong += tab.show(sent.html, ask_axe, () if new else OF_THE_WHOLE)
        if not wrong:
            known.add("hooks", hooks)
            known.add("sent", new)
        return [f"{sent.address}: {one}" for one in wrong]

    return find


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("steps", walks())
def test_every_page(world, look, steps):
    pages = showing_more([sent_to(world, role, door.url(world)) for role, door in steps])
    # A tab is of use for the next page while that has the same style sheets.
    pages.sort(key=lambda sent: (sent.role, sent.sheets))

    wrong = [one for sent in pages for one in look(world, sent)]

    assert pages
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_page_that_may_be_walked_is_walked():
    walkers = {role for roles, _, _ in TOURS.values() for role in roles}
    walked = {str(door) for one in walks() for _, door in one.values[0]}

    assert walked == {
        str(door)
        for door in [*PAGES.doors, *ACCOUNTS.doors, *ADMIN.doors]
        if is_walked(door) and FINE in {door.reads[role] for role in walkers}
    }
