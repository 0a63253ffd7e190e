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
    "who attended 2 seminars is counted twice. Small seminars are counted "
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


@figure(
    "seminars-held",
    title="seminars finished",
    question="How many of our seminars have finished, in person and online?",
    definition="Seminars that were announced, were not cancelled and have finished.",
    source="The list of seminars.",
    not_counted="Cancelled and upcoming seminars.",
    group="Knowledge uplift",
    order=58,
    columns=[
        Column("seminar", "Seminar"),
        Column("title", "Title"),
        Column("date", "Date"),
        Column("seminars", "Seminars"),
    ],
    done="seminars",
    version="""SELECT concat_ws('.', date_trunc('hour', now()),
        (SELECT sum(hashtextextended(concat(id, xmin, ctid), 0)) FROM seminars_seminar))""",
    without="No seminar has finished yet.",
)
def seminars_held(today: date) -> list[tuple]:
    found = Seminar.objects.past().exclude(state=SeminarState.CANCELLED)
    rows = found.order_by("starts_at", "pk").values_list("slug", "title", "starts_at")
    return [
        (slug, title, timezone.localdate(starts_at).isoformat(), 1)
        for slug, title, starts_at in rows
    ]
