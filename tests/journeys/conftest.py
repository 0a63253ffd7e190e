"""A real browser on the real pages: what fails there, fails the test.

`page` and `open_page(...)` give pages of the live server (`page.goto("/")`). A console error, a
script's exception, a breach of the Content-Security-Policy or a request to another machine
fails the test that met it, whatever else the test asserts.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect, sync_playwright

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


@pytest.fixture
def open_page(browser: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody: `open_page(user=…, width=360, javascript=False)`."""
    contexts, watches = [], []

    def opener(
        *,
        user=None,
        width: int = 1280,
        height: int = 900,
        javascript: bool = True,
        certificates: bool = True,
    ) -> Page:
        """`certificates=False`: for another server of a test, whose own nobody knows."""
        context = browser.new_context(
            ignore_https_errors=not certificates,
            base_url=live_server.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
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
        watches.append(Watch(page))
        page.watch = watches[-1]
        return page

    yield opener
    problems = [problem for watch in watches for problem in watch.problems()]
    for context in contexts:
        context.close()
    assert problems == [], "the browser complains"


@pytest.fixture
def page(open_page) -> Page:
    return open_page()


@pytest.fixture(scope="session")
def axe_source() -> str:
    return (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()


@pytest.fixture
def violations(axe_source) -> Callable[[Page], list[str]]:
    """What axe finds, of all of WCAG 2.2 AA that a machine can judge: `violations(page)`."""
    knowing: list[Page] = []

    def find(page: Page) -> list[str]:
        # A click is over when the next page has begun: before it has a single element.
        page.wait_for_load_state()
        # Through the debugger, so that the strict policy stays as visitors have it. Half a
        # megabyte is sent once a tab; the pages after this one have it at hand, unread.
        if page not in knowing:
            page.add_init_script(f"window.readAxe = () => {{ {axe_source} }}")
            page.evaluate(axe_source)
            knowing.append(page)
        # Without `preload` axe would copy style sheets into the page, which the policy refuses.
        found = page.evaluate(
            "() => { window.axe || readAxe();"
            " return axe.run(document, {resultTypes: ['violations'], preload: false})"
            ".then(r => r.violations) }"
        )
        return [
            f"{one['id']}: {one['help']} at {', '.join(str(n['target'][0]) for n in one['nodes'])}"
            for one in found
        ]

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


# What the server sent, in the place of what scripts made of it: a parsed document never runs
# its scripts, and the style sheets of the page still apply.
WITHOUT_SCRIPT = """sent => {
  const told = new DOMParser().parseFromString(sent, "text/html");
  const root = document.documentElement;
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const {name, value} of told.documentElement.attributes) root.setAttribute(name, value);
  document.body.replaceWith(told.body);
  return ["h1", "main"].filter(name => {
    const part = document.querySelector(name);
    return !part?.checkVisibility({visibilityProperty: true, opacityProperty: true})
      || !part.offsetWidth || !part.offsetHeight || !part.innerText.trim();
  });
}"""


def missing_without_script(page: Page, sent: str) -> list[str]:
    """Which of heading and main part a reader without JavaScript would not see.

    `sent` is the page as the server sent it. Half the price of opening it a second time, in a
    browser without scripts; the page is of no further use.
    """
    return page.evaluate(WITHOUT_SCRIPT, sent)


@pytest.fixture
def photograph() -> Callable[[Page, str], None]:
    """A picture for whoever changes a page, when PICTURES= names a folder."""

    def take(page: Page, name: str) -> None:
        if folder := os.environ.get("PICTURES"):
            page.screenshot(path=f"{folder}/{name}.png", full_page=True)

    return take
