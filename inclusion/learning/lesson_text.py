"""The words of a lesson as a page: paragraphs, lists, steps, headings, bold words and links.

Written by managers in the admin, in the few marks of Markdown that the field's help names, and one
of ours: “(picture: charge-it)” on a line between empty lines shows a picture that we have drawn.
Whatever else is typed, HTML and Markdown's other marks included, is shown as it was typed.
"""

import re
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from inclusion.learning.pictures import PICTURES, Picture

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_POINT = re.compile(r"^(\s*)[-*•](?=\s)")
_PICTURE = re.compile(r"\(picture: ([a-z0-9-]+)\)")
_STEP = re.compile(r"\s*[0-9]{1,2}[.)]\s")
_CLASSES = {
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
}
HEADING = "##"
BOLD = "**"


def as_html(text: str) -> SafeString:
    tokens = parsed(text)
    for at, token in enumerate(tokens):
        if name := _CLASSES.get(token.type):
            token.attrSet("class", name)
        # A point has no paragraphs, with an empty line before it or without.
        if token.type.startswith("paragraph"):
            token.hidden = token.hidden or token.level > 0
        if picture := picture_in(token):
            token.type, token.meta, token.children = "picture", {"picture": picture}, None
            tokens[at - 1].hidden = tokens[at + 1].hidden = True
    page = _reader().renderer.render(tokens, _reader().options, {})
    return mark_safe(page.replace("\n", ""))  # noqa: S308  each word was escaped


def picture_in(token: "Token") -> Picture | None:
    """The picture that a paragraph of its own names; none where it is not among ours."""
    found = _PICTURE.fullmatch(token.content) if token.type == "inline" else None
    return PICTURES.get(found[1]) if found and token.level == 1 else None


def parsed(text: str) -> "list[Token]":
    """What the marks mean: for a page here, for paper in `in_print`."""
    return _reader().parse(_lists_apart(text))


@cache
def _reader() -> "MarkdownIt":
    # With the first lesson that somebody reads.
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero", {"breaks": True})
    reader.enable(["heading", "list", "emphasis", "newline"])
    reader.add_render_rule("text", _text)
    reader.add_render_rule("picture", _picture)
    for name in ("heading", "em", "strong"):
        reader.add_render_rule(f"{name}_open", _open)
        reader.add_render_rule(f"{name}_close", _close)
    return reader


def _lists_apart(text: str) -> str:
    """Markdown takes the line after a list for more of its last point, unless one is empty."""
    lines = [_POINT.sub(r"\1-", line, count=1) for line in text.splitlines()]
    return "\n\n".join("\n".join(group) for _, group in groupby(lines, key=_kind))


def _kind(line: str) -> str:
    if _POINT.match(line):
        return "point"
    return "step" if _STEP.match(line) else "words"


def _text(_self, tokens, at, _options, _env) -> str:
    return urlize(tokens[at].content, autoescape=True).replace("<a ", '<a class="govuk-link" ')


def _picture(_self, tokens, at, _options, _env) -> str:
    return render_to_string("components/drawn.html", tokens[at].meta).strip()


def _open(_self, tokens, at, _options, _env) -> str:
    token = tokens[at]
    if token.markup == BOLD:
        return "<strong>"
    if token.type == "heading_open":
        is_one = token.markup == HEADING
        return '<h2 class="govuk-heading-m">' if is_one else f"<p>{token.markup} "
    return token.markup


def _close(_self, tokens, at, _options, _env) -> str:
    token = tokens[at]
    if token.markup == BOLD:
        return "</strong>"
    if token.type == "heading_close":
        return "</h2>" if token.markup == HEADING else "</p>"
    return token.markup
