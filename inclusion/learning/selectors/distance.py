"""Distance travelled: what people could do when they were first asked, and when last.

Two measures of one person are compared only in one version of the framework, and only when the
same kind of witness answered: what somebody says of themselves and what somebody saw are two
things. Small groups are not shown, nor small parts of a group (`diz_portal.disclosure`).
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from diz_portal.disclosure import LEAST, NOT_SHOWN, is_small, part, said
from inclusion.cases.roles import handles_for
from inclusion.learning.models import (
    RANK,
    AnsweredBy,
    Assessment,
    CanDo,
    Framework,
    SkillAnswer,
    SkillArea,
)
from partners.roles import is_manager

# A statement: its area, and how far each person is along the way.
Measure = dict[int, int]


@dataclass(frozen=True)
class Change:
    """One person between two measures."""

    moved_up: int
    slipped: int
    reached: tuple[SkillArea, ...]
    reached_before: tuple[SkillArea, ...]

    @property
    def newly(self) -> tuple[SkillArea, ...]:
        return tuple(area for area in self.reached if area not in self.reached_before)


def reached(measure: Measure, areas: dict[int, str]) -> tuple[SkillArea, ...]:
    """The areas under whose threshold somebody is no more: of the foundation every statement
    without help, of each other area at least one."""
    alone: dict[str, list[bool]] = defaultdict(list)
    for statement, rank in measure.items():
        alone[areas[statement]].append(rank == RANK[CanDo.ALONE])
    return tuple(
        area
        for area in SkillArea
        if alone[area] and (all if area == SkillArea.FOUNDATION else any)(alone[area])
    )


def has_life(found: Iterable[SkillArea]) -> bool:
    """The Life level: all five areas beside the foundation."""
    return set(found) >= set(SkillArea) - {SkillArea.FOUNDATION}


def change(first: Measure, last: Measure, areas: dict[int, str]) -> Change:
    return Change(
        moved_up=sum(last[one] > rank for one, rank in first.items() if one in last),
        slipped=sum(last[one] < rank for one, rank in first.items() if one in last),
        reached=reached(last, areas),
        reached_before=reached(first, areas),
    )


@dataclass(frozen=True)
class AreaRow:
    """One area over everybody measured twice."""

    area: SkillArea
    # People who had reached it at the first measure; None, here and below: not shown.
    before: int | None
    after: int | None
    moved_up: int | None  # people who moved up in at least one statement
    statements: int | None  # statements moved up, over all of them

    @property
    def before_said(self) -> str:
        return _or_not_shown(self.before)

    @property
    def after_said(self) -> str:
        return _or_not_shown(self.after)

    @property
    def moved_up_said(self) -> str:
        return _or_not_shown(self.moved_up)

    @property
    def statements_said(self) -> str:
        return _or_not_shown(self.statements)


def _or_not_shown(number: int | None) -> str:
    return NOT_SHOWN if number is None else f"{number}"


@dataclass(frozen=True)
class Cohort:
    """Everybody measured in one version, by one kind of witness."""

    framework: Framework
    answered_by: AnsweredBy
    people: int  # with a first measure
    again: int  # of them with a second
    rows: list[AreaRow]
    statements: int
    newly: int
    life_before: int | None  # None: not shown
    life_after: int | None

    @property
    def is_shown(self) -> bool:
        return self.again >= LEAST

    @property
    def once(self) -> int:
        """People with a first but no second measure: whom we do not know about."""
        return self.people - self.again

    @property
    def title(self) -> str:
        return str(self.answered_by.label)

    @property
    def tells_once(self) -> bool:
        """Whether it may be said of how many of how many people we do not know how they went on."""
        return not is_small(self.once)

    @property
    def people_said(self) -> str:
        return said(self.people)

    @property
    def again_said(self) -> str:
        return said(self.again)

    @property
    def once_said(self) -> str:
        return said(self.once)


def _taken(user: Any) -> QuerySet[Assessment]:
    """Of one's own teams; a manager reads the sum over all, and over those who learn alone."""
    found = Assessment.objects.finished()
    return found if is_manager(user) else found.filter(person__kept_by__in=handles_for(user))


def cohorts(user: Any) -> list[Cohort]:
    """The newest version first; what people said before what was seen."""
    return [
        _cohort(one.framework, one.answered_by, one.people, one.compared, one.areas)
        for one in _groups(_taken(user))
    ]


@dataclass(frozen=True)
class Group:
    """Everybody measured in one version by one kind of witness, as counts are made of them."""

    framework: Framework
    answered_by: AnsweredBy
    people: int
    compared: list[tuple[Measure, Measure]]  # of those measured twice, the first and the last
    areas: dict[int, str]


def travelled(starts: date, ends: date) -> list[Group]:
    """Of everybody whose last skills check until the end was in the period."""
    groups = _groups(Assessment.objects.finished().filter(taken_on__lte=ends), last_since=starts)
    return [one for one in groups if one.compared]


def _groups(taken: QuerySet[Assessment], last_since: date = date.min) -> list[Group]:
    frameworks = {one.pk: one for one in Framework.objects.filter(pk__in=taken.values("framework"))}
    ends: dict[tuple[int, str, str], list[tuple[int, date]]] = defaultdict(list)
    for pk, on, version, witness, person, merged, learner in taken.order_by(
        "taken_on", "pk"
    ).values_list(
        "pk", "taken_on", "framework", "answered_by", "person", "person__merged_into", "learner"
    ):
        # Whose record was joined with another is one person with it.
        who = f"person {merged or person}" if person else f"learner {learner}"
        ends[version, witness, who].append((pk, on))
    pairs = {
        key: (found[0][0], found[-1][0])
        for key, found in ends.items()
        if len(found) > 1 and found[-1][1] >= last_since
    }
    measures, areas = _measures({pk for pair in pairs.values() for pk in pair})
    made = []
    for framework in sorted(
        frameworks.values(), key=lambda one: (one.is_current, one.version), reverse=True
    ):
        for witness in AnsweredBy:
            subjects = [key for key in ends if key[:2] == (framework.pk, witness.value)]
            compared = [
                (measures[pairs[key][0]], measures[pairs[key][1]])
                for key in subjects
                if key in pairs
            ]
            if subjects:
                made.append(Group(framework, witness, len(subjects), compared, areas))
    return made


def _measures(keys: set[int]) -> tuple[dict[int, Measure], dict[int, str]]:
    measures: dict[int, Measure] = defaultdict(dict)
    areas: dict[int, str] = {}
    answers = SkillAnswer.objects.filter(assessment__in=keys).values_list(
        "assessment", "statement", "statement__area", "can_do"
    )
    for assessment, statement, area, can_do in answers.iterator():
        measures[assessment][statement] = RANK[CanDo(can_do)]
        areas[statement] = area
    return measures, areas


def _cohort(
    framework: Framework,
    witness: AnsweredBy,
    people: int,
    compared: list[tuple[Measure, Measure]],
    areas: dict[int, str],
) -> Cohort:
    changes = [change(first, last, areas) for first, last in compared]
    is_shown = len(compared) >= LEAST

    def people_who(are: Iterable[bool]) -> int | None:
        return part(sum(are), of=len(compared)) if is_shown else None

    rows = []
    for area in SkillArea:
        ups = [
            sum(last[one] > rank for one, rank in first.items() if areas[one] == area)
            for first, last in compared
        ]
        moved_up = people_who(up > 0 for up in ups)
        rows.append(
            AreaRow(
                area,
                before=people_who(area in one.reached_before for one in changes),
                after=people_who(area in one.reached for one in changes),
                moved_up=moved_up,
                statements=None if moved_up is None else sum(ups),
            )
        )
    return Cohort(
        framework=framework,
        answered_by=witness,
        people=people,
        again=len(compared),
        rows=rows,
        statements=sum(one.moved_up for one in changes),
        newly=sum(len(one.newly) for one in changes),
        life_before=people_who(has_life(one.reached_before) for one in changes),
        life_after=people_who(has_life(one.reached) for one in changes),
    )


# One person, for whoever helps them ---


@dataclass(frozen=True)
class Compared:
    """Two measures of one person, alike in version and witness."""

    first: Assessment
    last: Assessment
    change: Change


def of_assessments(taken: list[Assessment]) -> list[Compared]:
    """First against last, for each version and kind of witness; the answers are read at once."""
    groups: dict[tuple[int, str], list[Assessment]] = defaultdict(list)
    for one in taken:
        groups[one.framework_id, one.answered_by].append(one)
    pairs = [(found[0], found[-1]) for found in groups.values() if len(found) > 1]
    measures, areas = _measures({one.pk for pair in pairs for one in pair})
    return [
        Compared(first, last, change(measures[first.pk], measures[last.pk], areas))
        for first, last in pairs
    ]
