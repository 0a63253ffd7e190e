"""A drawing for a phone and one for a wide column, so that words stay readable on both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from .drawing import draw


@dataclass(frozen=True)
class Size:
    name: str  # the style sheet shows one: "narrow" or "wide"
    width: int
    text: int


S = TypeVar("S", bound=Size)
SIZES = (Size("narrow", 270, 14), Size("wide", 560, 16))
# Where a page cannot do without a word in the drawing's place.
NOT_SHOWN = format_html(
    '<p class="govuk-body">{}</p>',
    "The chart cannot be shown right now. The figures are in the table below.",
)


def in_each_size(
    spec: Callable[[S], dict[str, Any]],
    *,
    name: str,
    title: str,
    description: str,
    share: bool = True,
    sizes: Sequence[S] = SIZES,  # type: ignore[assignment]
) -> SafeString:
    """`spec` drawn for each size, the style sheet shows one; empty when one of them failed."""
    words: dict[str, Any] = {"title": title, "description": description, "share": share}
    drawn = [(size.name, draw(spec(size), name=f"{name}-{size.name}", **words)) for size in sizes]
    if not all(svg for _, svg in drawn):
        return SafeString("")
    return format_html_join("", '<div class="app-drawing app-drawing--{}">{}</div>', drawn)
