"""Who came to our seminars: see diz_portal.impact.declaring."""

from datetime import date

from django.utils import timezone

from diz_portal.impact.declaring import Cell, Column, figure
from seminars.models import Seminar, SeminarState
from seminars.selectors.turnout import turnouts


@figure(
    "people-at-seminars",
    title="people at seminars",
    question="How many people attended our seminars, in person and online?",
    definition="People who were checked in, guests included, added up over all seminars. Someone "
    "who came to 2 seminars is counted twice. Small seminars are counted "
    "together.",
    source="The attendance list of each seminar.",
    not_counted="People who registered and did not attend, seminars without an attendance list, "
    "and people who only watched a recording.",
    group="Knowledge uplift",
    order=60,
    columns=[
        Column("seminar", "Seminar"),
        Column("title", "Title"),
        Column("date", "Date"),
        Column("people", "People"),
    ],
    done="people",
    counts_people=True,
    rest=("", "Other seminars together", ""),
    without="Fewer than 5 people have attended so far.",
)
def people_at_seminars(today: date) -> list[Cell]:
    held = Seminar.objects.announced().exclude(state=SeminarState.CANCELLED)
    found = turnouts(held.filter(starts_at__date__lte=today).order_by("starts_at", "pk"))
    return [
        Cell(
            one.seminar.slug,
            (
                one.seminar.slug,
                one.seminar.title,
                timezone.localdate(one.seminar.starts_at).isoformat(),
            ),
            one.tally.came,
        )
        for one in found
        if one.tally.came
    ]
