"""What changed in a period, for one reader: facts with their rows, and sentences drafted from them.

An app says in its `what_changed.py`, which is discovered when the portal starts, what it tells of:
see docs/how-to/say-what-changed.md.

    changes.register(Kind(name="sites-live", title="Sites that went live", room="Projects",
                          order=10, says=…), find=…)

    for drafted in changes.sentences(user, since=monday, until=friday):
        drafted.says   # "3 surgeries went live"
        drafted.rows   # the three changes, each with the page of its record

A reader of `None` is the public. `as_known_at=` leaves out what was recorded later, and
`restated` names the figures that are others now, and since when. Nothing in the product decides
by it: it is read by people.
"""

from .asked import Asked
from .reading import Drafted, between, sentences
from .registry import Change, Kind, kinds, register, rooms
from .restating import Restated, restated

__all__ = [
    "Asked",
    "Change",
    "Drafted",
    "Kind",
    "Restated",
    "between",
    "kinds",
    "register",
    "restated",
    "rooms",
    "sentences",
]
