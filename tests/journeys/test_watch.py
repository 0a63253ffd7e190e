"""The guards themselves: a page that misbehaves must not pass unseen."""

import re

import pytest

from .tab import WITH_LARGE_TEXT, Empty, Resized

pytestmark = pytest.mark.journey


WRONG = {
    "console.error('something is wrong')": "something is wrong",
    "setTimeout(() => { throw new Error('broken') })": "exception: broken",
    "document.body.setAttribute('style', 'color: red')": "Content Security Policy",
    "fetch('https://elsewhere.example/')": "elsewhere.example",
}


@pytest.mark.parametrize("script", WRONG)
def test_what_goes_wrong_on_a_page_is_told_with_it_and_not_with_the_next(windows, script):
    page = windows.open()
    page.goto("/about/")
    page.evaluate(f"() => {{ {script} }}")
    told = windows.take_back()
    windows.open().goto("/about/")

    assert any(WRONG[script] in one for one in told), told
    assert windows.take_back() == []


def test_watch_lets_a_missing_page_be_missing(page):
    response = page.goto("/there-is-no-such-page/")

    assert response.status == 404
    assert page.watch.problems() == []


def test_axe_notices_a_picture_without_words(page, axe):
    page.goto("/")
    axe(page)
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


def test_axe_judges_what_is_new_and_the_page_as_a_whole(page, axe):
    page.goto("/about/")
    axe(page)
    page.evaluate("() => { document.querySelector('h1').remove() }")

    with pytest.raises(AssertionError, match="page-has-heading-one"):
        axe(page)


def test_an_id_that_stands_twice_is_noticed(page, axe):
    page.goto("/about/")
    page.evaluate("() => { document.querySelector('h1').id = document.querySelector('main').id }")

    with pytest.raises(AssertionError, match="stands twice"):
        axe(page)


def test_a_page_that_was_opened_is_measured_at_every_width(page):
    page.goto("/about/")
    page.evaluate(
        "() => { const wide = document.createElement('canvas'); wide.width = 1000;"
        " document.querySelector('main').append(wide); }"
    )

    assert [one[-9:] for one in Resized(page).too_wide()] == ["at 320 px", "at 360 px"]


SENT = {
    "<h1>Here</h1><p>And more</p>": [],
    "<p>The script writes the heading</p>": ["no h1 without JavaScript"],
    "<h1 hidden>The script shows it</h1><p>And more</p>": ["no h1 without JavaScript"],
    "<h1></h1><p>The script fills it</p>": ["no h1 without JavaScript"],
    "": ["no h1 without JavaScript", "no main without JavaScript"],
    "<h1>Here</h1><p id=a></p><p id=a></p>": ["the id “a” stands twice"],
}


def sent(page, main: str) -> str:
    """A page of the portal with another main part."""
    whole = page.request.get("/about/").text()
    return re.sub("(?s)(<main[^>]*>).*</main>", rf"\1{main}</main>", whole)


def test_a_page_as_it_was_sent_is_looked_at(page):
    empty = Empty(page)

    def wrong(main):
        empty.read(sent(page, main))
        return empty.show().wrong

    assert {main: wrong(main) for main in SENT} == SENT
    too_wide = wrong("<h1>Here</h1><p><canvas width=1000></canvas></p>")
    way = "div.govuk-width-container > main.govuk-main-wrapper.app-main"
    assert [one.partition(" px wide ")[2] for one in too_wide] == [
        f"at {width} px, by {way} > p > canvas" for width in (320, 360)
    ]


def test_a_page_is_measured_with_letters_of_twice_the_size(page):
    empty = Empty(page)

    def wrong(**how):
        table = "<table class=govuk-table><td>Antidisestablish<td>mentarianism</table>"
        empty.read(sent(page, f"<h1>Here</h1>{table}"))
        return [one.partition(" px wide ")[2] for one in empty.show(**how).wrong]

    assert wrong() == []
    assert wrong(screens=WITH_LARGE_TEXT) == [
        "at 360 px with large text, by table.govuk-table > tbody > tr > td"
    ]


@pytest.mark.parametrize(
    ("main", "rule"),
    [
        ("<h1>Here</h1><img width=9 height=9>", "image-alt"),
        ("<h1>Here</h1><p>Words</p>", ""),
        ("<h1>Here</h1><h5>Words</h5>", "heading-order"),
        ("<h2>Here</h2><p>Words</p>", "page-has-heading-one"),
    ],
)
def test_axe_judges_a_page_as_it_was_sent(page, judged, main, rule):
    empty = Empty(page)
    empty.read(sent(page, main))

    found = judged(empty.frame, empty.show())

    assert [one.partition(":")[0] for one in found] == ([rule] if rule else [])


def test_a_window_that_is_lent_again_is_as_good_as_new(windows):
    held = (
        "() => { const held = [document.cookie, localStorage.held, sessionStorage.held];"
        " localStorage.held = sessionStorage.held = document.cookie = 'held=1';"
        " return held }"
    )
    first = windows.open()
    first.goto("/about/")
    first.evaluate(held)
    windows.take_back()
    second = windows.open()
    second.goto("/about/")

    assert second.context is first.context
    assert second.evaluate(held) == ["", None, None]
    windows.take_back()
