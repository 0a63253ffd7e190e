"""What is found of case studies and lessons: see `diz_portal.search`."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Hit, Searchable
from projects.stories.models import LESSON_WORDS, STORY_WORDS, CaseStudy, LessonLearned


def _story(story: CaseStudy, user: Any) -> Hit:
    return Hit(
        title=story.title,
        url=reverse("stories:story", args=[story.project.slug, story.reference]),
        about=str(story.project),
        state=story.get_state_display(),
    )


def _lesson(lesson: LessonLearned, user: Any) -> Hit:
    return Hit(
        title=lesson.title,
        url=reverse("stories:project", args=[lesson.project.slug]),
        about=str(lesson.project),
        state="Released" if lesson.is_released else "Not released",
    )


search.register(
    Searchable(
        kind="case-studies",
        label="Case studies",
        rows=lambda user: CaseStudy.objects.worked_on_by(user),
        hit=_story,
        order=78,
        words=STORY_WORDS,
        codes=("reference",),
        related=("project",),
    )
)
search.register(
    Searchable(
        kind="lessons-learned",
        label="Lessons learned",
        rows=lambda user: LessonLearned.objects.worked_on_by(user),
        hit=_lesson,
        order=79,
        words=LESSON_WORDS,
        codes=("reference",),
        related=("project",),
    )
)
