"""The guards themselves: a page that misbehaves must not pass unseen."""

import pytest

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
