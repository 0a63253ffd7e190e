"""How far people with a landline, an alarm or telecare have got before the switch-off, for the
councils: no name, and no number small enough to recognise somebody by."""

from collections.abc import Iterator
from typing import Any

from diz_portal.disclosure import TOTAL, Edition, crosstab
from diz_portal.reports import editions
from diz_portal.reports.declaring import (
    SUPPRESSED,
    Column,
    Figure,
    Figures,
    Kind,
    Paper,
    PeriodQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from inclusion.landline.selectors import REACHED, TO_CALL, reached

TABLE = "districts"
COLUMNS = (
    Column("district", "District"),
    *(Column(key, f"{label} (people)", Kind.WHOLE) for key, label in REACHED.items()),
    Column("all", "Referred (people)", Kind.WHOLE),
)
NOTES = (
    "People whose need about a landline, alarm or telecare was recorded in the period, by their "
    "progress today. Each is counted once, in one column.",
    "Numbers below 5 are hidden. So are others that would reveal them, alone or together "
    "with the last report of an overlapping period.",
)


@register
class LandlineFigures(Report):
    name = "landlines"
    title = "Landline and telecare figures"
    about = "People referred about a landline, alarm or telecare, and their progress, by district."
    asks = PeriodQuestion
    order = 47

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        """Of the whole partnership, as the outcomes are."""
        return user.is_authenticated and user.has_perm("inclusion.manage")

    def paper(self, question: Question) -> Paper:
        starts, ends = question.answers["starts"], question.answers["ends"]
        counted = reached(starts, ends)
        districts = sorted({district for district, _ in counted})
        cells = {(one, key): counted[one, key] for one in districts for key in REACHED}
        edition = crosstab(cells, **editions.last(self.name, starts, ends).for_table(TABLE))
        return Paper(
            title=self.said(question),
            sections=[
                Section("summary", "Summary", [_figures(edition)]),
                Section("districts", "By district", [_districts(districts, edition)]),
            ],
            notes=NOTES,
            counts={TABLE: edition},
        )


def _said(number: int | None) -> Any:
    return SUPPRESSED if number is None else number


def _figures(edition: Edition) -> Figures:
    total = edition.shown((TOTAL, TOTAL))
    figures = [Figure("referred", "People referred", _said(total))]
    figures += [
        Figure(key, label, _said(_of(edition, key)))
        for key, label in REACHED.items()
        if key != TO_CALL
    ]
    return Figures("landlines", figures)


def _of(edition: Edition, key: str) -> int | None:
    """Nobody at all where nobody was referred."""
    return edition.shown((TOTAL, key)) if (TOTAL, key) in edition.numbers else 0


def _districts(districts: list[str], edition: Edition) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        for one in [*districts, TOTAL] if districts else []:
            shown = [edition.shown((one, key)) for key in (*REACHED, TOTAL)]
            yield "Total" if one == TOTAL else one, *map(_said, shown)

    return Table(
        TABLE,
        "People by district and progress",
        COLUMNS,
        rows,
        len(districts) + 1 if districts else 0,
        empty="No one was referred about a landline in this period.",
    )
