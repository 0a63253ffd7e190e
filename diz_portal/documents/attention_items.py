"""Room for files that runs out: managers hear of it before somebody's file is refused."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from diz_portal.attention import Item, Urgency, provider
from diz_portal.words import file_size

from .selectors import Overview, Share


@provider("stored files")
def nearly_full(user: Any, today: date) -> Iterator[Item]:
    if not user.has_perm("documents.watch_storage"):
        return
    kept = Overview()
    whole = kept.in_all()
    if whole.is_near:
        yield _item(
            "stored:all", "Free up space for uploaded files", "Portal administration", whole
        )
    for share in kept.by_organisation():
        if share.is_near:
            key = f"stored:{share.key}"
            yield _item(key, f"Free up space for files of {share.name}", share.name, share)


def _item(key: str, title: str, about: str, share: Share) -> Item:
    used, limit = file_size(share.total.size), file_size(share.limit or 0)
    return Item(
        key=key,
        title=title,
        about=about,
        when=f"{used} of {limit} used",
        url=reverse("documents:stored"),
        urgency=Urgency.WEEK,
    )
