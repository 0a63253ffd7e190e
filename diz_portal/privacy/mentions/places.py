"""Which columns are searched, in which room they stand, who reads them and whose they are."""

from collections.abc import Callable, Iterable, Iterator, Set
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any

import pgtrigger
from django.apps import apps
from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from diz_portal.privacy import registry, services

Readable = Callable[[Any], Q]


@dataclass(frozen=True)
class Room:
    """`read` answers which rows a person may read; `others` which belong to somebody who is still
    known here; `link` is the path to what the address of a row is made of, and what makes it;
    `reached_by` the columns that say to whom a row went: of what went to the person, the record
    that it was about decides."""

    name: str
    read: Readable | None = None
    others: Q | None = None
    link: tuple[str, Callable[[Any], str]] | None = None
    reached_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sealed:
    """Words that the database does not tell: opened row by row. Nobody is shown them."""

    rows: Callable[[], Iterable[Any]]
    read: Callable[[Any], str]
    write: Callable[[Any, str], None]


Model = type[models.Model]
PUBLIC = "it is published, or the same for everyone"

_rooms: dict[Model, Room] = {}
_made_here: dict[tuple[Model, str], str] = {}
_by_itself: dict[tuple[Model, str], str] = {}
_needed: dict[tuple[Model, str], str] = {}
_yielding: dict[Model, tuple[str, ...]] = {}
_sealed: dict[tuple[Model, str], Sealed] = {}


def made_here(model: Model | str, fields: str, reason: str) -> None:
    """Nobody types there: keys, marks, public lists. Without `fields`, in none of the table."""
    model = registry.model_of(model)
    _made_here.update({(model, name): reason for name in _named_or_all(model, fields)})


def found_by_itself(model: Model | str, fields: str, *, kind: str) -> None:
    """Who a record is of: it is found, shown and decided about as a record of that kind."""
    model = registry.model_of(model)
    _by_itself.update({(model, name): kind for name in fields.split()})


def published(model: Model | str, fields: str = "") -> None:
    """What everybody reads, or a catalogue: a name may stand there for a reason, so it never goes
    without a tick. Without `fields`, all of it."""
    needed(model, fields, PUBLIC)


def needed(model: Model | str, fields: str, reason: str) -> None:
    """The same for another reason: a name without which the record would prove nothing."""
    model = registry.model_of(model)
    _needed.update({(model, name): reason for name in _named_or_all(model, fields)})


def _named_or_all(model: Model, fields: str) -> list[str]:
    return fields.split() or [one.name for one in model._meta.concrete_fields]


def sealed(model: Model, field: str, one: Sealed) -> None:
    _sealed[model, field] = one


def yields(model: Model, *triggers: str) -> None:
    """Beside append-only, what keeps words as they were written, and lets a name go from them."""
    _yielding[model] = triggers


def room(*those: Model | str, name: str, **details: Any) -> None:
    for model in those:
        _rooms[registry.model_of(model)] = Room(name, **details)


@contextmanager
def as_for_erasure(model: Model) -> Iterator[None]:
    """Words may change that otherwise stay; the audit trail has no line for it, since its old
    lines lose the same."""
    with services.triggers_lifted(model), services.history_silent(model), ExitStack() as stack:
        for name in _yielding.get(model, ()):
            stack.enter_context(pgtrigger.ignore(f"{model._meta.label}:{name}"))
        yield


def public_ways(name: str) -> set[str]:
    """What stands in the columns of that name which everybody may read: an organisation's own
    telephone number or address."""
    found: set[str] = set()
    for (model, field), why in _needed.items():
        if field == name and why == PUBLIC:
            found.update(model._default_manager.order_by().values_list(name, flat=True))
    return found - {""}


# Reading it -----------------------------------------------------------------------


def searched() -> dict[Model, list[models.Field]]:
    """Of each table the columns in which somebody may be named, history included."""
    left = left_out().keys() | _sealed.keys()
    return {model: fields for model in _tables() if (fields := _typed(model, left))}


def opened() -> dict[tuple[Model, str], Sealed]:
    return _sealed


def left_out() -> dict[tuple[Model, str], str]:
    """The columns that are not searched, each with the reason or the kind of record."""
    return {**_made_here, **_by_itself}


def by_itself() -> dict[tuple[Model, str], str]:
    return _by_itself


@cache
def _tables() -> list[Model]:
    known = [one for one in apps.get_models() if one._meta.managed and not one._meta.proxy]
    return sorted(known, key=lambda one: one._meta.label)


def _typed(model: Model, left: Set[tuple[Model, str]]) -> list[models.Field]:
    about = registry.tracked_model(model) or model
    return [
        one
        for one in model._meta.concrete_fields
        if registry.takes_words(one)
        # Where a file is kept is no word of anybody's; what it is called has a column of its own.
        and not isinstance(one, models.FileField)
        and not one.primary_key
        # What pghistory itself writes of a change.
        and not (about is not model and one.name.startswith("pgh_"))
        and not {(about, one.name), (model, one.name)} & left
    ]


def why_needed(model: Model, field: str) -> str:
    """Why a find there is never certain; empty where it may be."""
    return _needed.get((registry.tracked_model(model) or model, field), "")


def room_of(model: Model) -> Room:
    about = registry.tracked_model(model) or model
    if about in _rooms:
        return _rooms[about]
    return Room(str(apps.get_app_config(about._meta.app_label).verbose_name))


def called(model: Model) -> str:
    """What a row of it is, for a reader."""
    declared = registry.declaration_of(model)
    what = declared.what if declared else str(model._meta.verbose_name_plural)
    return f"{what}: earlier versions" if registry.tracked_model(model) else what


def may_read(model: Model, user: Any) -> Q:
    """The rows that somebody may read: where the room does not say, those of the admin."""
    if user is None:
        # Whoever sits at the server.
        return Q(pk__isnull=False)
    about = registry.tracked_model(model) or model
    own = room_of(model).read
    allowed = about._base_manager.filter(own(user)) if own else about._base_manager.none()
    key = "pk" if about is model else "pgh_obj_id"
    return Q(**{f"{key}__in": allowed.values("pk")}) | Q(
        **{f"{key}__in": _in_admin(about, user).values("pk")}
    )


def _in_admin(model: Model, user: Any) -> models.QuerySet:
    nothing = model._base_manager.none()
    page = admin.site._registry.get(model)
    if page is None or not (user.is_active and user.is_staff):
        return nothing
    request = HttpRequest()
    request.user = user
    return page.get_queryset(request) if page.has_view_permission(request) else nothing


def admin_page(model: Model, key: Any, user: Any) -> str:
    if user is None or not user.is_staff:
        return ""
    try:
        return reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_change", args=[key])
    except NoReverseMatch:
        return ""


def staff(user: Any) -> Q:
    """Managers alone."""
    return Q(pk__isnull=not user.is_staff)
