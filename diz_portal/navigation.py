"""The rooms of the portal: each app registers its own, and a page shows those that may be entered.

An app writes, in its `rooms.py`:

    navigation.register(Room("Projects", "projects:list", area=PUBLIC, order=20))
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse

PUBLIC = "public"
WORKSPACE = "workspace"
FOOTER = "footer"
# What somebody begins of their own accord, on the home page: the to-do list names the rest.
START = "start"


@dataclass(frozen=True)
class Room:
    label: str
    url_name: str
    area: str
    order: int
    may_enter: Callable[[Any], bool] | None = None
    count: Callable[[HttpRequest], int] | None = None
    # The page whose address all pages of the room begin with, where that is not the door's own.
    all_under: str = ""
    # Pages that belong to the room and stand elsewhere.
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Door:
    """A room as one person sees it on one page."""

    label: str
    url: str
    current: str = ""  # the value of aria-current: "page", "true" or nothing
    count: int = 0


_rooms: dict[tuple[str, str], Room] = {}


def register(room: Room) -> None:
    _rooms[room.area, room.url_name] = room


def doors(request: HttpRequest, area: str) -> list[Door]:
    """The rooms of an area this person may enter, in order, the current one marked."""
    # An error page may come before anybody was recognised.
    user = getattr(request, "user", None) or AnonymousUser()
    rooms = sorted(
        (room for room in _rooms.values() if room.area == area),
        key=lambda room: (room.order, room.label),
    )
    open_to_them = [room for room in rooms if room.may_enter is None or room.may_enter(user)]
    # The longest address that begins the page's own: /workspace/ is not the room of
    # /workspace/sites/ when Sites has a door of its own. Of two rooms with the page, the later.
    reaches = [(_reach(room, request.path), number) for number, room in enumerate(open_to_them)]
    reach, inside = max(reaches, default=(0, 0))
    return [
        Door(
            label=room.label,
            url=address(room.url_name),
            current=_mark(room, request.path) if reach and number == inside else "",
            count=room.count(request) if room.count else 0,
        )
        for number, room in enumerate(open_to_them)
    ]


def open_addresses() -> list[str]:
    """Of the rooms that anybody may enter."""
    within = {WORKSPACE, START}
    rooms = [one for one in _rooms.values() if one.area not in within and one.may_enter is None]
    return [address(one.url_name) for one in sorted(rooms, key=lambda one: one.order)]


def address(url_name: str) -> str:
    """Of a page without arguments. Every page asks for those of all rooms: looked up once."""
    return _address(url_name, get_script_prefix())


@cache
def _address(url_name: str, _prefix: str) -> str:
    return reverse(url_name)


def _reach(room: Room, path: str) -> int:
    """How much of an address the room accounts for."""
    begins = map(address, [room.all_under or room.url_name, *room.also])
    return max((len(one) for one in begins if path.startswith(one)), default=0)


def _mark(room: Room, path: str) -> str:
    return "page" if path == address(room.url_name) else "true"
