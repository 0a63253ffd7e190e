"""Where the work itself speaks of somebody, told beside the records that were found of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.db.models.functions import Cast
from django.urls import NoReverseMatch, reverse

from . import kinds, registry
from .kinds import MOST, Bearer, Wanted
from .mentions import people


@dataclass(frozen=True)
class Mention:
    """A record of the work whose words hold the name: somebody must read it, and decide."""

    what: str
    count: int
    # The first few, where the admin shows them.
    urls: tuple[str, ...]


def mentions(wanted: Wanted) -> list[Mention]:
    """Where free text of the work holds the words, or the number however it is typed; only counts
    and links, never the text."""
    if not wanted:
        return []
    found = []
    for model in kinds.searched_models():
        declared = registry.declaration_of(model)
        columns = [
            name for name in kinds.words_of(model) if not _is_no_text(model._meta.get_field(name))
        ]
        if not (columns and declared):
            continue
        keys = (_with_number if wanted.phone else _with_words)(model, columns, wanted)
        if keys:
            found.append(Mention(declared.what, len(keys), tuple(_admin_pages(model, keys[:5]))))
    return found


def _is_no_text(field: Any) -> bool:
    return field.is_relation or isinstance(field, models.FileField | models.BinaryField)


def _with_words(model: type[models.Model], columns: list[str], wanted: Wanted) -> list[Any]:
    anywhere = Q()
    for name in columns:
        inside = Q()
        for word in (wanted.email or wanted.name).split():
            inside &= Q(**{f"{name}__icontains": word})
        anywhere |= inside
    return list(model._default_manager.filter(anywhere).values_list("pk", flat=True)[:MOST])


def _with_number(model: type[models.Model], columns: list[str], wanted: Wanted) -> list[Any]:
    """As an erasure looks for it: the database by the last digits, then each in full."""
    patterns = people.patterns_of([Bearer(phone=wanted.phone)])
    texts = {f"_of_{name}": Cast(name, models.TextField()) for name in columns}
    anywhere = Q(
        *((f"{name}__regex", people.anchor_of(patterns)) for name in texts), _connector=Q.OR
    )
    rows = model._default_manager.annotate(**texts).filter(anywhere).values_list("pk", *texts)
    holding = (
        pk
        for pk, *found in rows.iterator()
        if any(people.spans(text, patterns) for text in found if text)
    )
    return list(islice(holding, MOST))


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
