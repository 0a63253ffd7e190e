"""The paths that the portal comes with, written for it: `services.library` puts them into place."""

from inclusion.learning.content.email_and_photos import EMAIL_AND_PHOTOS
from inclusion.learning.content.finding import FINDING
from inclusion.learning.content.first_steps import FIRST_STEPS
from inclusion.learning.content.landline import LANDLINE
from inclusion.learning.content.mobile_data import MOBILE_DATA
from inclusion.learning.content.national_help import LINKS, ALink
from inclusion.learning.content.nhs import NHS
from inclusion.learning.content.paying import PAYING_AND_FORMS
from inclusion.learning.content.safe import SAFE
from inclusion.learning.content.shape import ALesson, APart, APath
from inclusion.learning.content.video_calls import VIDEO_CALLS
from inclusion.learning.content.wifi import WIFI

PATHS = (
    FIRST_STEPS,
    WIFI,
    EMAIL_AND_PHOTOS,
    FINDING,
    SAFE,
    VIDEO_CALLS,
    NHS,
    PAYING_AND_FORMS,
    MOBILE_DATA,
    LANDLINE,
)

# Which lessons teach what a statement of the skills check asks, in the order of the paths. The
# first is led to: a lesson that only touches on it does not name it.
TAUGHT_BY: dict[str, list[str]] = {}
for _path in PATHS:
    for _lesson in _path.lessons:
        for _statement in _lesson.teaches:
            TAUGHT_BY.setdefault(_statement, []).append(_lesson.slug)

__all__ = ["LANDLINE", "LINKS", "PATHS", "TAUGHT_BY", "ALesson", "ALink", "APart", "APath"]
