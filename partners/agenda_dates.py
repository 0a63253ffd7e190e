"""What falls on a day among partners: see diz_portal.agenda."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from diz_portal.agenda import Entry, dates

from .models import Agreement


@dates("agreements")
def agreements(user: Any, first: date, last: date) -> Iterator[Entry]:
    found = Agreement.objects.visible_to(user).filter(
        expires_on__range=(first, last), ended_on=None
    )
    for one in found:
        yield Entry(
            day=one.expires_on,
            title=f"Agreement expires: {one}",
            about=one.get_kind_display(),
            url=one.get_absolute_url(),
            key=f"agreement-{one.reference}",
        )
