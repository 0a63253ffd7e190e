"""Series, and a seminar that is held again."""

from datetime import datetime

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.accounts.models import User
from diz_portal.slugs import free_slug
from seminars.models import Seminar, Series
from seminars.services.seminars import create

# What the next one has in common with this one. People are not among it, nor is what was said
# of one day alone.
SAME = [
    "promise",
    "description",
    "speakers",
    "series",
    "topic",
    "mode",
    "capacity_in_person",
    "capacity_online",
    "venue_name",
    "venue_address",
    "access",
    "confirm_places",
    "people_per_address",
]


class TakenTitle(Refusal):
    message = "There is already a series with this title. Enter another title"


@transaction.atomic
def copy(
    *,
    by: User,
    seminar: Seminar,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    with_link: bool = False,
) -> Seminar:
    """A draft like this one at another time, with its reminder plan and without its people.

    The link to join stays behind unless asked for: whoever has the old one would be let in.
    """
    details = {name: getattr(seminar, name) for name in SAME}
    if with_link:
        details["joining_link"] = seminar.joining_link
    return create(by=by, title=title, like=seminar, starts_at=starts_at, ends_at=ends_at, **details)


@transaction.atomic
def add_series(*, by: User, title: str, summary: str = "") -> Series:
    _ask_free(title)
    # `add` is a page of its own.
    slug = free_slug(Series, title, otherwise="series", reserved={"add"})
    return Series.objects.create(slug=slug, title=title, summary=summary)


@transaction.atomic
def edit_series(*, by: User, series: Series, title: str, summary: str = "") -> Series:
    """Change the words; its address stays."""
    series = Series.objects.select_for_update().get(pk=series.pk)
    _ask_free(title, but=series)
    series.title, series.summary = title, summary
    series.save(update_fields=["title", "summary"])
    return series


def _ask_free(title: str, but: Series | None = None) -> None:
    others = Series.objects.exclude(pk=but.pk) if but else Series.objects.all()
    if others.filter(title__iexact=title).exists():
        raise TakenTitle
