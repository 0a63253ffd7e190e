"""How a path is written here: its parts, lessons and questions.

The right answer begins with “+”; what is said to an answer comes after the bar. `teaches` names
statements of the skills check, word for word; `tags` codes of the fund that the portal knows.
"""

from dataclasses import dataclass, field

from inclusion.learning.models import SkillArea


@dataclass(frozen=True)
class ALesson:
    title: str
    slug: str
    minutes: int
    words: str
    questions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    picture: str = ""
    teaches: tuple[str, ...] = ()


@dataclass(frozen=True)
class APart:
    title: str
    area: SkillArea
    lessons: tuple[ALesson, ...]


@dataclass(frozen=True)
class APath:
    title: str
    slug: str
    promise: str
    parts: tuple[APart, ...]
    is_published: bool = True
    # Codes of the fund's groups and focus areas that its learners count under.
    tags: tuple[str, ...] = ()

    @property
    def lessons(self) -> tuple[ALesson, ...]:
        return tuple(lesson for part in self.parts for lesson in part.lessons)
