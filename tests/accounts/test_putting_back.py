"""Answers come back into a page's form as a browser would show them, and nothing else changes."""

import pytest

from diz_portal.accounts.putting_back import put_back

PAGE = """<!DOCTYPE html>
<html><head><script>if (a && b < 1) { c("</p>") }</script></head><body>
<!-- not this --><p title="a &amp; b">Fish &amp; chips &#163;5</p>
<form action="/search/"><input name="q" value="kept"></form>
<form method="post">
<input type="hidden" name="csrfmiddlewaretoken" value="new">
<input type=text name=first value="old &quot;one&quot;" required>
<input name="pair" value="1"/><input name="pair" value="2"/>
<input type="password" name="secret" value="">
<input type="checkbox" name="ticked" value="a" checked>
<input type="checkbox" name="ticked" value="b">
<input type="radio" name="choice" value="x" checked> <input type="radio" name="choice" value="y">
<input type="file" name="paper">
<select name="one"><option value="1" selected>One</option><option value="2">Two</option></select>
<select name="many" multiple><option value="1" selected>One</option></select>
<textarea name="words" rows="4">old &lt;words&gt;</textarea>
<button name="then" value="save">Save</button>
</form>
<form method="post" action="/other/"><textarea name="words">other</textarea></form>
</body></html>
"""
ANSWERS = {
    "csrfmiddlewaretoken": ["stolen"],
    "first": ['"new" <b>'],
    "pair": ["3", "4"],
    "secret": ["hunter2"],
    "ticked": ["b"],
    "choice": ["y"],
    "one": ["2"],
    "words": ["</textarea><script>alert(1)</script>\r\nsecond line"],
    "then": ["save"],
    "row-7-name": ["a row that a script had added"],
}


def told(left_over):
    return f"[{sorted(left_over)}]"


def test_put_back_writes_each_kind_of_input_and_leaves_the_rest_alone():
    page = put_back(PAGE, ANSWERS, at="/page/", action="/page/", notice=told)

    changes = {
        '<form method="post">\n<input type="hidden"': (
            '<form method="post">[[\'row-7-name\']]\n<input type="hidden"'
        ),
        '<input type=text name=first value="old &quot;one&quot;" required>': (
            '<input type="text" name="first" required value="&quot;new&quot; &lt;b&gt;">'
        ),
        '<input name="pair" value="1"/><input name="pair" value="2"/>': (
            '<input name="pair" value="3"><input name="pair" value="4">'
        ),
        'name="ticked" value="a" checked>': 'name="ticked" value="a">',
        'name="ticked" value="b">': 'name="ticked" value="b" checked>',
        'name="choice" value="x" checked>': 'name="choice" value="x">',
        'name="choice" value="y">': 'name="choice" value="y" checked>',
        '<option value="1" selected>One</option><option value="2">': (
            '<option value="1">One</option><option value="2" selected>'
        ),
        'multiple><option value="1" selected>': 'multiple><option value="1">',
        'rows="4">old &lt;words&gt;</textarea>': (
            'rows="4">\n&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;\r\nsecond line'
            "</textarea>"
        ),
    }
    wanted = PAGE
    for old, new in changes.items():
        assert wanted.count(old) == 1, old
        wanted = wanted.replace(old, new)
    assert page == wanted


def test_put_back_chooses_the_form_by_its_names_and_then_by_where_it_goes():
    words = {"words": ["mine"]}

    page = put_back(PAGE, words, at="/page/", action="/other/", notice=told)

    assert '<form method="post" action="/other/">[[]]<textarea name="words">\nmine' in page
    assert "old &lt;words&gt;" in page


@pytest.mark.parametrize("answers", [{}, {"nowhere": ["x"]}, {"csrfmiddlewaretoken": ["x"]}])
def test_put_back_says_when_there_is_no_form_for_it(answers):
    assert put_back(PAGE, answers, at="/page/", action="/page/", notice=told) is None
