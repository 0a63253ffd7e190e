"""What is held about people in case studies and lessons."""

from projects.portfolio.personal_data import on_record
from projects.stories.models import CaseStudy, CaseStudyEvent, LessonLearned

on_record(
    CaseStudy,
    what="Case studies of projects",
    personal={
        "written_by": "who wrote it",
        "reviewed_by": "who reviewed it",
        "summary": "summary",
        "challenge": "challenge",
        "solution": "solution",
        "impact": "impact",
        "lessons": "lessons",
    },
    not_personal={
        "title": "what it is about",
        "slug figures state": "made by the portal, or chosen from lists",
    },
    why="To tell others what was done and what changed, and who wrote and reviewed it",
)
on_record(
    CaseStudyEvent,
    what="Steps of case studies",
    personal={"by": "who took the step", "note": "what needs to change"},
    not_personal={"step": "chosen from a list"},
    why="To show that someone who did not write it has reviewed it",
)
on_record(
    LessonLearned,
    what="Lessons learned from projects",
    personal={
        "by": "who wrote it",
        "happened": "what happened",
        "advice": "what to do next time",
    },
    not_personal={"title": "what it is about"},
    why="To tell others what a project would do again, or differently",
)
