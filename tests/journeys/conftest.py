"""A real browser on the real pages: what fails there, fails the test.

`page` and `open_page(...)` give pages of the live server (`page.goto("/")`). A console error, a
script's exception, a breach of the Content-Security-Policy or a request to another machine
fails the test that met it, whatever else the test asserts.
"""

import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from .shapes import Known, Shapes
from .tab import OF_THE_WHOLE

ROOT = Path(__file__).resolve().parent.parent.parent
# The shell first: the same engine without the windows, menus and tabs that nobody looks at here.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
# A busy machine draws slowly.
PATIENCE = 30_000
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Whatever a page asks of another machine is refused.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
HERE = {"127.0.0.1", "localhost"}


class Watch:
    """Collects what a visitor would not see, and what must not happen."""

    def __init__(self, page: Page):
        self.complaints: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(("", f"exception: {error}")))
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error":
            self.complaints.append((message.location.get("url", ""), message.text))

    def _request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https"} and parts.hostname not in HERE:
            self.complaints.append((request.url, "asks another machine"))

    def _response(self, response) -> None:
        # A refused form or a missing page is an answer; Chromium calls it an error all the same.
        if 400 <= response.status < 500 and response.request.is_navigation_request():
            self.refused.add(response.url)

    def problems(self) -> list[str]:
        return [
            f"{text} ({url})" if url else text
            for url, text in self.complaints
            if not (url in self.refused and text.startswith("Failed to load resource"))
        ]


@pytest.fixture(autouse=True)
def _the_number_is_shown(counted) -> None:
    """A browser sees the navigation as it is: with the number of what waits."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    named = os.environ.get("CHROMIUM", "")
    path = next((found for name in (named, *NAMES) if name and (found := shutil.which(name))), None)
    if path is None:
        pytest.fail("The journeys need Chromium: install it, or name it with CHROMIUM=.")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE)
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Contexts:
    """Windows that are kept open from test to test, each as good as new when it is lent again.

    A new one reads every style sheet and script anew, and begins a process of its own.
    """

    def __init__(self, browser: Browser, address: str):
        self.browser, self.address = browser, address
        self.free: dict[tuple[bool, bool], list[BrowserContext]] = {}
        self.lent: list[tuple[tuple[bool, bool], BrowserContext]] = []

    def lend(self, *, javascript: bool, certificates: bool) -> BrowserContext:
        kind = (javascript, certificates)
        waiting = self.free.setdefault(kind, [])
        context = waiting.pop() if waiting else self._open(*kind)
        self.lent.append((kind, context))
        return context

    def _open(self, javascript: bool, certificates: bool) -> BrowserContext:
        context = self.browser.new_context(
            ignore_https_errors=not certificates,
            base_url=self.address,
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        return context

    def take_back(self) -> None:
        """Tabs closed, and with them what they kept; cookies and what scripts store forgotten."""
        while self.lent:
            kind, context = self.lent.pop()
            if context.pages:
                store = context.new_cdp_session(context.pages[0])
                for host in HERE:
                    origin = self.address.replace("localhost", host)
                    store.send(
                        "Storage.clearDataForOrigin",
                        {"origin": origin, "storageTypes": "local_storage,indexeddb"},
                    )
            for page in context.pages:
                page.close()
            context.clear_cookies()
            self.free[kind].append(context)

    def close(self) -> None:
        self.take_back()
        for context in [one for waiting in self.free.values() for one in waiting]:
            context.close()


@pytest.fixture(scope="session")
def contexts(
    browser: Browser, live_server, django_db_setup, django_db_blocker
) -> Iterator[Contexts]:
    contexts = Contexts(browser, live_server.url)
    yield contexts
    contexts.close()
    # The server closes its side a moment later; a database in use could not be dropped.
    with django_db_blocker.unblock():
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and others_are_connected():
            time.sleep(0.05)


def others_are_connected() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0] > 0


@pytest.fixture
def open_page(contexts: Contexts, live_server) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: `open_page(user=…, width=360, javascript=False)`."""
    watches = []

    def opener(
        *,
        user=None,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        certificates: bool = True,
    ) -> Page:
        """`certificates=False`: for another server of a test, whose own nobody knows."""
        context = contexts.lend(javascript=javascript, certificates=certificates)
        if user is not None:
            client = Client()
            client.force_login(user)
            context.add_cookies(
                [
                    {
                        "name": "sessionid",
                        "value": client.cookies["sessionid"].value,
                        "url": live_server.url,
                    }
                ]
            )
        page = context.new_page()
        page.set_viewport_size({"width": width, "height": height})
        watches.append(Watch(page))
        page.watch = watches[-1]
        return page

    yield opener
    problems = [problem for watch in watches for problem in watch.problems()]
    contexts.take_back()
    assert problems == [], "the browser complains"


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def known() -> Known:
    return Known()


@pytest.fixture
def ask_axe(axe_source) -> Callable[..., list[str]]:
    """What axe finds on a page as it stands: `ask_axe(page)`, or some rules: `(page, rules)`."""
    knowing: list[Page] = []

    def ask(page: Page, rules: Sequence[str] = ()) -> list[str]:
        # Through the debugger, so that the strict policy stays as visitors have it. Half a
        # megabyte is sent once a tab; the pages after this one have it at hand, unread.
        if page not in knowing:
            page.add_init_script(f"window.readAxe = () => {{ {axe_source} }}")
            page.evaluate(axe_source)
            knowing.append(page)
        # Without `preload` axe would copy style sheets into the page, which the policy refuses.
        options = {"resultTypes": ["violations"], "preload": False}
        if rules:
            options["runOnly"] = {"type": "rule", "values": list(rules)}
        found = page.evaluate(
            "options => { window.axe || readAxe();"
            " return axe.run(document, options).then(r => r.violations) }",
            options,
        )
        return [
            f"{one['id']}: {one['help']} at {', '.join(str(n['target'][0]) for n in one['nodes'])}"
            for one in found
        ]

    return ask


@pytest.fixture
def violations(ask_axe, known) -> Callable[[Page], list[str]]:
    """What axe finds, of all of WCAG 2.2 AA that a machine can judge: `violations(page)`.

    A page, as it stands and at this width, that is made of pieces which it has judged is asked
    only for what belongs to a page as a whole.
    """

    def find(page: Page) -> list[str]:
        # A click is over when the next page has begun: before it has a single element.
        page.wait_for_load_state()
        width, drawn = page.evaluate("[innerWidth, document.documentElement.outerHTML]")
        where = f"drawn, {width} px"
        new = known.new(where, Shapes(drawn).found)
        found = ask_axe(page, () if new else OF_THE_WHOLE)
        if not found:
            known.add(where, new)
        return found

    return find


@pytest.fixture
def axe(violations) -> Callable[[Page], None]:
    """Assert that axe finds nothing: `axe(page)`."""

    def check(page: Page) -> None:
        assert violations(page) == [], page.url

    return check


@pytest.fixture
def no_sideways_scroll() -> Callable[[Page, int], None]:
    """Assert that the page fits a width: `no_sideways_scroll(page, 320)`."""

    def check(page: Page, width: int) -> None:
        page.wait_for_load_state()
        page.set_viewport_size({"width": width, "height": 900})
        widest = page.evaluate("document.documentElement.scrollWidth")
        assert widest <= width, f"{page.url} is {widest} px wide at {width} px"

    return check


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """A picture for whoever changes a page, when PICTURES= names a folder."""

    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return take
