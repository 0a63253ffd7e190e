"""Addresses made of names: `lea-fibre`, and `lea-fibre-2` for the next one so called."""

import re
from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.text import slugify

LONGEST_STEM = 70


def free_slug(
    model: type[Model], name: str, *, otherwise: str, reserved: Collection[str] = ()
) -> str:
    """An address that no other record of the model has, fixed from now on.

    `otherwise` is the word for a name of which no letter may stand in an address; `reserved` are
    pages of their own. Call it in the transaction that stores the record: the column is unique, and
    of two at the same moment one is refused.
    """
    stem = slugify(name)[:LONGEST_STEM].strip("-") or otherwise
    records: Any = model._default_manager
    taken = {*reserved, *records.filter(slug__startswith=stem).values_list("slug", flat=True)}
    number, slug = 1, stem
    while slug in taken:
        number += 1
        slug = f"{stem}-{number}"
    return slug


@cache
def words_of_pages(app: str) -> frozenset[str]:
    """Words that no record may have for its address, because they are pages beside its own:
    `bids` in /workspace/money/bids/, where /workspace/money/<slug>/ is the page of a project.

    `app` is the package whose views take the slug. Read from the addresses themselves, so that a
    new page reserves its word.
    """
    routes = list(_routes(get_resolver().url_patterns))
    stems = {
        stem
        for route, module in routes
        if module.partition(".")[0] == app
        for stem, slug, _ in [route.partition("<slug:slug>/")]
        if slug and "<" not in stem
    }
    beside = {
        route.removeprefix(stem).partition("/")
        for stem in stems
        for route, _ in routes
        if route.startswith(stem)
    }
    return frozenset(word for word, slash, _ in beside if slash and re.fullmatch(r"[-\w]+", word))


def _routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """Each address as it is declared, with the module of its view."""
    for one in patterns:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route, getattr(one.callback, "__module__", "")
