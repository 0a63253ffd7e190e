"""Example paths to learn, and people who learn."""

from datetime import date

from diz_portal.demo import example
from inclusion.examples.lessons import DRAFT
from inclusion.learning.content import PATHS
from inclusion.learning.models import Lesson
from inclusion.learning.services import library


@example("Learning", order=62)
def load(today: date) -> str:
    paths = (*PATHS, DRAFT)
    library.install(paths)
    return f"{len(paths)} paths, {Lesson.objects.count()} lessons"
