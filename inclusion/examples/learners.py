"""Example learners, sessions and measures. Nobody here exists; most have no name at all."""

import io
from datetime import date, datetime, time, timedelta

import pgtrigger
from django.db.models import QuerySet
from django.utils import timezone

from diz_portal.demo import example
from diz_portal.times import in_london
from inclusion.cases.models import Appointment, Case, CaseEvent, FundTag, Need, NeedKind, Person
from inclusion.cases.selectors.tags import of_case
from inclusion.cases.services import tags
from inclusion.learning.models import (
    AnsweredBy,
    Assessment,
    CanDo,
    Confidence,
    Framework,
    Learner,
    LearningPath,
    Lesson,
    LessonDone,
    SkillAnswer,
    SkillArea,
)
from inclusion.learning.services import benchmarks, frameworks, sessions, teaching
from partners.example import CHARITY
from partners.models import Organisation

# Of each learner: how many lessons of each published path they have done, in the order of the list.
# Somebody is at every step: has just begun, is in the middle, has finished one path or all ten.
DONE = [
    (6, 4, 6, 6, 6, 4, 5, 5, 4, 6),
    (6, 4, 2, 0, 3, 0, 2, 0, 0, 6),
    (6, 1, 0, 0, 6, 0, 5, 0, 0, 1),
    (2, 0, 0, 0, 1, 0, 0, 0, 0, 0),
    (6, 4, 6, 3, 6, 4, 3, 0, 2, 1),
    (1, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    (6, 3, 4, 1, 2, 0, 2, 5, 0, 3),
    (0, 0, 0, 6, 6, 0, 3, 0, 0, 0),
    (5, 0, 1, 0, 1, 0, 0, 0, 0, 6),
    (6, 2, 0, 0, 0, 3, 5, 0, 4, 2),
    (0, 0, 0, 0, 6, 0, 0, 1, 0, 0),
    (4, 4, 5, 2, 2, 1, 3, 4, 1, 5),
    (3, 0, 0, 0, 0, 4, 4, 0, 3, 0),
]
# Who answered, how far they were, how far they came (of 27 statements), and whether asked again.
MEASURED = [
    (AnsweredBy.SELF, 3, 14, True),
    (AnsweredBy.SELF, 6, 12, True),
    (AnsweredBy.SELF, 8, 21, True),
    (AnsweredBy.SELF, 2, 9, True),
    (AnsweredBy.SELF, 12, 24, True),
    (AnsweredBy.SELF, 5, 17, True),
    (AnsweredBy.SELF, 9, 8, True),
    (AnsweredBy.SELF, 10, 19, True),
    (AnsweredBy.SELF, 4, 13, True),
    (AnsweredBy.SELF, 11, 22, True),
    (AnsweredBy.SELF, 1, 10, True),
    (AnsweredBy.SELF, 9, 16, True),
    (AnsweredBy.SELF, 13, 20, True),
    (AnsweredBy.SELF, 3, 11, True),
    (AnsweredBy.SELF, 15, 23, True),
    (AnsweredBy.SELF, 2, 12, True),
    (AnsweredBy.SELF, 10, 15, True),
    (AnsweredBy.SELF, 6, 18, True),
    (AnsweredBy.SELF, 4, 0, False),
    (AnsweredBy.SELF, 7, 0, False),
    (AnsweredBy.OBSERVED, 4, 11, True),
    (AnsweredBy.OBSERVED, 3, 15, True),
    (AnsweredBy.OBSERVED, 8, 13, True),
    (AnsweredBy.OBSERVED, 6, 20, True),
    (AnsweredBy.OBSERVED, 2, 10, True),
    (AnsweredBy.OBSERVED, 10, 0, False),
]
# Days ago, hour, minutes, how it is held, and what came of it.
SESSIONS = [
    (19, 13, 60, "in_person", "kept", "Turning it on, larger letters, a first email."),
    (12, 13, 60, "in_person", "missed", ""),
    (5, 13, 45, "phone", "kept", "Opening a picture from her granddaughter."),
    (-3, 14, 60, "in_person", "", ""),
]


# Groups that people said they are in, over and over.
TOLD = (
    ("low-income",),
    ("low-income", "unemployed"),
    ("disabled",),
    (),
    ("low-income", "disabled"),
)


@example("People who learn", order=65)
def load(today: date) -> str:
    framework = frameworks.install()
    _alone(today)
    _measured(framework, today)
    _surveyed()
    _grouped()
    number = _with_a_champion(today)
    return f"{len(DONE)} learners, {len(MEASURED)} people measured, {number} sessions"


def _at(today: date, days: int, hour: int = 10) -> datetime:
    return in_london(today - timedelta(days=days), time(hour))


def _alone(today: date) -> None:
    paths = [
        list(Lesson.objects.filter(module__path=path).order_by("module__position", "position"))
        for path in LearningPath.objects.published().order_by("position")
    ]
    for number, done in enumerate(DONE):
        started = _at(today, 90 - 6 * number)
        learner = Learner.objects.create(started_at=started, used_at=started + timedelta(days=5))
        LessonDone.objects.bulk_create(
            LessonDone(learner=learner, lesson=lesson, done_at=started + timedelta(days=at))
            for lessons, many in zip(paths, done, strict=True)
            for at, lesson in enumerate(lessons[:many])
        )


def _measured(framework: Framework, today: date) -> None:
    """People who were helped in the last year and have been forgotten: the figures stay."""
    people = Person.objects.exclude(erased_at=None).order_by("pk")[: len(MEASURED)]
    by = _cases()[0].assigned_to
    statements = list(framework.statements.order_by("number"))
    for number, (person, row) in enumerate(zip(people, MEASURED, strict=True)):
        witness, first, last, again = row
        days = 200 - 5 * number
        for at, alone in ((days, first), (days - 60, last))[: 2 if again else 1]:
            assessment = Assessment.objects.create(
                framework=framework,
                person=person,
                answered_by=witness,
                by=by,
                taken_on=today - timedelta(days=at),
                started_at=_at(today, at),
                finished_at=_at(today, at, 11),
            )
            SkillAnswer.objects.bulk_create(
                SkillAnswer(
                    assessment=assessment,
                    statement=one,
                    can_do=_answer(_how_hard(place, number, len(statements)), alone),
                )
                for place, one in enumerate(statements)
            )
            Confidence.objects.bulk_create(
                Confidence(assessment=assessment, area=area, level=min(5, 1 + alone // 6))
                for area in dict.fromkeys(one.area for one in statements)
            )


SURVEY = """region,measure,percent
East of England,Foundation,81
East of England,Communicating,93
East of England,Handling information and content,91
East of England,Transacting,90
East of England,Problem solving,92
East of England,Being safe and legal online,94
East of England,Life,87
London,Foundation,85
London,Life,90
"""


def _surveyed() -> None:
    """A survey that nobody made: the figures of a real one are imported by who may use them."""
    benchmarks.load(
        io.BytesIO(SURVEY.encode()),
        "survey.csv",
        name="Example skills survey (invented)",
        edition="2026",
        question="“Which of these could you do if you were asked to?”",
        source="This example, which invents its figures",
        licence="No licence is needed.",
        region="East of England",
    )


def _grouped() -> None:
    """What some people have told a caseworker, and agreed to be counted by."""
    found = {one.slug: one.pk for one in FundTag.objects.all()}
    cases = Case.objects.filter(assigned_to__isnull=False).order_by("pk")
    for number, case in enumerate(cases):
        if case.assigned_to is None:
            continue
        told = [found[one] for one in TOLD[number % len(TOLD)]]
        here = {one.tag.pk for one in of_case(case) if one.applies}
        tags.say(case=case, applies=here | set(told), by=case.assigned_to)


def _how_hard(place: int, number: int, of: int) -> int:
    """The first steps come first for everybody; what comes then is different for each."""
    first = len(frameworks.STATEMENTS[SkillArea.FOUNDATION])
    return place if place < first else first + (7 * place + 3 * number) % (of - first)


def _answer(place: int, alone: int) -> CanDo:
    """The first ones alone, some more with help, the rest not yet."""
    if place < alone:
        return CanDo.ALONE
    return CanDo.WITH_HELP if place < alone + 6 else CanDo.NOT_YET


def _cases() -> QuerySet[Case]:
    """Open ones in which somebody wants to learn, and a caseworker looks after it."""
    charity = Organisation.objects.get(slug=CHARITY)
    return (
        Case.objects.open()
        .filter(handled_by=charity, assigned_to__isnull=False, needs__kind=NeedKind.SKILLS)
        .order_by("pk")
    )


def _with_a_champion(today: date) -> int:
    for number, case in enumerate(_cases()):
        since = timezone.now()
        need = Need.objects.filter(case=case, kind=NeedKind.SKILLS).unresolved().first()
        if need is None:
            continue
        champion = case.assigned_to
        for days, hour, minutes, way, outcome, practised in SESSIONS:
            # One after the other, with the way between.
            starts_at = _at(today, days, hour) + timedelta(hours=1.5 * number)
            if starts_at < case.opened_at:
                continue
            session = sessions.book(
                need=need,
                starts_at=starts_at,
                minutes=minutes,
                way=way,
                place="01632 960101" if way == "phone" else "Harlow library, the quiet room",
                whose=champion,
                by=champion,
            )
            if outcome:
                sessions.settle(session=session, state=outcome, practised=practised, by=champion)
                _happened(case, since, session.starts_at)
                since = timezone.now()
        teaching.send_path(need=need, path=LearningPath.objects.published().first(), by=champion)
    return Appointment.objects.sessions().count()


def _happened(case: Case, since: datetime, moment: datetime) -> None:
    with pgtrigger.ignore("inclusion.CaseEvent:append_only"):
        CaseEvent.objects.filter(case=case, at__gte=since).update(at=moment)
