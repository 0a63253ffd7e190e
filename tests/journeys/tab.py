"""A page as scripts have made it, and as it was sent: what it is made of, and how wide it is."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import Resolver404, resolve
from playwright.sync_api import Frame, Page

FINE = 200
# The last one stays: axe judges what a phone shows.
WIDTHS = (1280, 320, 360)
# A page in a frame, by width and whether letters have twice their size, as for somebody who reads
# them so on a phone. What is dear is to go from a wide screen to a phone, and from one size of
# letters to the other: each comes once.
SCREENS = [(1280, False), (320, False), (360, False)]
WITH_LARGE_TEXT = [(1280, False), (360, True), (320, False), (360, False)]
NARROWEST = [(320, False)]
# Below it a page is laid out for a phone.
PHONE = 641
PIECES = (Path(__file__).parent / "pieces.js").read_text()
TOLD = ("twice", "nowhere", "leads", "misplaced", "nameless", "width")
READ = f"""sent => {{
  window.told = new DOMParser().parseFromString(sent, "text/html");
  return ({PIECES})(told);
}}"""
# What was read, in the place of what stood here: a parsed document never runs its scripts. Its
# style sheets and pictures are waited for. Nobody draws a frame that stands outside the window.
SHOW = """async (screens) => {
  const root = document.documentElement;
  const sheets = from => [...from.querySelectorAll("link[rel~=stylesheet]")];
  const named = from => sheets(from).map(sheet => sheet.outerHTML).join();
  const over = thing => new Promise(done => { thing.onload = thing.onerror = done });
  if (named(told) !== named(document)) {
    sheets(document).forEach(sheet => sheet.remove());
    await Promise.all(sheets(told).map(sheet => {
      const copy = document.importNode(sheet);
      document.head.append(copy);
      return over(copy);
    }));
  }
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const {name, value} of told.documentElement.attributes) root.setAttribute(name, value);
  document.title = told.title;
  document.querySelector("meta[name=viewport]")?.remove();
  const viewport = told.querySelector("meta[name=viewport]");
  if (viewport) document.head.append(document.adoptNode(viewport));
  document.body.replaceWith(document.adoptNode(told.body));
  const pictures = [...document.images].filter(one => !one.complete && one.loading !== "lazy");
  await Promise.all(pictures.map(over));
  const wide = [];
  const called = one => one.localName + [...one.classList].map(name => `.${name}`).join("");
  // Who reaches furthest, and has nobody inside who does; what is cut off reaches nowhere.
  const right = one => one.getBoundingClientRect().right;
  function furthest(far, one) {
    const isCut = getComputedStyle(one).overflowX !== "visible";
    const first = right(one) >= right(far) ? one : far;
    return isCut ? first : [...one.children].reduce(furthest, first);
  }
  // Whoever goes by the keyboard must see where they are. The way past the menus shows when it is
  // reached; what is cut to a point, as words for screen readers are, never does.
  const STOPS = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  function isPoint(one) {
    return one !== document.body && (isCutToPoint(one) || isPoint(one.parentElement));
  }
  function isCutToPoint(one) {
    const {width, height} = one.getBoundingClientRect();
    return width <= 1 && height <= 1 && getComputedStyle(one).overflow !== "visible";
  }
  const unseen = new Set();
  function findUnseen() {
    for (const one of document.querySelectorAll(STOPS)) {
      if (one.tabIndex < 0 || one.matches(".govuk-skip-link") || !one.checkVisibility()) continue;
      if (isPoint(one)) unseen.add(`${one.textContent.trim() || one.id} at ${innerWidth} px`);
    }
  }
  for (const [width, isLarge] of screens) {
    root.style.fontSize = isLarge ? "200%" : "";
    frameElement.style.width = `${width}px`;
    if (innerWidth !== width) throw new Error("the frame was not resized");
    if (!isLarge) findUnseen();
    if (root.scrollWidth <= innerWidth) continue;
    const way = [furthest(document.body, document.body)];
    while (way.length < 4 && way[0].parentElement) way.unshift(way[0].parentElement);
    const how = isLarge ? " with large text" : "";
    const who = way.map(called).join(" > ");
    wide.push(`${root.scrollWidth} px wide at ${innerWidth} px${how}, by ${who}`);
  }
  const missing = ["h1", "main"].filter(name => {
    const part = document.querySelector(name);
    return !part?.checkVisibility({visibilityProperty: true, opacityProperty: true})
      || !part.offsetWidth || !part.offsetHeight || !part.innerText.trim();
  });
  return {missing, unseen: [...unseen], wide, width: innerWidth, scrolling: scrolling()};
}"""
AROUND = """<!doctype html><title>Around</title>
<style>iframe { position: fixed; left: -9999px; width: 360px; height: 900px; border: 0 }</style>
<iframe src="/empty?"></iframe>"""
WITHIN = "<!doctype html><html><head><title>Within</title></head><body></body></html>"


@cache
def is_dead(path: str) -> bool:
    """Whether the portal has no such address at all; of which record, is asked at the doors."""
    try:
        resolve(path)
    except Resolver404:
        return True
    return False


@dataclass(frozen=True)
class Pieces:
    """What `pieces.js` tells of a page, which of heading and main part is not to be seen, and what
    the keyboard reaches where nobody sees it."""

    found: frozenset[str]
    hooks: frozenset[str]
    twice: list[str]
    nowhere: list[str]
    leads: list[str]
    misplaced: list[str]
    nameless: list[str]
    width: int
    missing: list[str] = field(default_factory=list)
    wide: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)

    @classmethod
    def told(cls, answer: dict[str, Any]) -> "Pieces":
        found, hooks = (frozenset(answer[name].split("\n")) - {""} for name in ("found", "hooks"))
        return cls(found, hooks, *(answer[name] for name in TOLD))

    @property
    def screen(self) -> str:
        return "phone" if self.width < PHONE else "wide"

    @property
    def wrong(self) -> list[str]:
        return [
            *(f"the id “{one}” stands twice" for one in self.twice),
            *(f"a link leads to {one}, which is not on the page" for one in self.nowhere),
            *(f"a link leads to {one}, where nothing is" for one in self.leads if is_dead(one)),
            *(f"HTML has no such thing as {one}" for one in self.misplaced),
            *self.nameless,
            *(f"no {part} without JavaScript" for part in self.missing),
            *(f"the keyboard stops where nobody sees it: {one}" for one in self.unseen),
            *sorted(one for one in self.found if " leads nowhere: " in one),
            *self.wide,
        ]


def pieces_of(page: Page | Frame) -> Pieces:
    """Of the page as it stands."""
    return Pieces.told(page.evaluate(f"() => ({PIECES})(document)"))


class Known:
    """The pieces that have been judged and found good: by this process, and through a file that
    they share by every other of the run."""

    def __init__(self, shared: Path | None = None) -> None:
        self._good: dict[str, set[str]] = {}
        self._shared, self._heard = shared, 0

    def new(self, where: str, pieces: frozenset[str]) -> set[str] | frozenset[str]:
        if pieces - self._good.get(where, set()):
            self._hear()
        return pieces - self._good.get(where, set())

    def add(self, where: str, pieces: set[str] | frozenset[str]) -> None:
        self._good.setdefault(where, set()).update(pieces)
        if self._shared:
            # In one go, so that no two lines are mixed.
            with self._shared.open("ab", buffering=0) as file:
                file.write(json.dumps([where, *pieces]).encode() + b"\n")

    def _hear(self) -> None:
        if not (self._shared and self._shared.exists()):
            return
        with self._shared.open("rb") as file:
            file.seek(self._heard)
            lines, _, _ = file.read().rpartition(b"\n")
        for where, *pieces in map(json.loads, lines.splitlines()):
            self._good.setdefault(where, set()).update(pieces)
        self._heard += len(lines) + bool(lines)


class Empty:
    """A page in which others are set as they were sent, on a phone and at every width."""

    def __init__(self, page: Page):
        # At the portal's own address, so that style sheets and pictures are there.
        page.route(
            "**/empty*",
            lambda route: route.fulfill(
                body=WITHIN if "?" in route.request.url else AROUND, content_type="text/html"
            ),
        )
        page.goto("/empty")
        page.unroute("**/empty*")
        self.frame = page.frames[1]

    def read(self, sent: str) -> Pieces:
        """What a page is made of as it was sent, before it is shown."""
        self._sent = Pieces.told(self.frame.evaluate(READ, sent))
        return self._sent

    def show(self, screens: Sequence[tuple[int, bool]] = SCREENS) -> Pieces:
        """Show what was read last, on each of the screens: it stays on the last of them."""
        seen = self.frame.evaluate(SHOW, screens)
        found = self._sent.found | set(seen.pop("scrolling").split("\n")) - {""}
        return replace(self._sent, found=found, **seen)


class Resized:
    """A page of the browser at every width."""

    def __init__(self, page: Page):
        self.page = page
        self.screen = page.context.new_cdp_session(page)

    def too_wide(self) -> list[str]:
        wrong = []
        for width in WIDTHS:
            # As `set_viewport_size`, which waits three times as long.
            self.screen.send(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
            )
            shown, widest = self.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
            assert shown == width, "the window was not resized"
            if widest > width:
                wrong.append(f"{widest} px wide at {width} px")
        return wrong
