"""What falls on a day among seminars: see diz_portal.agenda."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from diz_portal.agenda import Entry, dates

from .models import Seminar, SeminarState


@dates("seminars")
def seminars(user: Any, first: date, last: date) -> Iterator[Entry]:
    found = Seminar.objects.announced().filter(starts_at__date__range=(first, last))
    for one in found.exclude(state=SeminarState.CANCELLED):
        yield Entry(
            day=timezone.localdate(one.starts_at),
            title=f"Seminar: {one.title}",
            about="",
            url=one.get_absolute_url(),
            key=f"seminar-{one.pk}",
        )
