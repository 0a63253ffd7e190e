"""Who attended, seminar by seminar, for a report: `turnout` says what was recorded, this adds the
rest. Everyone of a seminar has exactly one of `OUTCOMES`, guests included: a line adds up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from diz_portal.disclosure import LEAST
from seminars.models import (
    EventKind,
    FeedbackAnswer,
    Registration,
    RegistrationEvent,
    RegistrationState,
    Seminar,
    SeminarState,
    Series,
)
from seminars.selectors.turnout import Turnout, turnouts

OUTCOMES = {
    "attended": "Attended",
    "missing": "Did not attend",
    "unknown": "Not recorded",
    "waiting": "On the waiting list",
    "other": "Cancelled or never confirmed",
}


@dataclass(frozen=True)
class Line:
    """One seminar in people. `walk_ins` are a part of those who attended, and the only ones who
    may not have registered."""

    turnout: Turnout
    registered: int
    guests: int
    outcomes: dict[str, int]
    answers: int
    mean: float | None

    @property
    def seminar(self) -> Seminar:
        return self.turnout.seminar

    @property
    def people(self) -> int:
        return sum(self.outcomes.values())

    @property
    def walk_ins(self) -> int:
        return self.turnout.tally.at_the_door

    @property
    def score(self) -> float | None:
        """How useful it was, 1 to 5; None until as many have answered as the page asks for."""
        return self.mean if self.answers >= LEAST else None


def of_period(
    seminars: QuerySet[Seminar], starts: date, ends: date, series: Series | None = None
) -> QuerySet[Seminar]:
    """Those that began on these days, drafts and cancelled ones aside; the first comes first."""
    found = seminars.filter(starts_at__date__range=(starts, ends)).exclude(
        state__in=(SeminarState.DRAFT, SeminarState.CANCELLED)
    )
    if series:
        found = found.filter(series=series)
    return found.select_related("series").order_by("starts_at", "pk")


def lines(seminars: Iterable[Seminar]) -> list[Line]:
    """Of many seminars in four queries, in their order."""
    found = turnouts(seminars)
    keys = [one.seminar.pk for one in found]
    people, feedback = _people(keys), _feedback(keys)
    return [_line(one, people.get(one.seminar.pk, {}), feedback) for one in found]


def _line(turnout: Turnout, people: dict[str, int], feedback: dict[int, tuple[int, float]]) -> Line:
    tally = turnout.tally
    # A list that is not closed records nothing, whoever has been checked in so far.
    unknown = people.get("placed", 0) - tally.came - tally.missing
    outcomes = {
        "attended": tally.came,
        "missing": tally.missing,
        "unknown": unknown,
        "waiting": people.get("waiting", 0),
        "other": people.get("other", 0),
    }
    answers, mean = feedback.get(turnout.seminar.pk, (0, None))
    return Line(
        turnout,
        sum(outcomes.values()) - people.get("walked_in", 0),
        people.get("guests", 0),
        outcomes,
        answers,
        mean,
    )


def _people(keys: list[int]) -> dict[int, dict[str, int]]:
    placed = Q(state=RegistrationState.CONFIRMED)
    waiting = Q(state=RegistrationState.WAITING)
    walked_in = Q(
        pk__in=RegistrationEvent.objects.filter(
            kind=EventKind.WALKED_IN, registration__seminar__in=keys
        ).values("registration")
    )

    def seats(of: Q) -> Coalesce:
        return Coalesce(Sum("seats", filter=of), 0)

    rows: Any = (
        Registration.objects.filter(seminar__in=keys)
        .values("seminar")
        .annotate(
            placed=seats(placed),
            waiting=seats(waiting),
            other=seats(~placed & ~waiting),
            walked_in=seats(walked_in),
            guests=Coalesce(Sum(F("seats") - 1), 0),
        )
        .order_by()
    )
    return {row["seminar"]: dict(row) for row in rows}


def _feedback(keys: list[int]) -> dict[int, tuple[int, float]]:
    rows = FeedbackAnswer.objects.filter(seminar__in=keys).order_by().values_list("seminar")
    return {
        seminar: (answers, mean)
        for seminar, answers, mean in rows.annotate(answers=Count("pk"), mean=Avg("useful"))
    }


def totals(of: Iterable[Line]) -> dict[str, Any]:
    """All together: people by outcome, and what may not have a column of its own."""
    found = list(of)
    return {
        "registered": sum(one.registered for one in found),
        "guests": sum(one.guests for one in found),
        "walk_ins": sum(one.walk_ins for one in found),
        **{key: sum(one.outcomes[key] for one in found) for key in OUTCOMES},
    }
