"""What came of helping residents in a period, for boards and funders: no name, and no number small
enough to recognise somebody by."""

from collections.abc import Iterator
from typing import Any

from diz_portal.disclosure import LEAST, TOTAL, Edition, breakdown, breakdowns, crosstab
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
from inclusion import outcomes
from inclusion.cases.models import AppointmentState, NeedKind
from inclusion.devices.models import DeviceKind
from inclusion.outcomes import MET, REASONS, Parts, Period, Travelled

PEOPLE = Column("people", "People", Kind.WHOLE)
NEEDS = (
    Column("kind", "Type of need"),
    Column(MET, "Met (needs)", Kind.WHOLE),
    *(Column(key, f"{label} (needs)", Kind.WHOLE) for key, label in REASONS.items()),
    Column("all", "Met and not met (needs)", Kind.WHOLE),
)
WAITING = (
    Column("kind", "Type of need"),
    Column("median", "Median wait (days)", Kind.WHOLE),
    Column("ninetieth", "9 in 10 waited no longer than (days)", Kind.WHOLE),
)
DEVICES = (Column("kind", "Type of device"), Column("devices", "Devices", Kind.WHOLE))
SESSIONS = (Column("state", "Status"), Column("sessions", "Sessions", Kind.WHOLE))
SKILLS = (
    Column("measured", "Skills framework and who answered"),
    Column("area", "Area"),
    Column("before", "Achieved at the first check (people)", Kind.WHOLE),
    Column("after", "Achieved at the latest check (people)", Kind.WHOLE),
    Column("moved_up", "Can do more than before (people)", Kind.WHOLE),
    Column("of", "Checked twice (people)", Kind.WHOLE),
)
# As many on the far side of a middle or ninetieth wait, or it would be somebody's own.
ENOUGH_FOR_MEDIAN, ENOUGH_FOR_NINETIETH = 2 * LEAST, 10 * LEAST


@register
class InclusionOutcomes(Report):
    name = "inclusion-outcomes"
    title = "Inclusion and learning outcomes"
    about = "People helped, needs met, waiting times, devices, data, sessions and skills."
    asks = PeriodQuestion
    order = 45

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        """Of the whole partnership: a team reads its own cases, and the sum of all teams is for
        managers (`cases.selectors.unmet`)."""
        return user.is_authenticated and user.has_perm("inclusion.manage")

    def paper(self, question: Question) -> Paper:
        period = Period(question.answers["starts"], question.answers["ends"])
        last = editions.last(self.name, period.starts, period.ends)
        people = outcomes.helped(period)
        parts = {
            "district": outcomes.by_district(people),
            "referrer": outcomes.by_referrer(people),
            "age": outcomes.by_age(people, period.ends),
        }
        hidden = dict(
            zip(
                parts,
                breakdowns(*(one.numbers for one in parts.values()), **last.for_tables(*parts)),
                strict=True,
            )
        )
        needs = outcomes.needs(period)
        of_needs = crosstab(needs.cells, **last.for_table("needs"))
        sessions = outcomes.sessions(period)
        of_sessions = breakdown(sessions, **last.for_table("sessions"))
        # Each was given to somebody: beside the needs they tell how many were met.
        of_devices = breakdown(outcomes.devices(period), **last.for_table("devices"))
        travelled = outcomes.travelled(period)
        of_skills = _hidden_skills(travelled, last)
        counts = {
            **hidden,
            "needs": of_needs,
            "devices": of_devices,
            "sessions": of_sessions,
            **of_skills,
        }
        return Paper(
            title=self.said(question),
            sections=[
                Section(
                    "summary",
                    "Summary",
                    [_figures(period, hidden["age"], of_needs, of_devices, of_sessions)],
                ),
                Section(
                    "people",
                    "People helped",
                    [_people(key, parts[key], hidden[key]) for key in parts],
                ),
                Section("needs", "Needs", [_needs(of_needs)]),
                Section("waiting", "Waiting times", [_waiting(needs.days, of_needs)]),
                Section("given", "Devices", [_devices(of_devices)]),
                Section("sessions", "Sessions", [_sessions(of_sessions)]),
                Section("skills", "Digital skills", [_skills(travelled, of_skills)]),
            ],
            notes=NOTES,
            counts=counts,
        )


NOTES = (
    "Numbers of people, needs, devices and sessions below 5 are hidden. So are others that would "
    "reveal them, alone or together with an earlier report of an overlapping period.",
    "People helped were given a device or data, attended a session or had a need met in the "
    "period. Each is counted once. The referrer is that of their first referral.",
    "Needs are counted by their status today. A need that was transferred to another "
    "organisation is counted for that organisation.",
    "A wait is the time from the day the need was identified to the day it was met. The median is "
    f"shown if there are {ENOUGH_FOR_MEDIAN} needs or more, and the wait of 9 in 10 if there are "
    f"{ENOUGH_FOR_NINETIETH} or more.",
    "Skills are compared between a person’s first and latest skills check, if the latest was in "
    "the period. What people said and what staff observed are counted separately.",
    "1GB is 1,000MB.",
)


def _said(number: int | None) -> Any:
    return SUPPRESSED if number is None else number


def _figures(
    period: Period, people: Edition, needs: Edition, devices: Edition, sessions: Edition
) -> Figures:
    met, total = needs.shown((TOTAL, MET)), needs.shown((TOTAL, TOTAL))
    not_met = None if met is None or total is None else total - met
    return Figures(
        "outcomes",
        [
            Figure("people", "People helped", _said(people.shown(TOTAL))),
            Figure("needs_met", "Needs met", _said(met)),
            Figure("needs_not_met", "Needs not met", _said(not_met)),
            Figure("devices", "Devices given or lent", _said(devices.shown(TOTAL))),
            Figure("mb", "Mobile data given (MB)", outcomes.megabytes(period)),
            Figure(
                "sessions_attended",
                "Sessions attended",
                _said(sessions.shown(AppointmentState.ATTENDED.value)),
            ),
        ],
    )


TITLES = {
    "district": ("District", "People helped by district"),
    "referrer": ("Referrer", "People helped by who referred them"),
    "age": ("Age", "People helped by age"),
}


def _people(key: str, parts: Parts, edition: Edition) -> Table:
    heading, title = TITLES[key]
    rows = [(parts.labels[one], _said(edition.shown(one))) for one in parts.numbers]
    rows.append(("Total", _said(edition.shown(TOTAL))))
    return Table(key, title, (Column(key, heading), PEOPLE), lambda: iter(rows), len(rows))


def _needs(edition: Edition) -> Table:
    kinds = [*((kind.value, kind.label) for kind in NeedKind), (TOTAL, "Total")]

    def rows() -> Iterator[tuple[Any, ...]]:
        for kind, label in kinds:
            cells = [edition.shown((kind, end)) for end in (MET, *REASONS, TOTAL)]
            yield label, *map(_said, cells)

    return Table("needs", "Needs met and not met", NEEDS, rows, len(kinds))


def _waiting(days: dict[str, list[int]], needs: Edition) -> Table:
    """A wait is not shown where the number of those who waited is not."""
    kinds = [(kind.label, kind.value, days[kind.value]) for kind in NeedKind]
    kinds.append(("All", TOTAL, sorted(day for one in days.values() for day in one)))

    def rows() -> Iterator[tuple[Any, ...]]:
        for label, kind, waits in kinds:
            is_shown = needs.shown((kind, MET)) is not None
            middle = is_shown and len(waits) >= ENOUGH_FOR_MEDIAN
            long = is_shown and len(waits) >= ENOUGH_FOR_NINETIETH
            yield (
                label,
                outcomes.median(waits) if middle else SUPPRESSED,
                outcomes.ninetieth(waits) if long else SUPPRESSED,
            )

    return Table("waiting", "Days until a need was met", WAITING, rows, len(kinds))


def _devices(edition: Edition) -> Table:
    rows = [(kind.label, _said(edition.shown(kind.value))) for kind in DeviceKind]
    rows.append(("Total", _said(edition.shown(TOTAL))))
    return Table("devices", "Devices given or lent by type", DEVICES, lambda: iter(rows), len(rows))


def _sessions(edition: Edition) -> Table:
    rows = [(state.label, _said(edition.shown(state.value))) for state in AppointmentState]
    rows.append(("Total", _said(edition.shown(TOTAL))))
    title = "Sessions with a digital champion"
    return Table("sessions", title, SESSIONS, lambda: iter(rows), len(rows))


# Skills: each area asks of the same people three times yes or no ------------------------


def _asked(group: str, area: str, what: str) -> str:
    return f"skills/{group}/{area}/{what}"


ASKED = ("before", "after", "moved_up")


def _hidden_skills(found: list[Travelled], last: editions.Last) -> dict[str, Edition]:
    hidden: dict[str, Edition] = {}
    for group in dict.fromkeys(one.key for one in found):
        tables = {
            _asked(group, one.area, what): {
                "yes": getattr(one, what),
                "no": one.of - getattr(one, what),
            }
            for one in found
            if one.key == group
            for what in ASKED
        }
        made = breakdowns(*tables.values(), **last.for_tables(*tables))
        hidden |= dict(zip(tables, made, strict=True))
    return hidden


def _skills(found: list[Travelled], hidden: dict[str, Edition]) -> Table:
    def rows() -> Iterator[tuple[Any, ...]]:
        for one in found:
            of = [hidden[_asked(one.key, one.area, what)] for what in ASKED]
            shown = [_said(edition.shown("yes")) for edition in of]
            yield one.title, one.area, *shown, _said(of[0].shown(TOTAL))

    return Table(
        "skills",
        "Distance travelled in digital skills",
        SKILLS,
        rows,
        len(found),
        empty="No one had a second skills check in this period.",
    )
