"""Example paths to learn, and people who learn."""

from datetime import date

from diz_portal.demo import example
from inclusion.cases.services import tags
from inclusion.examples.lessons import DRAFT
from inclusion.learning import quiz_text
from inclusion.learning.content import PATHS
from inclusion.learning.models import Lesson
from inclusion.learning.services import library, versions
from partners.models import Membership, Role


@example("Learning", order=62)
def load(today: date) -> str:
    paths = (*PATHS, DRAFT)
    tags.install()
    library.install(paths)
    _in_review()
    return f"{len(paths)} paths, {Lesson.objects.count()} lessons"


FILM = """A hand taps the cog on a tablet. A voice says: “This is Settings.”

The hand taps Software update. The voice says: “Tap Install. Then put the kettle on.”"""


def _in_review() -> None:
    """A change that somebody wrote and that waits for another to read it."""
    by = Membership.objects.filter(role=Role.MANAGER).order_by("pk")[0].person
    lesson = Lesson.objects.get(slug="keep-it-up-to-date")
    again = "## If it does not start again\n\nWait 10 minutes. Then try again.\n\n## Try it"
    version = versions.write(
        lesson=lesson,
        by=by,
        title=lesson.title,
        words=lesson.words.replace("## Try it", again),
        picture=lesson.picture,
        video="https://videos.example/keep-it-up-to-date",
        transcript=FILM,
        minutes=lesson.minutes,
        questions=quiz_text.written(versions.asked_in(lesson)),
    )
    versions.send(version=version, by=by)
