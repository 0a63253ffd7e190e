"""Letters on paper: one page each, the address where an envelope with a window shows it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from diz_portal import pdf
from diz_portal.bank_holidays import calendar

from .models import Message

# Working days that a letter is on its way.
ON_ITS_WAY = 2


def post_by(announced: datetime) -> datetime:
    """The last moment to post a letter about something at that time, so that it comes before."""
    moment = timezone.localtime(announced)
    day = calendar().working_days_before(moment.date(), ON_ITS_WAY)
    return timezone.make_aware(datetime.combine(day, moment.time()))


@dataclass(frozen=True)
class Letter:
    """What stands on the paper. Nothing on it says why its letters are large."""

    subject: str
    address: list[str]
    reference: str
    words: str
    # Only one reference is called so on a letter: the one that its reader quotes.
    reference_says: str = "Our reference"
    # Who writes; the partnership where nobody is named.
    sender: str = ""
    phone: str = ""
    is_large: bool = False


def of_message(message: Message) -> Letter:
    return Letter(
        subject=message.subject,
        address=[message.reader, *message.postal_address.splitlines()],
        reference=message.reference,
        reference_says="Letter number",
        words=message.words,
        is_large=message.large_print,
    )


def print_letters(messages: Iterable[Message]) -> bytes:
    """All of them in one file, one after the other."""
    return pressed([of_message(message) for message in messages])


def _in_the_window(letter: Letter) -> list[str]:
    """As many lines as the window shows in letters of this size, the postcode in the last."""
    lines = list(letter.address)
    while len(lines) > (MOST_LARGE if letter.is_large else MOST):
        *first, town, county, last = lines
        lines = [*first, f"{town}, {county}", last]
    return lines


def pressed(letters: list[Letter]) -> bytes:
    title = "Letter" if len(letters) == 1 else "Letters"
    data = {
        "letters": [
            {
                "subject": one.subject,
                "address": _in_the_window(one),
                "reference": one.reference,
                "reference_says": one.reference_says,
                "sender": one.sender,
                "phone": one.phone,
                "size": LARGE if one.is_large else NORMAL,
                "paragraphs": [
                    part.splitlines() for part in one.words.strip().split("\n\n") if part.strip()
                ],
            }
            for one in letters
        ]
    }
    return pdf.render("outbox/letters", data, title=title)


# Points. The RNIB calls 14 clear print and 18 large print.
NORMAL, LARGE = 14, 18
# Lines of an address that fit into 36 mm.
MOST, MOST_LARGE = 7, 5
