"""What changed with the seminars: which finished, how many people came, which were cancelled."""

from collections.abc import Iterator

from django.urls import reverse

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.registry import Rows, counted, total
from diz_portal.disclosure import is_small, said
from diz_portal.words import as_date
from seminars.models import Seminar, SeminarEvent, SeminarEventKind
from seminars.selectors.turnout import turnouts


def _held(rows: Rows) -> str:
    """With the number of people where it is known of every one of them, and none gives away a
    small number."""
    seminars = "1 seminar finished" if len(rows) == 1 else f"{len(rows):,} seminars finished"
    if not all("attended" in row.counts for row in rows):
        return seminars
    return f"{seminars}, with {total(rows, 'attended'):,} people"


HELD = Kind(
    name="seminars-finished",
    title="Seminars that finished",
    room="Seminars",
    says=_held,
    order=80,
)
CANCELLED = Kind(
    name="seminars-cancelled",
    title="Seminars that were cancelled",
    room="Seminars",
    says=counted("1 seminar was cancelled", "{} seminars were cancelled"),
    order=82,
)


def find(asked: Asked) -> Iterator[Change]:
    """Anybody reads what became of a seminar; how many came, those who organise them."""
    if asked.project is not None or asked.organisation is not None:
        return
    organises = asked.reader.has_perm("seminars.manage")
    found = (
        SeminarEvent.objects.filter(
            asked.noted("at"),
            kind__in=(SeminarEventKind.HELD, SeminarEventKind.CANCELLED),
            seminar__in=Seminar.objects.visible_to(asked.reader),
        )
        .order_by("seminar_id", "-at", "-pk")
        .distinct("seminar_id")
        .select_related("seminar")
    )
    events = list(found)
    held = [one.seminar for one in events if one.kind == SeminarEventKind.HELD]
    came = {
        one.seminar.pk: one.tally.came
        for one in (turnouts(held) if organises else ())
        if one.recorded and not one.unrecorded
    }
    for event in events:
        yield _change(event, came.get(event.seminar_id), organises=organises)


def _change(event: SeminarEvent, came: int | None, *, organises: bool) -> Change:
    seminar = event.seminar
    is_held = event.kind == SeminarEventKind.HELD
    says, counts = f"{seminar} was cancelled", {"seminars_cancelled": 1}
    if is_held:
        says, counts = f"{seminar} finished", {"seminars_finished": 1}
        if came is not None:
            says = f"{seminar} finished: {said(came)} people attended"
            if not is_small(came):
                counts["attended"] = came
    name = "seminars_workspace:seminar" if organises else "seminars:detail"
    return Change(
        kind=(HELD if is_held else CANCELLED).name,
        on=as_date(event.at),
        recorded_at=event.at,
        says=says,
        url=reverse(name, args=[seminar.slug]),
        counts=counts,
    )


changes.register(HELD, CANCELLED, find=find)
