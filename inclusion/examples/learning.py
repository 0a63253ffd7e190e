"""Example paths to learn, and people who learn."""

from datetime import date

from diz_portal.demo import example
from inclusion.examples.landline_lessons import LANDLINE
from inclusion.examples.lessons import PATHS, APath
from inclusion.learning.models import LearningModule, LearningPath, Lesson, QuizAnswer, QuizQuestion


@example("Learning", order=62)
def load(today: date) -> str:
    paths = (*PATHS, LANDLINE)
    for number, path in enumerate(paths, 1):
        write(path, 10 * number)
    return f"{len(paths)} paths, {Lesson.objects.count()} lessons"


def write(path: APath, position: int) -> None:
    written = LearningPath.objects.create(
        title=path.title,
        slug=path.slug,
        promise=path.promise,
        position=position,
        is_published=path.is_published,
    )
    for at, part in enumerate(path.parts, 1):
        module = LearningModule.objects.create(
            path=written, title=part.title, area=part.area, position=10 * at
        )
        for place, one in enumerate(part.lessons, 1):
            lesson = Lesson.objects.create(
                module=module,
                title=one.title,
                slug=one.slug,
                words=one.words,
                minutes=one.minutes,
                picture=one.picture,
                position=10 * place,
                is_published=path.is_published,
            )
            _ask(lesson, one.questions)


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
