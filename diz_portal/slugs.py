"""Addresses made of names: `lea-fibre`, and `lea-fibre-2` for the next one so called."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
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
