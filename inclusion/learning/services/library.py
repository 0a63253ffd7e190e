"""Putting the paths that the portal comes with into its database.

A lesson is known by its address. One that is there keeps its row, and with it everybody's progress,
whatever is done to its words.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from inclusion.learning.content import PATHS, ALesson, APath
from inclusion.learning.models import LearningModule, LearningPath, Lesson, QuizAnswer, QuizQuestion


@dataclass(frozen=True)
class Loaded:
    """Lessons added, lessons whose words are now ours, and lessons left as they are."""

    added: int = 0
    replaced: int = 0
    left: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(
            self.added + other.added, self.replaced + other.replaced, self.left + other.left
        )


@transaction.atomic
def install(paths: Collection[APath] = PATHS, *, replace: bool = False) -> Loaded:
    """Add the paths and lessons that are missing; with `replace`, write ours over the others."""
    loaded = Loaded()
    for number, path in enumerate(paths, 1):
        loaded += _path(path, 10 * number, replace=replace)
    if replace:
        # Parts that every lesson has left.
        ours = LearningModule.objects.filter(path__slug__in=[path.slug for path in paths])
        ours.filter(lessons=None).delete()
    return loaded


def _path(path: APath, position: int, *, replace: bool) -> Loaded:
    ours = {"title": path.title, "promise": path.promise, "position": position}
    written, is_new = LearningPath.objects.get_or_create(
        slug=path.slug, defaults=ours | {"is_published": path.is_published}
    )
    if replace and not is_new:
        LearningPath.objects.filter(pk=written.pk).update(**ours)
    loaded = Loaded()
    for at, part in enumerate(path.parts, 1):
        module, _ = LearningModule.objects.get_or_create(
            path=written, title=part.title, defaults={"area": part.area, "position": 10 * at}
        )
        for place, one in enumerate(part.lessons, 1):
            loaded += _lesson(
                one, module, 10 * place, is_published=path.is_published, replace=replace
            )
    return loaded


def _lesson(
    one: ALesson, module: LearningModule, position: int, *, is_published: bool, replace: bool
) -> Loaded:
    ours = {
        "title": one.title,
        "words": one.words,
        "minutes": one.minutes,
        "picture": one.picture,
    }
    place = {"module": module, "position": position}
    lesson = Lesson.objects.select_for_update().filter(slug=one.slug).first()
    if lesson is None:
        lesson = Lesson.objects.create(slug=one.slug, is_published=is_published, **(ours | place))
        _ask(lesson, one.questions)
        return Loaded(added=1)
    if not replace:
        return Loaded(left=1)
    Lesson.objects.filter(pk=lesson.pk).update(**(ours | place))
    lesson.questions.all().delete()
    _ask(lesson, one.questions)
    return Loaded(replaced=1)


def _ask(lesson: Lesson, questions: dict[str, tuple[str, ...]]) -> None:
    for number, (words, answers) in enumerate(questions.items(), 1):
        question = QuizQuestion.objects.create(lesson=lesson, words=words, position=10 * number)
        for at, answer in enumerate(answers, 1):
            text, feedback = answer.split(" | ")
            QuizAnswer.objects.create(
                question=question,
                words=text.removeprefix("+"),
                is_right=text.startswith("+"),
                feedback=feedback,
                position=10 * at,
            )
