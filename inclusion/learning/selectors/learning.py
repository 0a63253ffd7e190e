"""Reading what can be learned: the list of paths, one path with its lessons, one quiz."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Sum

from inclusion.learning import quiz_text
from inclusion.learning.models import (
    HelpLink,
    LearningModule,
    LearningPath,
    Lesson,
    LessonVersion,
    QuizAnswer,
    QuizQuestion,
)
from inclusion.learning.selectors.writing import earlier, live_number


def in_time(minutes: int) -> str:
    """As people say it: “about 20 minutes”, “about an hour and a half”."""
    if minutes < 5:
        return "a few minutes"
    if minutes < 50:
        return f"about {5 * round(minutes / 5)} minutes"
    halves = round(minutes / 30)
    hours = {2: "an hour", 3: "an hour and a half"}.get(halves)
    return f"about {hours or f'{round(minutes / 60)} hours'}"


def in_lessons(number: int) -> str:
    return "1 lesson" if number == 1 else f"{number} lessons"


@dataclass(frozen=True)
class Offer:
    """A path as the list shows it."""

    path: LearningPath
    lessons: int
    minutes: int
    done: int

    @property
    def how_long(self) -> str:
        return f"{in_lessons(self.lessons)}, {in_time(self.minutes)}"

    @property
    def is_finished(self) -> bool:
        return self.done >= self.lessons


def offers(done: Collection[int] = ()) -> list[Offer]:
    """Every published path that has a lesson to read; `done` are the keys of lessons done."""
    readable = Q(modules__lessons__is_published=True)
    found = (
        LearningPath.objects.published()
        .annotate(
            lessons=Count("modules__lessons", filter=readable),
            minutes=Sum("modules__lessons__minutes", filter=readable),
            done=Count("modules__lessons", filter=readable & Q(modules__lessons__in=list(done))),
        )
        .filter(lessons__gt=0)
        .order_by("position", "pk")
    )
    return [Offer(path, path.lessons, path.minutes, path.done) for path in found]


def path_called(slug: str) -> LearningPath | None:
    """The published path at this address, for a page that leads to it."""
    return LearningPath.objects.published().filter(slug=slug).first()


def lesson_called(slug: str) -> Lesson | None:
    """The published lesson at this address, wherever it is."""
    found = Lesson.objects.published().select_related("module__path")
    return found.filter(slug=slug).first()


@dataclass(frozen=True)
class Step:
    """A lesson where it stands in its path."""

    number: int
    lesson: Lesson
    is_done: bool

    @property
    def url(self) -> str:
        return self.lesson.get_absolute_url()


@dataclass(frozen=True)
class Part:
    module: LearningModule
    steps: list[Step]


@dataclass(frozen=True)
class Course:
    """A path with the lessons that somebody may read, in order."""

    path: LearningPath
    parts: list[Part]

    @property
    def steps(self) -> list[Step]:
        return [step for part in self.parts for step in part.steps]

    @property
    def done(self) -> int:
        return sum(step.is_done for step in self.steps)

    @property
    def is_finished(self) -> bool:
        return bool(self.steps) and self.done == len(self.steps)

    @property
    def how_long(self) -> str:
        minutes = sum(step.lesson.minutes for step in self.steps)
        return f"{in_lessons(len(self.steps))}, {in_time(minutes)}"

    @property
    def next_step(self) -> Step | None:
        """Where somebody goes on: the first lesson that is not done."""
        return next((step for step in self.steps if not step.is_done), None)

    def only(self, step: Step) -> "Course":
        """The path as if it had this lesson alone."""
        modules = [part.module for part in self.parts if step in part.steps]
        return Course(self.path, [Part(module, [step]) for module in modules])

    def step_of(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.lesson.slug == slug), None)

    def at(self, number: int) -> Step | None:
        return self.steps[number - 1] if 1 <= number <= len(self.steps) else None


def course(user: Any, slug: str, done: Collection[int] = ()) -> Course | None:
    """A path that somebody may read; managers read drafts too, to look before they publish."""
    has_questions = QuizQuestion.objects.filter(lesson=OuterRef("pk"))
    published = LessonVersion.objects.published().filter(lesson=OuterRef("pk"))
    lessons = (
        Lesson.objects.visible_to(user)
        .annotate(
            asks=Exists(has_questions),
            live=Subquery(published.order_by("-number").values("number")[:1]),
        )
        .order_by("position", "pk")
    )
    modules = LearningModule.objects.order_by("position", "pk").prefetch_related(
        Prefetch("lessons", lessons)
    )
    path = (
        LearningPath.objects.visible_to(user)
        .prefetch_related(Prefetch("modules", modules))
        .filter(slug=slug)
        .first()
    )
    if path is None:
        return None
    parts, number = [], 0
    for module in path.modules.all():
        steps = []
        for lesson in module.lessons.all():
            number += 1
            lesson.module = module
            module.path = path
            steps.append(Step(number, lesson, lesson.pk in done))
        if steps:
            parts.append(Part(module, steps))
    return Course(path, parts)


def moved(user: Any, slug: str, lesson: str) -> Lesson | None:
    """A lesson that is now in another path than its old address says, if they may read it."""
    found = Lesson.objects.visible_to(user).select_related("module__path")
    return found.filter(slug=lesson).exclude(module__path__slug=slug).first()


def leads_on(path: LearningPath) -> list[HelpLink]:
    """National help for after this path; what no longer answers is not shown."""
    mine = HelpLink.objects.filter(Q(path=path) | Q(path=None), problem="")
    return list(mine.order_by(F("path").asc(nulls_last=True), "position", "pk"))


@dataclass(frozen=True)
class Asked:
    """A question with what was chosen, if anything was."""

    number: int
    question: QuizQuestion
    answers: list[QuizAnswer]
    chosen: QuizAnswer | None

    @property
    def name(self) -> str:
        return f"q{self.number}"


def quiz(lesson: Lesson, given: Any) -> list[Asked]:
    """The questions of a lesson that can be answered, and what was chosen so far.

    `given` is the address's query. Where it names an earlier version, which somebody was reading
    when another was published, they are asked about that one. A question that no right answer was
    written for is not asked.
    """
    if version := read_before(lesson, given):
        kept = quiz_text.read(version.questions)
        return [
            _asked(number, QuizQuestion(words=one.words), _kept(one), given)
            for number, one in enumerate(kept, 1)
        ]
    answers = QuizAnswer.objects.filter(question=OuterRef("pk"))
    questions = (
        QuizQuestion.objects.filter(Exists(answers.filter(is_right=True)), lesson=lesson)
        .order_by("position", "pk")
        .prefetch_related(Prefetch("answers", QuizAnswer.objects.order_by("position", "pk")))
    )
    return [
        _asked(number, question, list(question.answers.all()), given)
        for number, question in enumerate(questions, 1)
    ]


def read_before(lesson: Lesson, given: Any) -> LessonVersion | None:
    """The earlier version that an address or a form names, if it does."""
    number = _number(given.get("version", ""))
    return earlier(lesson, number) if number else None


def version_read(lesson: Lesson, given: Any) -> int:
    """The number of the version that they have read: what an address or a form names, where there
    was one; else what residents read now. It goes along with each answer, so that another version
    that is published between two of them is not what they are asked about."""
    found = read_before(lesson, given)
    return found.number if found else live_number(lesson)


def _kept(question: quiz_text.Question) -> list[QuizAnswer]:
    return [
        QuizAnswer(words=one.words, feedback=one.feedback, is_right=one.is_right)
        for one in question.answers
    ]


def _asked(number: int, question: QuizQuestion, choices: list[QuizAnswer], given: Any) -> Asked:
    at = _number(given.get(f"q{number}", ""))
    chosen = choices[at - 1] if 1 <= at <= len(choices) else None
    return Asked(number, question, choices, chosen)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else 0
