"""Reading what is being written, and what was read before."""

from typing import Any

from django.db.models import Max

from inclusion.learning.models import Lesson, LessonVersion, VersionState


def versions_of(lesson: Lesson) -> list[LessonVersion]:
    """The newest first, with who wrote and who reviewed each."""
    return list(lesson.versions.select_related("written_by", "reviewed_by").order_by("-number"))


def version_of(slug: str, number: int) -> LessonVersion | None:
    found = LessonVersion.objects.select_related(
        "lesson__module__path", "written_by", "reviewed_by"
    )
    return found.filter(lesson__slug=slug, number=number).first()


def live_number(lesson: Lesson) -> int:
    """Of the version that residents read; 1 where none was kept yet."""
    found = lesson.versions.published().aggregate(last=Max("number"))
    return found["last"] or 1


def earlier(lesson: Lesson, number: int) -> LessonVersion | None:
    """A published version that another has followed: what somebody may be in the middle of."""
    if number >= live_number(lesson):
        return None
    return lesson.versions.published().filter(number=number).first()


def to_review(user: Any) -> list[LessonVersion]:
    """Waiting for anybody but their author."""
    waiting = LessonVersion.objects.filter(state=VersionState.REVIEW).exclude(written_by=user)
    return list(waiting.select_related("lesson").order_by("written_at", "pk"))


def sent_back_to(user: Any) -> list[LessonVersion]:
    drafts = LessonVersion.objects.filter(state=VersionState.DRAFT, written_by=user)
    return list(drafts.exclude(note="").select_related("lesson").order_by("written_at", "pk"))
