"""Windows of the browser, lent to one test after another, and what nobody would see in them."""

import contextlib
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Error, Page

# A busy machine draws slowly.
PATIENCE = 30_000
HERE = {"127.0.0.1", "localhost"}
# What was to happen at once has happened, and was told before this is answered.
SETTLED = "() => new Promise(done => setTimeout(done))"


class Watch:
    """Collects what a visitor would not see, and what must not happen."""

    def __init__(self, page: Page):
        self.page = page
        self.complaints: list[tuple[str, str]] = []
        self.refused: set[str] = set()
        page.on("console", self._console)
        page.on("pageerror", self._exception)
        page.on("request", self._request)
        page.on("response", self._response)

    def _console(self, message) -> None:
        if message.type == "error":
            self.complaints.append((message.location.get("url", ""), message.text))

    def _exception(self, error) -> None:
        self.complaints.append((self.page.url, f"exception: {error}"))

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


class Windows:
    """Kept open from test to test, each as good as new when it is lent again.

    A new one reads every style sheet and script anew, and begins a process of its own.
    """

    def __init__(self, browser: Browser, address: str):
        self.browser, self.address = browser, address
        self.free: dict[tuple[bool, bool], list[BrowserContext]] = {}
        self.lent: list[tuple[tuple[bool, bool], BrowserContext]] = []
        self.once: list[BrowserContext] = []
        self.watches: list[Watch] = []

    def open(
        self, *, javascript: bool = True, certificates: bool = True, once: bool = False
    ) -> Page:
        """A tab in a window of its own; what goes wrong in it is kept in `page.watch`.

        `once`: nobody is lent the window again. A clock that was set stays set.
        """
        kind = (javascript, certificates)
        waiting = self.free.setdefault(kind, [])
        context = waiting.pop() if waiting and not once else self._new(*kind)
        if once:
            self.once.append(context)
        else:
            self.lent.append((kind, context))
        page = context.new_page()
        page.watch = Watch(page)
        page.watch.has_scripts = javascript
        self.watches.append(page.watch)
        return page

    def _new(self, javascript: bool, certificates: bool) -> BrowserContext:
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

    def take_back(self) -> list[str]:
        """What went wrong in those that were lent; tabs are closed, and everything is forgotten.

        A complaint that is still under way is waited for: it belongs to who opened the page.
        """
        for watch in self.watches:
            # Where nothing runs, or the page is gone, nothing is under way.
            with contextlib.suppress(Error):
                watch.page.wait_for_load_state()
                watch.page.evaluate(SETTLED if self._is_settling(watch.page) else "() => {}")
        problems = [problem for watch in self.watches for problem in watch.problems()]
        self.watches.clear()
        while self.once:
            self.once.pop().close()
        while self.lent:
            kind, context = self.lent.pop()
            self._forget(context)
            self.free[kind].append(context)
        return problems

    def _is_settling(self, page: Page) -> bool:
        """Whether its scripts and its clock run."""
        return any(javascript for (javascript, _), context in self.lent if context is page.context)

    def _forget(self, context: BrowserContext) -> None:
        """Cookies, and what scripts store, of either name of this machine."""
        if context.pages:
            store = context.new_cdp_session(context.pages[0])
            for host in HERE:
                origin = self.address.replace("localhost", host)
                store.send(
                    "Storage.clearDataForOrigin",
                    {"origin": origin, "storageTypes": "local_storage,indexeddb,service_workers"},
                )
        for page in context.pages:
            page.close()
        context.clear_cookies()

    def close(self) -> None:
        self.take_back()
        for context in [one for waiting in self.free.values() for one in waiting]:
            context.close()
