"""Writing a lesson, having it reviewed by somebody else, and publishing it."""

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from diz_portal.access import NotNow, Refusal, require
from inclusion.learning import quiz_text
from inclusion.learning.models import (
    VERSION_MOVES,
    Lesson,
    LessonVersion,
    QuizAnswer,
    QuizQuestion,
    VersionState,
)


class SomeoneElseWrites(Refusal):
    message = (
        "Someone else is writing a new version of this lesson. Ask them, or discard their version"
    )


class InReview(NotNow):
    message = "This version is waiting for review. Withdraw it from review, then change it"


class Moved(NotNow):
    message = "The status of this version has changed. Check its status, then try again"


class Rewritten(NotNow):
    message = "Its author has changed this version since you read it. Read it again"


class OwnVersion(Refusal):
    message = "You wrote this version. Ask another programme manager or a caseworker to review it"


@transaction.atomic
def write(
    *,
    lesson: Lesson,
    by: Any,
    title: str,
    words: str,
    picture: str = "",
    video: str = "",
    transcript: str = "",
    minutes: int = 5,
    questions: str = "",
) -> LessonVersion:
    """Keep what somebody writes. Residents read what they did, until another publishes it."""
    require(by, "inclusion.write_lessons")
    lesson = _locked(lesson)
    values = {
        "title": title,
        "words": words,
        "picture": picture,
        "video": video,
        "transcript": transcript,
        "minutes": minutes,
        "questions": questions,
        "written_at": timezone.now(),
    }
    begun = lesson.versions.open().first()
    if begun is None:
        keep_live(lesson)
        return lesson.versions.create(number=_next(lesson), written_by=by, **values)
    if begun.written_by_id != by.pk:
        raise SomeoneElseWrites
    if not begun.is_draft:
        raise InReview
    for name, value in values.items():
        setattr(begun, name, value)
    begun.save(update_fields=list(values))
    return begun


@transaction.atomic
def send(*, version: LessonVersion, by: Any) -> LessonVersion:
    """Ask the others to review it."""
    require(by, "inclusion.write_lessons")
    version = _moved(version, VersionState.REVIEW, by)
    if version.written_by_id != by.pk:
        raise SomeoneElseWrites
    version.note = ""
    version.save(update_fields=["state", "note"])
    return version


@transaction.atomic
def send_back(*, version: LessonVersion, by: Any, note: str = "") -> LessonVersion:
    """To its author, with what to change; the author takes it back without."""
    version = _moved(version, VersionState.DRAFT, by)
    version.note = note
    version.save(update_fields=["state", "note"])
    return version


@transaction.atomic
def publish(*, version: LessonVersion, by: Any, read_as: str | None = None) -> LessonVersion:
    """Residents read it from now on. Everyone's progress stays, and so do earlier versions.

    `read_as` is its `stamp` when the reviewer read it, where that was not just now: nobody
    publishes words that only their author has seen.
    """
    read_as = version.stamp if read_as is None else read_as
    version = _moved(version, VersionState.PUBLISHED, by)
    if version.written_by_id == by.pk:
        raise OwnVersion
    if version.stamp != read_as:
        raise Rewritten
    version.reviewed_by, version.reviewed_at = by, timezone.now()
    version.save(update_fields=["state", "reviewed_by", "reviewed_at"])
    _put(version)
    return version


@transaction.atomic
def discard(*, version: LessonVersion, by: Any) -> None:
    """Delete one that is being written: its author's, or that of somebody who has left."""
    require(by, "inclusion.write_lessons")
    _locked(version.lesson)
    if not LessonVersion.objects.open().filter(pk=version.pk).delete()[0]:
        raise Moved


# What residents read ---


def keep_live(lesson: Lesson) -> None:
    """Keep what a lesson says now as a version, where none is kept: the lesson is locked."""
    if lesson.words and not lesson.versions.published().exists():
        lesson.versions.create(
            number=_next(lesson),
            title=lesson.title,
            words=lesson.words,
            picture=lesson.picture,
            video=lesson.video,
            transcript=lesson.transcript,
            minutes=lesson.minutes,
            questions=quiz_text.written(asked_in(lesson)),
            state=VersionState.PUBLISHED,
            reviewed_at=timezone.now(),
        )


@transaction.atomic
def put_ours(
    lesson: Lesson, *, questions: list[quiz_text.Question], **values: Any
) -> LessonVersion | None:
    """Write what comes with the portal over a lesson. What it said before stays as a version; what
    it says already is no new one."""
    lesson = _locked(lesson)
    is_said = all(getattr(lesson, name) == value for name, value in values.items())
    if is_said and asked_in(lesson) == questions:
        return None
    keep_live(lesson)
    version = lesson.versions.create(
        number=_next(lesson),
        questions=quiz_text.written(questions),
        state=VersionState.PUBLISHED,
        reviewed_at=timezone.now(),
        **values,
    )
    Lesson.objects.filter(pk=lesson.pk).update(**values)
    ask(lesson, questions)
    return version


def asked_in(lesson: Lesson) -> list[quiz_text.Question]:
    rows = lesson.questions.prefetch_related("answers")
    return [
        quiz_text.Question(
            row.words,
            [
                quiz_text.Answer(one.words, one.feedback, is_right=one.is_right)
                for one in row.answers.all()
            ],
        )
        for row in rows
    ]


def ask(lesson: Lesson, questions: list[quiz_text.Question]) -> None:
    """These are the questions after the lesson, and no others."""
    lesson.questions.all().delete()
    for number, question in enumerate(questions, 1):
        row = QuizQuestion.objects.create(lesson=lesson, words=question.words, position=10 * number)
        QuizAnswer.objects.bulk_create(
            QuizAnswer(
                question=row,
                words=one.words,
                feedback=one.feedback,
                is_right=one.is_right,
                position=10 * at,
            )
            for at, one in enumerate(question.answers, 1)
        )


def _put(version: LessonVersion) -> None:
    Lesson.objects.filter(pk=version.lesson_id).update(
        title=version.title,
        words=version.words,
        picture=version.picture,
        video=version.video,
        transcript=version.transcript,
        minutes=version.minutes,
        is_published=True,
    )
    ask(version.lesson, quiz_text.read(version.questions))


def _locked(lesson: Lesson) -> Lesson:
    return Lesson.objects.select_for_update(no_key=True).get(pk=lesson.pk)


def _next(lesson: Lesson) -> int:
    return (lesson.versions.aggregate(last=Max("number"))["last"] or 0) + 1


def _moved(version: LessonVersion, to: VersionState, by: Any) -> LessonVersion:
    """The version in its new state, not saved yet; nobody else moves one of its lesson."""
    require(by, "inclusion.review_lessons")
    _locked(version.lesson)
    found = LessonVersion.objects.select_related("lesson").filter(pk=version.pk).first()
    if found is None or to not in VERSION_MOVES[VersionState(found.state)]:
        raise Moved
    found.state = to
    return found
