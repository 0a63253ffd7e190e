"""What projects give to the knowledge base: see `diz_portal.knowledge`."""

from django.urls import reverse

from diz_portal.knowledge.declaring import Entry, Kind, declare
from projects.portfolio.models import Project
from projects.stories.models import LESSON_WORDS, STORY_WORDS, CaseStudy, LessonLearned


def _story(story: CaseStudy) -> Entry:
    url = reverse("public_stories:story", args=[story.slug])
    return Entry(story.title, url, story.summary)


def _lesson(lesson: LessonLearned) -> Entry:
    url = reverse("public_stories:lesson", args=[lesson.reference])
    return Entry(lesson.title, url, lesson.project.title)


def _project(project: Project) -> Entry:
    return Entry(project.title, reverse("projects:detail", args=[project.slug]))


declare(
    Kind(
        name="case-study",
        label="Case studies",
        rows=lambda: CaseStudy.objects.public().order_by("-published_on", "title"),
        entry=_story,
        key="reference",
        words=STORY_WORDS,
        order=10,
    )
)
declare(
    Kind(
        name="lesson",
        label="Lessons learned",
        rows=lambda: LessonLearned.objects.public().select_related("project").order_by("title"),
        entry=_lesson,
        key="reference",
        words=LESSON_WORDS,
        order=20,
    )
)
declare(
    Kind(
        name="project",
        label="Projects",
        rows=lambda: Project.objects.public().order_by("title"),
        entry=_project,
        key="slug",
        order=5,
    )
)
