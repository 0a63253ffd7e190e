"""Public details that somebody must look at twice a year, because others rely on them."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from diz_portal.words import ago

from .registry import Item, Urgency

STALE_AFTER = timedelta(days=183)


def unchecked(
    user: Any, today: date | None, rows: QuerySet, *, key: str, about: str, other: str
) -> Iterator[Item]:
    """For those who keep them in the admin: one row, however many there are. `other` says what one
    more of them is."""
    meta = rows.model._meta
    if not user.has_perm(f"{meta.app_label}.change_{meta.model_name}"):
        return
    before = (today or timezone.localdate()) - STALE_AFTER
    stale = list(rows.filter(checked_on__lt=before).order_by("checked_on", "pk"))
    if not stale:
        return
    first, more = stale[0], len(stale) - 1
    others = f" and {more} other {other}{'' if more == 1 else 's'}" if more else ""
    name = f"admin:{meta.app_label}_{meta.model_name}_"
    yield Item(
        key=key,
        title=f"Check the details of {first}{others}",
        about=about,
        when=f"last checked {ago(first.checked_on, today)}",
        url=reverse(f"{name}changelist") if more else reverse(f"{name}change", args=[first.pk]),
        urgency=Urgency.LATER,
    )
