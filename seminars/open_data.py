"""What is published of seminars: when and where they are, and how many people came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from diz_portal.open_data.declaring import (
    NOT_AVAILABLE,
    Dataset,
    Kind,
    Reading,
    coded,
    dataset,
    text,
    typed,
)
from seminars.models import Mode, Seminar, SeminarState
from seminars.selectors.attendance_figures import of_period
from seminars.selectors.turnout import turnouts

AT_A_TIME = 2000
SEMINAR = (
    text("seminar_code", "Seminar code", "slug", "As in its web address."),
    text("seminar", "Seminar", "title"),
)


def _announced() -> QuerySet[Seminar]:
    return Seminar.objects.announced().select_related("topic", "series")


def _named(way: str, what: str) -> Any:
    """Of a topic or a series, where there is one."""
    return lambda one: getattr(getattr(one, way), what) if getattr(one, way) else None


@dataset
class Seminars(Dataset):
    slug = "seminars"
    title = "Seminars"
    about = "Seminars and online events: when, where, what about, and how many places."
    withheld = "Speakers, joining links, and everything about the people who registered."
    keywords = ("seminars", "digital skills", "events")
    order = 40
    key = ("seminar_code",)
    fields = (
        *SEMINAR,
        text("summary", "Summary", "promise"),
        typed(Kind.MOMENT, "starts_at", "Starts", about="With the difference from UTC."),
        typed(Kind.MOMENT, "ends_at", "Ends", about="With the difference from UTC."),
        *coded("format", "Format", Mode, "mode"),
        *coded("status", "Status", SeminarState, "state"),
        text("venue", "Venue", lambda one: None if one.mode == Mode.ONLINE else one.venue_name),
        text("topic_code", "Topic code", _named("topic", "slug")),
        text("topic", "Topic", _named("topic", "title")),
        text("series_code", "Series code", _named("series", "slug")),
        text("series", "Series", _named("series", "title")),
        typed(Kind.WHOLE, "capacity_in_person", "Places in person"),
        typed(Kind.WHOLE, "capacity_online", "Places online"),
        text(
            "url",
            "Web page",
            lambda one: f"{settings.PORTAL_URL}{one.get_absolute_url()}",
        ),
    )

    def rows(self, reading: Reading) -> Iterator[Seminar]:
        return _announced().order_by("starts_at", "pk").iterator(AT_A_TIME)

    def count(self) -> int:
        return Seminar.objects.announced().count()


@dataclass(frozen=True)
class Attended:
    seminar: Seminar
    people: Any


@dataset
class Attendance(Dataset):
    slug = "seminar-attendance"
    title = "Seminar attendance"
    about = "How many people attended each seminar that has finished, guests included."
    withheld = (
        "Numbers below 5, and other numbers from which they could be worked out, also from an "
        "earlier edition. Nothing about anyone who attended."
    )
    keywords = ("seminars", "attendance", "digital skills")
    order = 45
    counts_people = True
    key = ("seminar_code",)
    fields = (
        text("seminar_code", "Seminar code", "seminar.slug", "As in its web address."),
        text("seminar", "Seminar", "seminar.title"),
        typed(Kind.MOMENT, "starts_at", "Starts", "seminar.starts_at"),
        typed(
            Kind.WHOLE,
            "people",
            "People who attended",
            about="[c] where the number is not shown, [x] where attendance was not recorded.",
        ),
    )

    def rows(self, reading: Reading) -> Iterator[Attended]:
        found = turnouts(_finished())
        # A list that is still open does not say how many came.
        numbers = {one.seminar.slug: one.tally.came for one in found if not one.unrecorded}
        shown = reading.counted("people", numbers)
        for one in found:
            is_known = one.seminar.slug in numbers
            yield Attended(one.seminar, shown(one.seminar.slug) if is_known else NOT_AVAILABLE)

    def count(self) -> int:
        return _finished().count()


def _finished() -> QuerySet[Seminar]:
    return of_period(Seminar.objects.all(), date.min, date.max).filter(state=SeminarState.HELD)
