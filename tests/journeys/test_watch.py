"""The guards themselves: a page that misbehaves must not pass unseen."""

import pytest

from .conftest import missing_without_script

pytestmark = pytest.mark.journey


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("console.error('something is wrong')", "something is wrong"),
        ("setTimeout(() => { throw new Error('broken') })", "exception: broken"),
        ("document.body.setAttribute('style', 'color: red')", "Content Security Policy"),
        ("fetch('https://elsewhere.example/')", "elsewhere.example"),
    ],
)
def test_watch_notices_what_goes_wrong_on_a_page(page, script, words):
    page.goto("/healthz")
    page.goto("/")

    page.evaluate(f"() => {{ {script} }}")
    page.wait_for_timeout(300)

    assert any(words in problem for problem in page.watch.problems()), page.watch.problems()
    page.watch.complaints.clear()


def test_watch_lets_a_missing_page_be_missing(page):
    response = page.goto("/there-is-no-such-page/")

    assert response.status == 404
    assert page.watch.problems() == []


def test_axe_notices_a_picture_without_words(page, axe):
    page.goto("/")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    with pytest.raises(AssertionError, match="image-alt"):
        axe(page)


def test_no_sideways_scroll_notices_a_page_that_is_too_wide(page, no_sideways_scroll):
    page.goto("/")
    page.evaluate(
        "() => { const wide = document.createElement('canvas'); wide.width = 2000;"
        " document.querySelector('main').append(wide); }"
    )

    with pytest.raises(AssertionError, match="px wide at 320 px"):
        no_sideways_scroll(page, 320)


@pytest.mark.parametrize(
    ("markup", "missing"),
    [
        ("<h1>Here</h1><p>And more</p>", []),
        ("<p>The script writes the heading</p>", ["h1"]),
        ("<h1 hidden>The script shows it</h1><p>And more</p>", ["h1"]),
        ("<h1></h1><p>The script fills it</p>", ["h1"]),
        ("", ["h1", "main"]),
    ],
)
def test_page_that_a_script_makes_whole_is_noticed(page, markup, missing):
    page.goto("/")
    sent = f"<html><head></head><body><main>{markup}</main></body></html>"

    assert page.get_by_role("heading", level=1).is_visible()
    assert missing_without_script(page, sent) == missing


def test_what_a_style_sheet_hides_until_there_is_a_script_is_noticed(page):
    page.goto("/")
    page.evaluate("document.documentElement.className = 'js-enabled'")
    page.evaluate(
        "() => { const sheet = new CSSStyleSheet();"
        " sheet.replaceSync('html:not(.js-enabled) main { display: none }');"
        " document.adoptedStyleSheets = [sheet] }"
    )
    assert page.get_by_role("main").is_visible()

    sent = "<html><body><main><h1>Here</h1></main></body></html>"
    assert missing_without_script(page, sent) == ["h1", "main"]
