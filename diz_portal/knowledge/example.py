"""Recognition that the partnership of the example publishes about itself, and its themes."""

from datetime import date

from diz_portal.accounts.models import User
from diz_portal.demo import example

from . import selectors, services
from .models import Theme

AWARDS = (
    "https://broxbourne.gov.uk/news/article/88/"
    "diz-scoops-top-award-for-collaboration-at-uk-digital-leaders-event"
)
# The record of the partnership that the example follows: each with a page that anybody may check.
RECOGNITION = [
    (
        2020,
        "#DL100: one of the 100 most influential in digital",
        "Digital Leaders",
        AWARDS,
    ),
    (
        2020,
        "Cross-Sector Digital Collaboration of the Year",
        "Digital Leaders",
        AWARDS,
    ),
    (2021, "Certificate of Excellence", "iESE", "https://diz.org.uk/"),
]
# Words of a title or summary, and the themes that they are about.
THEMES = {
    Theme.INFRASTRUCTURE: ("fibre", "connect"),
    Theme.HEALTH: ("surger", "health", "care"),
    Theme.SKILLS: ("skill", "learn", "code", "seminar"),
    Theme.EXCLUSION: ("device", "data bank", "inclusion", "online", "library"),
    Theme.GARDEN_TOWNS: ("garden town", "harlow"),
    Theme.HIGH_STREETS: ("high street", "business", "shop"),
    Theme.PLACE: ("place", "partner", "smart"),
}


@example("What was learned", order=97)
def load(today: date) -> str:
    manager = User.objects.get(email="manager@diz.example")
    for year, title, given_by, source in RECOGNITION:
        services.add_recognition(
            by=manager, title=title, given_by=given_by, year=year, source=source
        )
    choices = selectors.choices()
    for theme, words in THEMES.items():
        shown = {kind.name: [key for key, _ in found] for kind, found in choices}
        given = {
            kind.name: [key for key, title in found if any(one in title.lower() for one in words)]
            for kind, found in choices
        }
        services.set_theme(theme=theme, shown=shown, given=given)
    return f"{len(RECOGNITION)} entries of recognition, and {len(THEMES)} themes"
