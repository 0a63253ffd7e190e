"""Paths to learn, with a lesson and a question; and what somebody can do."""

import factory

from inclusion.learning.services import assessments
from inclusion.models import (
    Assessment,
    LearningModule,
    LearningPath,
    Lesson,
    QuizAnswer,
    QuizQuestion,
    Statement,
)


class PathFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LearningPath

    title = factory.Sequence(lambda n: f"Path {n}")
    slug = factory.Sequence(lambda n: f"path-{n}")
    promise = "Do one more thing by yourself."
    is_published = True


class ModuleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = LearningModule

    path = factory.SubFactory(PathFactory)
    title = "First part"


class LessonFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lesson

    module = factory.SubFactory(ModuleFactory)
    title = factory.Sequence(lambda n: f"Lesson {n}")
    slug = factory.Sequence(lambda n: f"lesson-{n}")
    words = "Press the button.\n\n1. Look.\n2. Press."
    position = factory.Sequence(lambda n: n % 30000)
    is_published = True


def a_path(**values) -> LearningPath:
    return PathFactory(**values)


def a_lesson(path: LearningPath, **values) -> Lesson:
    module = path.modules.first() or ModuleFactory(path=path)
    return LessonFactory(module=module, **values)


def asked(lesson: Lesson, words: str = "What is it for?") -> QuizQuestion:
    """A question with a right answer and a wrong one, in this order."""
    question = QuizQuestion.objects.create(lesson=lesson, words=words)
    QuizAnswer.objects.create(
        question=question, words="This", is_right=True, feedback="Exactly.", position=1
    )
    QuizAnswer.objects.create(
        question=question, words="That", feedback="It is for this.", position=2
    )
    return question


def answer_all(
    assessment: Assessment, can_do: str = "with_help", *, by=None, **areas
) -> Assessment:
    """Answer each statement alike, or those of an area as `safe="alone"` says."""
    found: dict[str, dict[int, str]] = {}
    for one in Statement.objects.filter(framework=assessment.framework_id):
        found.setdefault(one.area, {})[one.pk] = areas.get(one.area, can_do)
    for area, answers in found.items():
        assessment = assessments.answer(
            assessment=assessment, answers=answers, area=area, confidence=3, by=by
        )
    return assessment
