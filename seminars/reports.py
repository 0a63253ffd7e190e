"""Who came to the seminars of a period, as a report without a name in it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from diz_portal.disclosure import TOTAL, crosstab, is_small
from diz_portal.reports import question as questions
from diz_portal.reports.declaring import (
    NOT_AVAILABLE,
    SUPPRESSED,
    Column,
    Edition,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    PeriodQuestion,
    Question,
    Report,
    ScopeField,
    Section,
    Sentence,
    Table,
    Text,
    register,
)
from seminars import dataset  # noqa: F401  its tables
from seminars.models import Seminar, Series
from seminars.selectors.attendance_figures import OUTCOMES, Line, lines, of_period, totals
from seminars.selectors.turnout import funnel

FIRST = (
    Column("seminar", "Seminar"),
    Column("starts_on", "Day", Kind.DAY),
    Column("series", "Series", on_paper=False),
)
OF_STAFF = (
    Column("registered", "Registered", Kind.WHOLE),
    Column("guests", "Guests registered", Kind.WHOLE),
)
PEOPLE = tuple(Column(key, title, Kind.WHOLE) for key, title in OUTCOMES.items())
LAST = (
    Column("no_show_rate", "Non-attendance rate", Kind.SHARE),
    Column("answers", "Feedback responses", Kind.WHOLE),
    Column("score", "Feedback score (1 to 5)", Kind.NUMBER),
)


class OfSeminars(PeriodQuestion):
    about = ("series",)
    series = ScopeField(
        "series",
        label="Series (optional)",
        required=False,
        empty_label="All seminars",
        error_messages={
            "invalid_choice": "Select a series from the list. It may have been removed"
        },
    )


@register
class SeminarAttendance(Report):
    name = "seminar-attendance"
    title = "Seminar attendance"
    about = "People who registered, attended and did not attend, and their feedback, by seminar."
    asks = OfSeminars
    editions = (Edition.PUBLIC, Edition.EXEMPT)
    csv_table = "seminars"
    order = 40

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        return user.is_authenticated and user.has_perm("seminars.manage")

    def paper(self, question: Question) -> Paper:
        asked = question.answers
        seminars = question.seen(Seminar.objects)
        found = lines(of_period(seminars, asked["starts"], asked["ends"], asked.get("series")))
        is_public = question.edition == Edition.PUBLIC
        shown = _published(found) if is_public else _in_full
        columns = (*FIRST, *(() if is_public else OF_STAFF), *PEOPLE, *LAST)
        table = Table(
            "seminars",
            "Attendance by seminar",
            columns,
            lambda: _rows(found, shown, is_public=is_public),
            len(found),
            empty="There are no seminars in this period.",
        )
        return Paper(
            title=self.said(question),
            sections=[
                Section("summary", "Summary", [_said(found), _figures(found, shown, is_public)]),
                Section("seminars", "Seminars", [table]),
            ],
            notes=_notes(is_public=is_public),
            marking="" if is_public else "Not for publication",
        )


# A cell as its readers see it: of a seminar, or of all, and an outcome, or all.
Shown = Callable[[Any, str, int], Any]


def _in_full(seminar: Any, key: str, number: int) -> int:
    return number


def _published(found: list[Line]) -> Shown:
    table = crosstab(
        {(one.seminar.pk, key): number for one in found for key, number in one.outcomes.items()}
    )

    def shown(seminar: Any, key: str, number: int) -> Any:
        hidden = table.shown((seminar, key)) is None
        return SUPPRESSED if hidden else number

    return shown


def _rows(found: list[Line], shown: Shown, *, is_public: bool) -> Iterator[tuple[Any, ...]]:
    for one in found:
        page = reverse("seminars_workspace:seminar", args=[one.seminar.slug])
        people = {key: shown(one.seminar.pk, key, one.outcomes[key]) for key in OUTCOMES}
        yield (
            Linked(one.seminar.title, page),
            timezone.localdate(one.seminar.starts_at),
            one.seminar.series.title if one.seminar.series else "",
            *(() if is_public else (one.registered, one.guests)),
            *people.values(),
            _rate(one.turnout.tally.rate, people, one.walk_ins, is_public=is_public),
            SUPPRESSED if is_public and is_small(one.answers) else one.answers,
            NOT_AVAILABLE if one.score is None else round(one.score, 1),
        )


def _rate(rate: float | None, people: dict[str, Any], walk_ins: int, *, is_public: bool) -> Any:
    """Beside the people it is of, a rate tells how many of them walked in."""
    if rate is None:
        return NOT_AVAILABLE
    is_told = SUPPRESSED in (people["attended"], people["missing"]) or is_small(walk_ins)
    return SUPPRESSED if is_public and is_told else round(rate, 2)


def _said(found: list[Line]) -> Text:
    if not found:
        return Text([Sentence("There are no seminars in this period.")])
    one = "There is 1 seminar in this period."
    sentences = [one if len(found) == 1 else f"There are {len(found)} seminars in this period."]
    if still_open := sum(bool(one.turnout.unrecorded) for one in found):
        sentences.append(f"Attendance has not been closed for {still_open} of them.")
    return Text([Sentence(text) for text in sentences])


def _figures(found: list[Line], shown: Shown, is_public: bool) -> Figures:
    sums = totals(found)
    people = {key: shown(TOTAL, key, sums[key]) if found else 0 for key in OUTCOMES}
    rated = [one for one in found if one.score is not None]
    answers = sum(one.answers for one in rated)
    score = sum(one.answers * (one.score or 0) for one in rated) / answers if answers else None
    # Beside the rates of the seminars it would tell the walk-ins of one that has few.
    fewest = min((one.walk_ins for one in found if one.walk_ins), default=0)
    rate = _rate(funnel(one.turnout for one in found).rate, people, fewest, is_public=is_public)
    of_staff = [
        Figure("registered", "Registered, including guests", sums["registered"]),
        Figure("guests", "Guests", sums["guests"]),
        Figure("walk_ins", "Walk-ins who attended", sums["walk_ins"]),
    ]
    return Figures(
        "totals",
        [
            Figure("seminars", "Seminars", len(found)),
            *([] if is_public else of_staff),
            *(Figure(key, title, people[key]) for key, title in OUTCOMES.items()),
            Figure(
                "no_show_rate",
                "Non-attendance rate",
                rate,
                Kind.SHARE,
                note="Of people with a place, excluding walk-ins, at seminars whose attendance "
                "was closed",
            ),
            Figure(
                "score",
                "Feedback score (1 to 5)",
                NOT_AVAILABLE if score is None else round(score, 1),
                Kind.NUMBER,
                note="Of the seminars with 5 responses or more",
            ),
        ],
    )


def _notes(*, is_public: bool) -> tuple[str, ...]:
    notes = (
        "Numbers count people, including guests. Draft and cancelled seminars are not counted.",
        "“Not recorded” means people with a place at seminars whose attendance has not been "
        "closed.",
        "Walk-ins (people without a place) are included in those who attended.",
        "A feedback score is shown for seminars with 5 responses or more.",
    )
    if not is_public:
        return notes
    return (*notes, "Numbers below 5 are hidden, and so are other numbers that would reveal them.")


def _series(user: Any) -> Any:
    return Series.objects.all()


questions.scope("series", _series)
