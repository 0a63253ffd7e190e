"""Every page of the table of doors, in a browser, as those who may read it.

Axe finds nothing on a phone, nothing scrolls sideways at 320, 360 or 1280 px, the console says
nothing, and without JavaScript the page still has its heading and its main part. One test a
walk, so that they can be shared between processes.
"""

from html.parser import HTMLParser

import pytest
from playwright.sync_api import CDPSession, Page

from tests.access.account_pages import ACCOUNTS
from tests.access.admin_pages import ADMIN
from tests.access.doors import FINE, Door
from tests.access.pages import PAGES
from tests.access.world import STRANGER, World, build

from .conftest import missing_without_script

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
    "inclusion_workspace:telling_letter",
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
# The rest as whoever sees the most on it: a manager, where a manager may come; and once more as
# a contributor, if they are shown anything that the manager is not; and what is a caseworker's
# alone as a caseworker.
INSIDE = [door for door in [*PAGES.doors, *ACCOUNTS.doors] if not is_public(door)]
TOURS = {
    "public": (STRANGER, [*PAGES.doors, *ACCOUNTS.doors], 2),
    "signed in": ("manager", INSIDE, 4),
    "contributor": ("contributor", [d for d in INSIDE if d.reads["manager"] != FINE], 1),
    "caseworker": (
        "caseworker",
        [d for d in INSIDE if FINE not in {d.reads["manager"], d.reads["contributor"]}],
        1,
    ),
    "admin": ("manager", ADMIN.doors, 4),
}


def walks() -> list:
    """Parts of about one length, so that no process waits long for the last of another."""
    found = []
    for name, (role, doors, parts) in TOURS.items():
        open_doors = [door for door in doors if door.reads[role] == FINE and is_walked(door)]
        found += [
            pytest.param(role, open_doors[part::parts], id=f"{name} {part + 1} of {parts}")
            for part in range(parts)
        ]
    return found


class Shapes(HTMLParser):
    """Every element of the main part, by the way that leads to it: tags, classes and types."""

    SINGLE = {"br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"}

    def __init__(self, page: str):
        super().__init__()
        self.way: list[str] = []
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        if not self.way and tag != "main":
            return
        told = dict(attrs)
        step = " ".join([tag, *(str(told.get(name)) for name in ("class", "type", "role"))])
        self.found.add(" > ".join([*self.way, step]))
        if tag not in self.SINGLE:
            self.way.append(step)

    def handle_endtag(self, tag):
        while self.way and self.way.pop().split(" ", 1)[0] != tag:
            pass


@pytest.fixture
def world(settings) -> World:
    return build()


@pytest.fixture
def look(violations):
    """Everything that must hold of a page; gives back the page as it was sent."""

    def check(page: Page, address: str) -> tuple[str, list[str]]:
        screen = page.context.new_cdp_session(page)
        _resize(screen, 360)
        response = page.goto(address)
        if response.status != FINE:
            return "", [f"{address}: {response.status}"]
        wrong = violations(page)
        for width in (360, 320, 1280):
            _resize(screen, width)
            shown, widest = page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
            assert shown == width, "the window was not resized"
            if widest > width:
                wrong.append(f"{widest} px wide at {width} px")
        sent = response.text()
        wrong += [f"no {part} without JavaScript" for part in missing_without_script(page, sent)]
        screen.detach()
        return sent, [f"{address}: {one}" for one in wrong]

    return check


def _resize(screen: CDPSession, width: int) -> None:
    """As `set_viewport_size`, which waits three times as long."""
    screen.send(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    )


@pytest.mark.journey
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("role", "doors"), walks())
def test_every_page(world, open_page, look, role, doors):
    page = open_page(user=world.people.get(role), width=360)
    contributor = world.people["contributor"]
    wrong, again = [], []

    for door in doors:
        sent, found = look(page, door.url(world))
        wrong += found
        if role == "manager" and door.reads["contributor"] == FINE:
            theirs = world.client("contributor").get(door.url(world)).content.decode()
            if not Shapes(theirs).found <= Shapes(sent).found:
                again.append(door)
    if again:
        page = open_page(user=contributor, width=360)
    for door in again:
        wrong += look(page, door.url(world))[1]

    assert doors
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


def test_every_page_that_may_be_walked_is_walked():
    walkers = {role for role, _, _ in TOURS.values()}
    walked = {str(door) for walk in walks() for door in walk.values[1]}

    assert walked == {
        str(door)
        for door in [*PAGES.doors, *ACCOUNTS.doors, *ADMIN.doors]
        if is_walked(door) and FINE in {door.reads[role] for role in walkers}
    }
