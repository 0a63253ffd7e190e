"""What this app adds to the dataset: seminars, and how many people came to each."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils import timezone

from diz_portal.reports import dataset
from diz_portal.reports.dataset import DATE
from diz_portal.reports.declaring import Column, Kind, Table
from diz_portal.reports.fields import A_LOOK
from seminars.models import Seminar
from seminars.selectors.attendance_figures import OUTCOMES, lines, of_period

ATTENDANCE = (
    Column("seminar_code", "Seminar code", about="As in its web address."),
    Column("seminar", "Seminar"),
    Column("series", "Series"),
    Column("held_on", "Day", Kind.DAY),
    Column("outcome_code", "Outcome code"),
    Column("outcome", "Outcome"),
    Column("people", "People", Kind.WHOLE, about="Guests included."),
)


@dataset.tables
def attendance(user: Any) -> Iterator[Table]:
    """For those who run seminars: what their pages show, in full."""
    if user is not None and not user.has_perm("seminars.manage"):
        return
    seminars = Seminar.objects.all() if user is None else Seminar.objects.visible_to(user)
    found = lines(of_period(seminars, date.min, date.max))

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found:
            seminar = one.seminar
            series = seminar.series.title if seminar.series else ""
            day = timezone.localdate(seminar.starts_at)
            for code, people in one.outcomes.items():
                yield seminar.slug, seminar.title, series, day, code, OUTCOMES[code], people

    yield Table(
        "fact_seminar_attendance",
        "Seminar attendance",
        ATTENDANCE,
        rows,
        len(found) * len(OUTCOMES),
        unique_by=["seminar_code", "outcome_code"],
        refers_to={"held_on": DATE},
        shown=A_LOOK,
    )
