"""What the pages of the admin are made of, beyond Django's own tags."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from diz_portal.admin_start import task_of

register = template.Library()


@register.filter
def said_with(cells: list[SafeString], headers: list[dict[str, Any]]) -> list[SafeString]:
    """The cells of a row, each with the name of its column: on a phone a row is a card, and its
    cells stand below one another. The first that leads to the record is the head of its row."""
    found = []
    for cell, header in zip(cells, headers, strict=False):
        if not isinstance(cell, SafeString):
            raise TypeError("A cell of a list is markup that Django has drawn")
        tag, rest = SafeString(cell[:3]), SafeString(cell[3:])
        label = "" if "<input" in str(header["text"]) else str(header["text"])
        scope = SafeString(' scope="row"') if tag == "<th" else ""
        label = label[:1].upper() + label[1:]
        found.append(format_html('{}{} data-label="{}"{}', tag, scope, label, rest))
    return found


@register.simple_tag
def task(opts: Any) -> Any:
    """The heading of the first page under which records of this kind stand."""
    return task_of(opts.label)


@register.filter
def links_of(page: Any, record: Any) -> list[tuple[str, str]]:
    """Where else a record stands, and what is done with it there."""
    return page.links(record)
