"""Where the work itself speaks of somebody, told beside the records that were found of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from . import kinds, registry
from .kinds import MOST, Wanted


@dataclass(frozen=True)
class Mention:
    """A record of the work whose words hold the name: somebody must read it, and decide."""

    what: str
    count: int
    # The first few, where the admin shows them.
    urls: tuple[str, ...]


def mentions(wanted: Wanted) -> list[Mention]:
    """Where free text of the work holds the words; only counts and links, never the text."""
    needle = wanted.email or wanted.name
    if not wanted or not needle:
        return []
    found = []
    for model in kinds.searched_models():
        declared = registry.declaration_of(model)
        anywhere = Q()
        for name in kinds.words_of(model):
            each = model._meta.get_field(name)
            if not (each.is_relation or isinstance(each, models.FileField | models.BinaryField)):
                inside = Q()
                for word in needle.split():
                    inside &= Q(**{f"{name}__icontains": word})
                anywhere |= inside
        if not (anywhere and declared):
            continue
        keys = list(model._default_manager.filter(anywhere).values_list("pk", flat=True)[:MOST])
        if keys:
            found.append(Mention(declared.what, len(keys), tuple(_admin_pages(model, keys[:5]))))
    return found


def _admin_pages(model: type[models.Model], keys: list[Any]) -> Iterable[str]:
    for key in keys:
        try:
            yield reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[key])
        except NoReverseMatch:
            return


def acted_in(user: Any) -> dict[str, int]:
    """In how many records of each kind an account is named as the one who acted."""
    counts: dict[str, int] = {}
    for model in apps.get_models():
        declared = registry.declaration_of(model)
        if declared is None or registry.tracked_model(model) or not model._meta.managed:
            continue
        for name in registry.person_links(model):
            if count := model._base_manager.filter(**{name: user}).count():
                what = declared.what
                counts[what] = counts.get(what, 0) + count
    return counts
