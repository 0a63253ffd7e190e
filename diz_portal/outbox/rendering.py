"""From a template to the words of one message."""

import re
from collections.abc import Mapping
from functools import lru_cache
from html import escape
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template, engines
from django.template.loader import get_template
from django.utils.functional import SimpleLazyObject
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from diz_portal.places.selectors import partnership

from . import texts
from .models import Channel
from .shrinking import shrink

LONGEST_SUBJECT = 200
_FORM = re.compile(r"^== (text|letter|phone) ==\n", re.MULTILINE)
# Written out in full, as our own lines write it. A bare domain or an email address stays words:
# in what a stranger typed nothing else can be left of an address (`diz_portal.names`).
_ADDRESS = re.compile(r"(https?://\S+)", re.IGNORECASE)
_IS_LINK = re.compile(r"https?://[\w.:/~-]*[\w/]", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


def one_line(text: str) -> str:
    """Line breaks and control characters become spaces: nothing can start a header of its own."""
    return " ".join(re.sub(r"[\x00-\x1f\x7f\u2028\u2029]", " ", text).split())


def fit_subject(text: str, most: int = LONGEST_SUBJECT) -> str:
    """One line that the column holds: names that may shrink are shortened first, then its end."""
    line = shrink(one_line(text), lambda bare: len(bare) <= most)
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def tidy(text: str) -> str:
    """One kind of line break, never more than one empty line, nothing PostgreSQL refuses."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.rstrip() for line in _CONTROL.sub("", text).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def render(
    template: str, context: Mapping[str, Any], channel: str = Channel.EMAIL
) -> tuple[str, str]:
    """The subject and the text of `templates/emails/<template>.txt` in the form for a channel.

    Its first line is `Subject: …`. The two are rendered apart: a name holding a line break
    can then neither cut the subject short nor push words into the text. The email comes first;
    the other forms stand below it, each under a line such as `== text ==`.
    """
    title, forms = sources(template)
    if channel not in forms:
        raise ImproperlyConfigured(f"templates/emails/{template}.txt has no “== {channel} ==”")
    values = {
        "portal_url": settings.PORTAL_URL,
        # Read where a message names it, and then once.
        "partnership": SimpleLazyObject(partnership),
        **context,
    }
    subject = fit_subject(_as_text(title, values))
    words = _as_text(forms[channel], values)
    if channel == Channel.EMAIL:
        return subject, sign(words)
    return subject, texts.fit(words) if channel == Channel.TEXT else tidy(words)


def sources(template: str) -> tuple[str, dict[str, str]]:
    """The subject's source, and the source of each form that a message has."""
    source = get_template(f"emails/{template}.txt").template.source  # type: ignore[attr-defined]
    first, _, rest = source.partition("\n")
    if not first.startswith("Subject: "):
        raise ImproperlyConfigured(
            f"templates/emails/{template}.txt must begin with a line “Subject: …”"
        )
    email, *others = _FORM.split(rest)
    forms = {Channel.EMAIL.value: email, **dict(zip(others[::2], others[1::2], strict=True))}
    return first.removeprefix("Subject: "), forms


def sign(body: str) -> str:
    """The text with the partnership's name and address under it."""
    return tidy(_as_text_file("emails/layout.txt", {"body": body.strip()}))


def as_page(body: str, subject: str) -> str:
    """The same words for mail programs that prefer HTML: larger, with links to press."""
    paragraphs = [_paragraph(part) for part in body.strip().split("\n\n") if part.strip()]
    return get_template("emails/layout.html").render({"paragraphs": paragraphs, "subject": subject})


def _paragraph(text: str) -> SafeString:
    return mark_safe("<br>".join(map(_line, text.split("\n"))))  # noqa: S308  each is escaped


def _line(text: str) -> str:
    # To look for links costs more than all the rest of a message; few lines hold one, and those
    # of our own stand alone in theirs.
    if "://" not in text:
        return escape(text)
    if _IS_LINK.fullmatch(text):
        return f'<a href="{text}">{text}</a>'
    words = _ADDRESS.split(text)
    return "".join(
        urlize(part, autoescape=True) if each % 2 else escape(part)
        for each, part in enumerate(words)
    )


def _as_text(source: str, values: Mapping[str, Any]) -> str:
    # Plain text: an apostrophe is an apostrophe.
    return _compiled(source).render(Context(dict(values), autoescape=False))


@lru_cache(maxsize=200)
def _compiled(source: str) -> Template:
    return Template(source, engine=engines["django"].engine)  # type: ignore[attr-defined]


def part(name: str, values: Mapping[str, Any]) -> str:
    """The text of a template that messages include, for a page that says the same."""
    return tidy(_as_text_file(name, values))


def _as_text_file(name: str, values: Mapping[str, Any]) -> str:
    context = {"portal_url": settings.PORTAL_URL, "partnership": partnership(), **values}
    return get_template(name).template.render(  # type: ignore[attr-defined]
        Context(context, autoescape=False)
    )
