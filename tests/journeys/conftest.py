"""A real browser on the real pages: what fails there, fails the test.

`page` and `open_page(...)` give pages of the live server (`page.goto("/")`). A console error, a
script's exception, a breach of the Content-Security-Policy or a request to another machine
fails the test that met it, whatever else the test asserts.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from diz_portal.attention import counting
from tests.servers import SHARED

from . import server
from .axe import JUDGE, OF_THE_WHOLE
from .tab import Known, Pieces, pieces_of
from .windows import PATIENCE, Windows

ROOT = Path(__file__).resolve().parent.parent.parent
# The shell first: the same engine without the windows, menus and tabs that nobody looks at here.
NAMES = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A third of what a page costs the processor, for nothing that is judged here, is a frame of its
    # own for each page of a site, and a process for what comes over the line. The list replaces
    # Playwright's, from which the first two are.
    "--enable-features=CDPScreenshotNewSurface,SkipListAccountsWithoutGaiaCookies,"
    "RenderDocument:level/crashed-frame,NetworkServiceInProcess2",
    # Whatever a page asks of another machine is refused.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]


@pytest.fixture(autouse=True)
def _a_number_is_shown(monkeypatch) -> None:
    """A browser sees the navigation as it is: with a number of what waits. What it counts is dear,
    and another test's: who walks through every page sees the true one."""
    monkeypatch.setattr(counting, "count_for", lambda user: 2)


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
        # While the loop runs in this thread, Django has another connection for it, which nobody
        # else would close: the database could not be dropped.
        connections.close_all()


@pytest.fixture(scope="session")
def live_server(django_db_setup) -> Iterator[LiveServer]:
    """Stopped before the database goes: its threads have sessions there."""
    started = server.started()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def windows(browser: Browser, live_server: LiveServer) -> Iterator[Windows]:
    windows = Windows(browser, live_server.url)
    yield windows
    windows.close()


@pytest.fixture
def open_page(windows: Windows, live_server: LiveServer) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: `open_page(user=…, width=360, javascript=False)`."""

    def opener(
        *,
        user=None,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        certificates: bool = True,
        once: bool = False,
    ) -> Page:
        """`certificates=False`: for another server of a test, whose own nobody knows.
        `once=True`: for a test that sets the clock."""
        page = windows.open(javascript=javascript, certificates=certificates, once=once)
        page.set_viewport_size({"width": width, "height": height})
        if user is not None:
            client = Client()
            client.force_login(user)
            session = client.cookies["sessionid"].value
            page.context.add_cookies(
                [{"name": "sessionid", "value": session, "url": live_server.url}]
            )
        return page

    yield opener
    assert windows.take_back() == [], "the browser complains"


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture(scope="session")
def known(request) -> Known:
    if run := getattr(request.config, "workerinput", {}).get("testrunuid"):
        return Known(Path(os.environ[SHARED], f"good-pieces-{run}"))
    return Known()


@pytest.fixture
def judged(axe_source, known) -> Callable[..., list[str]]:
    """What axe finds, of all of WCAG 2.2 AA that a machine can judge: `judged(page, pieces)`.

    It judges what it has not judged at this layout, for a phone or for a wide screen; `pieces` is
    what the page, or the frame, was just found to be made of.
    """

    def judge(page: Page | Frame, pieces: Pieces) -> list[str]:
        if not (new := known.new(pieces.screen, pieces.found)):
            return []
        found = page.evaluate(JUDGE, [list(new), OF_THE_WHOLE])
        if found is None:
            # Through the debugger, so that the strict policy stays as visitors have it. Half a
            # megabyte is sent once a page.
            page.evaluate(axe_source)
            found = page.evaluate(JUDGE, [list(new), OF_THE_WHOLE])
        if not found:
            known.add(pieces.screen, new)
        return found

    return judge


@pytest.fixture
def violations(judged) -> Callable[[Page], list[str]]:
    """What is wrong with a page as it stands: ids that stand twice, and what axe finds."""

    def find(page: Page) -> list[str]:
        # A click is over when the next page has begun: before it has a single element.
        page.wait_for_load_state()
        pieces = pieces_of(page)
        return [*pieces.wrong, *judged(page, pieces)]

    return find


@pytest.fixture
def axe(violations) -> Callable[[Page], None]:
    """Assert that axe finds nothing: `axe(page)`."""

    def check(page: Page) -> None:
        # Axe waits for what scripts would do: without them it waits for ever.
        assert page.watch.has_scripts, "axe is asked of a page with scripts"
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
