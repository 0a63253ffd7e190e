"""No test hangs on luck.

Three letters turn up in random ones about once in 300 pages, and a browser asked whether it shows
something now may still have the page before the click.
"""

import ast
from pathlib import Path

from .words import says

TESTS = Path(__file__).parent
SHORT = 4
# Not looked for in words, but among the names of fields or choices.
NAMES = ("fields", "offered", "keywords")
# What Playwright answers at once, of a page that may be on its way: `expect` waits for it.
AT_ONCE = {"is_visible", "is_hidden", "is_checked", "is_enabled", "is_disabled", "is_editable"}


def hangs_on_luck(code: str) -> list[str]:
    """Every short word that is said to stand nowhere in a text, letters of a token included."""
    return [
        ast.unparse(one)
        for one in ast.walk(ast.parse(code))
        if isinstance(one, ast.Compare)
        and isinstance(one.ops[0], ast.NotIn)
        and isinstance(one.left, ast.Constant)
        and isinstance(one.left.value, str | bytes)
        and len(one.left.value) <= SHORT
        and one.left.value.isalnum()
        and not ast.unparse(one.comparators[0]).endswith(NAMES)
    ]


def test_no_short_word_is_looked_for_among_random_letters():
    found = {
        f"{path.relative_to(TESTS)}: {one}"
        for path in TESTS.rglob("*.py")
        for one in hangs_on_luck(path.read_text())
    }

    assert sorted(found) == [], "ask `says` of tests/words.py, or for more letters"


def test_what_hangs_on_luck_is_found():
    assert hangs_on_luck('assert "Ada" not in page') == ["'Ada' not in page"]
    assert hangs_on_luck('assert b"Ada" not in sealed') == ["b'Ada' not in sealed"]
    assert hangs_on_luck('assert "Ada Example" not in page and "slug" not in form.fields') == []


def test_word_is_found_by_itself_and_not_inside_a_token():
    for text in ("Ada", "<b>Ada</b>", "for Ada.", "Ada's", "/Ada/", "name=Ada&", "Ada@x"):
        assert says(text, "Ada"), text
    for text in ("xAdax", "Q2-Ada", "Ada_9", "Adamant"):
        assert not says(text, "Ada"), text


def asked_at_once(code: str) -> list[str]:
    """Every question to a browser that is answered before the page has come."""
    return [
        ast.unparse(one)
        for one in ast.walk(ast.parse(code))
        if isinstance(one, ast.Call)
        and isinstance(one.func, ast.Attribute)
        and one.func.attr in AT_ONCE
        and not one.args
    ]


def test_browser_is_asked_by_what_waits():
    found = {
        f"{path.relative_to(TESTS)}: {one}"
        for path in TESTS.rglob("*.py")
        for one in asked_at_once(path.read_text())
    }

    assert sorted(found) == [], "say `expect(...).to_be_visible()` and its like"


def test_what_is_asked_at_once_is_found():
    assert asked_at_once("assert page.get_by_text('Saved').is_visible()")
    assert asked_at_once("expect(page.get_by_text('Saved')).to_be_visible()") == []
