"""The pictures that we have drawn: on pages and in print the same file, and the same words for
those who do not see it.

A picture is `static/img/drawn/<name>.svg`, 320 by 200, without words in it. Those of the lessons
are put together from a few shapes: see `inclusion.learning.drawing`.
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
        # First steps
        Picture("power-button", "A finger moves to the thin button on the edge of a tablet."),
        Picture("charge-it", "A tablet with a low battery. Its lead goes to a wall socket."),
        Picture("touch-ways", "3 hands: one taps, one swipes up, one touches and waits."),
        Picture("keyboard", "A finger taps a keyboard. The long key at the bottom makes a space."),
        Picture("home-screen", "A phone with 9 small pictures on it. A finger taps one."),
        Picture("larger-text", "2 phones. The lines of text on the second are much bigger."),
        Picture("passcode", "A phone with a padlock and 4 dots, beside a shield."),
        Picture("hold-and-wait", "A finger presses the button of a dark phone, beside a clock."),
        # Wifi
        Picture("join-wifi", "Wifi waves go from a router to a phone."),
        Picture("wifi-out", "A person with a phone outside a building that has wifi."),
        Picture("no-wifi", "A router. Its wifi waves are crossed out. An arrow means start again."),
        Picture("update", "A tablet with a round arrow, beside a shield."),
        # Email and photographs
        Picture("new-address", "An envelope with a plus sign, and a person."),
        Picture("answer-email", "An arrow goes from one envelope to another."),
        Picture("write-and-share", "A page of text goes to 2 people."),
        Picture("take-a-photo", "A person on the screen of a tablet, and a camera."),
        Picture("send-a-picture", "A photo goes from one phone to another."),
        Picture(
            "two-devices", "The same photo on a phone and a tablet. Both are joined to a cloud."
        ),
        # Finding things
        Picture("open-a-website", "A website with lines of text and a photo. A finger taps it."),
        Picture("search", "A search box with 3 answers below it. A finger chooses one."),
        Picture("is-it-true", "A magnifying glass on a page. Is it right or wrong?"),
        Picture("save-it", "A page, a star and a folder."),
        Picture("learn-something", "A film on a tablet, beside a notebook."),
        Picture("help-on-a-website", "A website with a speech bubble in its corner."),
        # Passwords and scams
        Picture("rushing-message", "A message comes out of a phone. Beside it is a warning sign."),
        Picture("stranger-calls", "A stranger on the phone. A computer has a cross on it."),
        Picture("call-the-bank", "A person on the phone, beside a bank card and a green mark."),
        Picture("three-words", "A bird, a chair and a fruit, added together, make a key."),
        Picture("new-password", "2 boxes with dots in them, beside a padlock."),
        Picture("who-sees", "A photo, an eye, and 2 people beside a padlock."),
        # Video calls
        Picture("ready-for-a-call", "A camera, a microphone and a loudspeaker. Each one works."),
        Picture("family-call", "2 people on the screen of a tablet, beside a camera button."),
        Picture("no-sound", "A person on a tablet. The loudspeaker is crossed out."),
        Picture("gp-call", "A person on a tablet, beside a health sign and a clock."),
        # The surgery online
        Picture("surgery-online", "A phone, with medicine, a calendar, a message and a letter."),
        Picture("prove-who-you-are", "A face on a phone, and the same face on a card."),
        Picture("order-medicine", "A button on a phone. An arrow leads to a pot of medicine."),
        Picture("ask-the-surgery", "A person sends a message to the surgery."),
        Picture("results", "A page from the surgery, an envelope and a calendar."),
        # Paying and forms
        Picture("fill-in-a-form", "A form with 2 boxes. A finger taps the button below them."),
        Picture("photo-of-a-paper", "A page of paper, and the same page on a phone."),
        Picture("buy-something", "A basket and a price on a website, beside a padlock."),
        Picture("ways-to-pay", "A bank card, coins, and a phone with a green mark."),
        Picture("bank-online", "A list of payments on a phone, beside a bank."),
        # Mobile data
        Picture("what-uses-data", "A long bar beside a film. A short bar beside an email."),
        Picture("wifi-first", "A phone with wifi, beside a house."),
        Picture("data-left", "A dial. Its needle shows how much is used."),
        Picture("free-data", "A SIM card goes into a phone. The phone is online."),
        # Out and about
        Picture("the-bus", "A bus at a stop with a clock."),
    )
}
