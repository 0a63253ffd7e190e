"""A page that lists: what was chosen to narrow it, and its part of the rows."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

A_PAGE = 50
LONGEST = 100  # characters of a search; nobody types more


def chosen_of(request: HttpRequest, *names: str) -> dict[str, str]:
    """What the address asks for under each of these names: one tidy line, or nothing."""
    return {name: request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in names}


def page_of(request: HttpRequest, rows: Any, size: int = A_PAGE) -> Page:
    """The part of the rows that `?page=` names; the nearest there is for a number out of range."""
    return Paginator(rows, size).get_page(request.GET.get("page"))
