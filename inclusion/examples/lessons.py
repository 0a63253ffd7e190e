"""A path of the example partnership's own, which is still being written."""

from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.models import SkillArea

DRAFT = APath(
    "Find your way around town",
    "find-your-way-around-town",
    "Look up a bus and use a map to find your way.",
    (
        APart(
            "Buses and maps",
            SkillArea.SOLVING,
            (
                ALesson(
                    "Look up a bus",
                    "look-up-a-bus",
                    7,
                    """Type where you are and where you want to go into a map.

- Tap the picture of a bus.
- The first line shows the next bus and its stop.""",
                    picture="the-bus",
                ),
            ),
        ),
    ),
    is_published=False,
)
