"""A tab of the browser: a page as scripts have made it, and as it was sent, at every width."""

from collections.abc import Callable, Sequence

from playwright.sync_api import Page

FINE = 200
WIDTHS = (1280, 320, 360)
# What axe asks of a page as a whole, however well known its pieces are.
OF_THE_WHOLE = (
    *("bypass", "document-title", "html-has-lang", "html-lang-valid", "page-has-heading-one"),
    *("heading-order", "region", "skip-link", "duplicate-id-aria", "label", "accesskeys"),
    *("landmark-one-main", "landmark-unique", "landmark-main-is-top-level"),
    *("landmark-banner-is-top-level", "landmark-contentinfo-is-top-level"),
    *("landmark-complementary-is-top-level", "landmark-no-duplicate-main"),
    *("landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo"),
)
Axe = Callable[..., list[str]]

# What the server sent, in the place of what scripts made of it: a parsed document never runs
# its scripts, and the style sheets of the page still apply.
WITHOUT_SCRIPT = """sent => {
  const told = new DOMParser().parseFromString(sent, "text/html");
  const root = document.documentElement;
  for (const name of root.getAttributeNames()) root.removeAttribute(name);
  for (const {name, value} of told.documentElement.attributes) root.setAttribute(name, value);
  document.title = told.title;
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


class Tab:
    """A page of the browser that is resized, and read again as it was sent."""

    def __init__(self, page: Page):
        self.page = page
        self.screen = page.context.new_cdp_session(page)
        self.sheets: list[str] = []

    def open(self, address: str, axe: Axe) -> list[str]:
        """Every width, and axe on a phone, of the page as scripts have made it."""
        self._resize(360)
        response = self.page.goto(address)
        if response.status != FINE:
            return [f"{response.status}"]
        return [*self._too_wide(), *axe(self.page)]

    def show(self, sent: str, axe: Axe, rules: Sequence[str] = ()) -> list[str]:
        """What was sent, in the place of the page that is open: it has the same style sheets.

        `rules`: those of axe that are asked, in place of all.
        """
        missing = missing_without_script(self.page, sent)
        wrong = [
            *(f"no {part}" for part in missing),
            *self._too_wide(),
            *axe(self.page, rules),
        ]
        return [f"{one} without JavaScript" for one in wrong]

    def _too_wide(self) -> list[str]:
        wrong = []
        for width in WIDTHS:
            self._resize(width)
            shown, widest = self.page.evaluate("[innerWidth, document.documentElement.scrollWidth]")
            assert shown == width, "the window was not resized"
            if widest > width:
                wrong.append(f"{widest} px wide at {width} px")
        return wrong

    def _resize(self, width: int) -> None:
        """As `set_viewport_size`, which waits three times as long."""
        self.screen.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
        )
