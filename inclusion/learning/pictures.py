"""The pictures that we have drawn: on pages and in print the same file, and the same words for
those who do not see it.

A picture is `static/img/drawn/<name>.svg`, 320 by 200, without words in it.
"""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.templatetags.static import static

FOLDER = "img/drawn"


@dataclass(frozen=True)
class Picture:
    name: str
    # What someone who cannot see it needs to know.
    alt: str

    @property
    def url(self) -> str:
        return static(f"{FOLDER}/{self.name}.svg")

    @property
    def in_print(self) -> dict[str, str]:
        """For a template of the press."""
        return {"svg": _source(self.name), "alt": self.alt}


@cache
def _source(name: str) -> str:
    return (settings.BASE_DIR / "static" / FOLDER / f"{name}.svg").read_text()


PICTURES = {
    picture.name: picture
    for picture in (
        Picture("old-line", "A house. The old wire from the pole to the house is cut off."),
        Picture("into-the-router", "A phone with its lead plugged into a router with 4 lights on."),
        Picture(
            "power-cut", "No power from the wall socket. All the lights on the router are off."
        ),
        Picture(
            "battery-unit", "A battery between the wall socket and the router. The lights are on."
        ),
        Picture("corded-phone", "A phone joined to the wall by a curly lead."),
        Picture("pendant-alarm", "An alarm button on a cord, calling the alarm box in the room."),
        Picture("test-the-alarm", "A finger presses the alarm button. The alarm works."),
        Picture("ask-your-provider", "A person on the phone, with a list of 3 questions to ask."),
        Picture("signal-indoors", "A mobile phone beside a window, with 4 bars of signal."),
        Picture("hang-up", "A phone put down, beside a warning sign."),
        Picture("same-number", "A phone and its number. The number is the same."),
        Picture("ask-for-help", "2 people side by side. One is helping the other."),
    )
}
