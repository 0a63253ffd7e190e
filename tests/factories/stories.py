"""Case studies and lessons of a project, as services make them."""

from typing import Any

from projects.models import CaseStudy, LessonLearned, Project
from projects.stories import services
from tests.factories.accounts import UserFactory


def story_of(project: Project, by: Any, **words: Any) -> CaseStudy:
    return services.write(
        by=by,
        project=project,
        **{
            "title": "Fibre for surgeries",
            "summary": "What we did",
            "challenge": "Slow lines",
            "solution": "One list",
            "impact": "Faster lines",
            "lessons": "Begin with wayleaves",
            "organisation": project.lead,
            "figures": [],
            **words,
        },
    )


def published(story: CaseStudy, by: Any) -> CaseStudy:
    """Reviewed by somebody else on the way."""
    services.send(by=by, story=story)
    services.review(by=UserFactory(), story=story)
    return services.publish(by=by, story=story)


def lesson_of(project: Project, by: Any, *, released: bool = True, **words: Any) -> LessonLearned:
    lesson = services.add_lesson(
        by=by,
        project=project,
        **{
            "title": "Ask early",
            "happened": "We waited",
            "advice": "Ask on the first day",
            **words,
        },
    )
    return services.release_lesson(lesson=lesson) if released else lesson
