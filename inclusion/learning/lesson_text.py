"""The words of a lesson as a page: paragraphs, lists, steps, headings, bold words and links.

Written by managers in the admin, in the few marks that the field's help names. Whatever else is
typed, HTML included, is shown as it was typed.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from django.utils.html import escape, format_html, format_html_join, urlize
from django.utils.safestring import SafeString, mark_safe

_BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*")
_MARKS = [
    ("heading", re.compile(r"##\s+")),
    ("point", re.compile(r"[-*•]\s+")),
    ("step", re.compile(r"[0-9]{1,2}[.)]\s+")),
]
_LISTS = {
    "point": '<ul class="govuk-list govuk-list--bullet">{}</ul>',
    "step": '<ol class="govuk-list govuk-list--number">{}</ol>',
}


def as_html(text: str) -> SafeString:
    parts = _parts(text.replace("\r\n", "\n").replace("\r", "\n"))
    return mark_safe("".join(parts))  # noqa: S308  each part is escaped


def _parts(text: str) -> Iterator[SafeString]:
    lines = [_kind(line.strip()) for line in text.split("\n")]
    for kind, group in groupby(lines, key=lambda one: one[0]):
        words = [_line(one[1]) for one in group]
        if kind in _LISTS:
            items = format_html_join("", "<li>{}</li>", ((one,) for one in words))
            yield format_html(_LISTS[kind], items)
        elif kind == "heading":
            yield format_html_join(
                "", '<h2 class="govuk-heading-m">{}</h2>', ((one,) for one in words)
            )
        elif kind == "words":
            yield format_html("<p>{}</p>", mark_safe("<br>".join(words)))  # noqa: S308  escaped


def _kind(line: str) -> tuple[str, str]:
    if not line:
        return "nothing", ""
    for kind, mark in _MARKS:
        if found := mark.match(line):
            return kind, line[found.end() :]
    return "words", line


def _line(text: str) -> SafeString:
    bold = _BOLD.sub(r"<strong>\1</strong>", escape(text))
    # Escaped already: urlize leaves what is safe as it is.
    return mark_safe(urlize(mark_safe(bold)).replace("<a ", '<a class="govuk-link" '))  # noqa: S308
