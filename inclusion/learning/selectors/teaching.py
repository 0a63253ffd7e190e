"""What a case shows of learning: sessions, lessons done, and what somebody could do when."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from diz_portal.disclosure import TOTAL, breakdown, crosstab
from inclusion.cases.models import Appointment, AppointmentState, Case
from inclusion.cases.roles import handles_for
from inclusion.cases.selectors.unmet import Row, rows_of
from inclusion.learning.content import TAUGHT_BY
from inclusion.learning.models import (
    Assessment,
    CanDo,
    Confidence,
    Learner,
    LearningPath,
    Lesson,
    LessonDone,
    SkillArea,
    Statement,
)
from inclusion.learning.selectors import distance
from inclusion.learning.selectors.learning import Offer, offers
from partners.roles import is_manager


@dataclass(frozen=True)
class OfCase:
    """Of one case, in a fixed number of queries."""

    taken: list[Assessment]
    begun: list[Assessment]
    compared: list[distance.Compared]
    learner: Learner | None
    paths: list[Offer]

    def __bool__(self) -> bool:
        return bool(self.taken or self.begun or self.learner)


def of_case(case: Case) -> OfCase:
    same = Q(person=case.person_id) | Q(person__merged_into=case.person_id)
    every = list(
        Assessment.objects.filter(same).select_related("framework", "by").order_by("taken_on", "pk")
    )
    taken = [one for one in every if one.finished_at]
    learner = Learner.objects.filter(same).order_by("-used_at").first()
    done = set(learner.lessons_done.values_list("lesson", flat=True)) if learner else set()
    return OfCase(
        taken=taken,
        begun=[one for one in every if not one.finished_at and one.need_id],
        compared=distance.of_assessments(taken),
        learner=learner,
        paths=[one for one in offers(done) if one.done] if learner else [],
    )


# One assessment ---


@dataclass(frozen=True)
class Line:
    """What was asked, what was said, and the lesson that teaches it where that is still wanted."""

    words: str
    can_do: CanDo
    lesson: Lesson | None


@dataclass(frozen=True)
class AreaResult:
    """How one area stands."""

    area: SkillArea
    lines: list[Line]
    confidence: int | None
    is_reached: bool

    @property
    def alone(self) -> int:
        return sum(line.can_do == CanDo.ALONE for line in self.lines)


def result(assessment: Assessment) -> list[AreaResult]:
    answers = list(assessment.answers.select_related("statement").order_by("statement__number"))
    sure = dict(Confidence.objects.filter(assessment=assessment).values_list("area", "level"))
    measure = {one.statement_id: distance.RANK[CanDo(one.can_do)] for one in answers}
    areas = {one.statement_id: one.statement.area for one in answers}
    found = distance.reached(measure, areas)
    wanted = [one.statement.words for one in answers if one.can_do != CanDo.ALONE]
    taught = lessons_for(wanted)
    return [
        AreaResult(
            area,
            [
                Line(one.statement.words, CanDo(one.can_do), taught.get(one.statement.words))
                for one in answers
                if one.statement.area == area
            ],
            sure.get(area),
            area in found,
        )
        for area in SkillArea
        if area in areas.values()
    ]


def lessons_for(statements: Collection[str]) -> dict[str, Lesson]:
    """Of each statement the first lesson that teaches it and is published."""
    slugs = {slug for words in statements for slug in TAUGHT_BY.get(words, ())}
    found = Lesson.objects.published().filter(slug__in=slugs).select_related("module__path")
    published = {lesson.slug: lesson for lesson in found}
    firsts = {
        words: next((published[one] for one in TAUGHT_BY.get(words, ()) if one in published), None)
        for words in statements
    }
    return {words: lesson for words, lesson in firsts.items() if lesson}


def paths_for(results: list[AreaResult]) -> list[LearningPath]:
    """What somebody might learn next: paths that serve an area they have not reached."""
    wanted = [one.area for one in results if not one.is_reached]
    lessons = Count("modules__lessons", filter=Q(modules__lessons__is_published=True))
    return list(
        LearningPath.objects.published()
        .filter(modules__area__in=wanted)
        .annotate(lessons=lessons)
        .filter(lessons__gt=0)
        .order_by("position", "pk")
        .distinct()
    )


def statements(framework_id: int, area: str) -> list[Statement]:
    return list(Statement.objects.filter(framework=framework_id, area=area).order_by("number"))


def areas_asked(framework_id: int) -> list[SkillArea]:
    found = Statement.objects.filter(framework=framework_id).order_by("number")
    return [SkillArea(area) for area in dict.fromkeys(found.values_list("area", flat=True))]


# Figures ---


@dataclass(frozen=True)
class PathFigures:
    path: LearningPath
    learners: Row
    finished: Row


@dataclass(frozen=True)
class Figures:
    paths: list[PathFigures]
    sessions: list[Row]


def figures(user: Any) -> Figures:
    """How much is learned. Of the paths everybody reads the sum: learners are nobody's; of the
    sessions those of one's own teams."""
    return Figures(_path_figures(), _session_figures(user))


def _path_figures() -> list[PathFigures]:
    found = offers()
    doing = _done_by_path()
    # Whoever learns did all of a path or did not: the two columns are one table.
    cells: dict[tuple[int, str], int] = {}
    for one in found:
        done = doing.get(one.path.pk, {}).values()
        cells[one.path.pk, "all"] = sum(lessons >= one.lessons for lessons in done)
        cells[one.path.pk, "some"] = len(done) - cells[one.path.pk, "all"]
    table = crosstab(cells)
    return [
        PathFigures(
            one.path,
            learners=Row(one.path.title, table.shown((one.path.pk, TOTAL))),
            finished=Row(one.path.title, table.shown((one.path.pk, "all"))),
        )
        for one in found
    ]


def _done_by_path() -> dict[int, dict[int, int]]:
    """For each path, how many of its lessons each learner has done."""
    counted = (
        LessonDone.objects.filter(lesson__is_published=True)
        .values_list("lesson__module__path", "learner")
        .annotate(done=Count("pk"))
        .order_by()
    )
    found: dict[int, dict[int, int]] = {}
    for path, learner, done in counted.iterator():
        found.setdefault(path, {})[learner] = done
    return found


def _session_figures(user: Any) -> list[Row]:
    sessions = Appointment.objects.sessions()
    if not is_manager(user):
        sessions = sessions.filter(case__handled_by__in=handles_for(user))
    counts = dict(sessions.order_by().values_list("state").annotate(number=Count("pk")))
    return rows_of(
        breakdown({state.label: counts.get(state.value, 0) for state in AppointmentState})
    )


def has_learner(person: Any) -> bool:
    return Learner.objects.filter(person=person).exists()
