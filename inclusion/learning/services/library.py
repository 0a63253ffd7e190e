"""Putting the paths that the portal comes with into its database.

A lesson is known by its address. One that is there keeps its row, and with it everybody's progress,
whatever is done to its words.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from inclusion.cases.models import FundTag
from inclusion.cases.services.tags import FUND
from inclusion.learning import quiz_text
from inclusion.learning.content import LINKS, PATHS, ALesson, APath
from inclusion.learning.models import HelpLink, LearningModule, LearningPath, Lesson
from inclusion.learning.services import versions


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
    _lead_on(paths)
    tag(paths)
    return loaded


@transaction.atomic
def tag(paths: Collection[APath] = PATHS) -> None:
    """What the return of a fund counts the learners of our paths under, where its groups and focus
    areas are there and nobody has chosen any."""
    known = {one.slug: one for one in FundTag.objects.filter(fund=FUND)}
    wanted = {path.slug: [known[one] for one in path.tags if one in known] for path in paths}
    for path in LearningPath.objects.filter(slug__in=wanted, tags=None):
        path.tags.set(wanted[path.slug])


def _lead_on(paths: Collection[APath]) -> None:
    """The links to national help, once for each path that has none."""
    here = {
        path.slug: path for path in LearningPath.objects.filter(slug__in=[p.slug for p in paths])
    }
    have = set(HelpLink.objects.values_list("path__slug", flat=True).distinct())
    for number, link in enumerate(LINKS, 1):
        if (link.path or None) not in have and (not link.path or link.path in here):
            HelpLink.objects.create(
                path=here.get(link.path),
                title=link.title,
                about=link.about,
                url=link.url,
                position=10 * number,
            )


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
        # None of ours has one: a film of a partnership’s own belongs to the words it was made for.
        "video": "",
        "transcript": "",
    }
    place = {"module": module, "position": position}
    lesson = Lesson.objects.select_for_update().filter(slug=one.slug).first()
    if lesson is None:
        lesson = Lesson.objects.create(slug=one.slug, is_published=is_published, **(ours | place))
        versions.ask(lesson, _asked(one))
        return Loaded(added=1)
    if not replace:
        return Loaded(left=1)
    Lesson.objects.filter(pk=lesson.pk).update(**place)
    is_new = versions.put_ours(lesson, questions=_asked(one), **ours)
    return Loaded(replaced=1) if is_new else Loaded(left=1)


def _asked(one: ALesson) -> list[quiz_text.Question]:
    return [
        quiz_text.Question(words, [_answer(answer) for answer in answers])
        for words, answers in one.questions.items()
    ]


def _answer(answer: str) -> quiz_text.Answer:
    text, feedback = answer.split(" | ")
    return quiz_text.Answer(text.removeprefix("+"), feedback, is_right=text.startswith("+"))
