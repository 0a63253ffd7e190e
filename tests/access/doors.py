"""What a door is, who may come through it, and how it is tried.

A door is one address with its arguments, and the answer each role gets there. The tables
(`pages.py`, `admin_pages.py`) say who; nothing here knows a page.
"""

from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from .world import ROLES, STRANGER, World

# Groups, from the widest to the narrowest ------------------------------------------------

EVERYBODY = frozenset(ROLES)
SIGNED_IN = EVERYBODY - {STRANGER}
# Current members of an organisation that may work here.
MEMBERS = SIGNED_IN - {"former", "suspended"}
# Of the lead or of a partner organisation of the project, whatever the role.
INSIDE = MEMBERS - {"outsider"}
# Of these, the ones who may act.
WORKERS = INSIDE - {"viewer", "caseworker"}
# Of organisation A; it is A's return, agreement, invitation that the world holds.
OURS = INSIDE - {"supplier", "manager"}
OURS_OR_MANAGERS = OURS | {"manager"}
REPORTERS = OURS & WORKERS
# Leads of A, which leads the projects, and managers.
LEADS = frozenset({"lead", "manager"})
MANAGERS = frozenset({"manager"})
NOBODY: frozenset[str] = frozenset()

# Answers ---

LOGIN = "asked to sign in"
REAUTHENTICATE = "asked for the password again"
ADMIN_LOGIN = "shown the door of the admin"
FINE, MOVED, REFUSED, HIDDEN, NOT_THIS_WAY = 200, 302, 403, 404, 405
MOVED_FOR_GOOD, NOT_AUTHORISED = 301, 401

Answer = int | str


@dataclass(frozen=True)
class Door:
    """`reads[role]` is the answer to GET; `acts` are the roles whose POST is taken.

    `acts=None`: the page takes no POST, which is 405 to whoever may read it.
    """

    name: str
    args: dict[str, Any]
    reads: dict[str, Answer]
    acts: frozenset[str] | None
    only_by_post: bool = False
    query: str = ""
    # Development pages show the mail itself; the invited may read their own invitation.
    may_show_secrets: bool = False
    # Of an address without a name: how it is written in the table of addresses.
    route: str = ""
    path: str = ""

    @property
    def address(self) -> str:
        return self.name or self.route

    def __str__(self) -> str:
        hints = [str(value) for value in self.args.values()]
        return " ".join([self.address, *hints])

    def url(self, world: World, *, unknown: bool = False) -> str:
        args = {
            name: _unknown(self._value(world, value)) if unknown else self._value(world, value)
            for name, value in self.args.items()
        }
        if self.path:
            return self.path
        if self.route:
            return "/" + self.route.replace("<path:object_id>", str(args.get("object_id", "")))
        return reverse(self.name, kwargs=args) + self.query.format(**vars(world.things))

    @staticmethod
    def _value(world: World, value: Any) -> Any:
        """A string is a path into the world; `=word` is the word itself."""
        if not isinstance(value, str):
            return value
        return value[1:] if value.startswith("=") else world.at(value)

    def takes_post_of(self, role: str) -> bool:
        return self.acts is not None and role in self.acts

    def turns_down(self, role: str) -> set[Answer]:
        """How the POST of somebody who may not act is answered: as their GET. A page without
        buttons may say 405 to everybody, before it looks at what there is."""
        read = self.reads[role]
        if self.acts is None:
            return {NOT_THIS_WAY} if read in {FINE, MOVED} else {NOT_THIS_WAY, read}
        return {REFUSED, HIDDEN} if read in {FINE, MOVED} else {read}


# Words of an address that name no record.
WORDS = {"suspend", "close", "give-back", "return", "check-in", "online", "done"}
WORDS |= {"safeguarding", "data_protection", "propose", "accept", "decline", "remove"}
WORDS |= {"rollout-status", "csv", "bids", "grants"}
# Of lists: they are the same for everybody who may open them.
WORDS |= {"sites", "risks", "milestones", "returns", "cases", "devices", "registrations", "claims"}


def _unknown(value: Any) -> Any:
    if isinstance(value, str):
        return value if value in WORDS else "2z2z2z2z2z"
    return 987_654 if isinstance(value, int) else value


@dataclass
class Table:
    """Doors under one heading."""

    doors: list[Door] = field(default_factory=list)

    def door(
        self,
        name: str,
        *,
        opens: frozenset[str],
        refused: frozenset[str] = NOBODY,
        acts: frozenset[str] | None = None,
        gives: Answer = FINE,
        otherwise: dict[str, Answer] | None = None,
        public: bool = False,
        query: str = "",
        route: str = "",
        path: str = "",
        may_show_secrets: bool = False,
        **args: Any,
    ) -> None:
        """`opens` get `gives`, `refused` 403, a stranger is asked to sign in (404 where the
        page is `public`), and to everybody else it is not there."""
        reads: dict[str, Answer] = {}
        for role in ROLES:
            if role in opens:
                reads[role] = gives
            elif role in refused:
                reads[role] = REFUSED
            elif role == STRANGER and not public:
                reads[role] = LOGIN
            else:
                reads[role] = HIDDEN
        reads.update(otherwise or {})
        self.doors.append(
            Door(
                name,
                args,
                reads,
                acts,
                query=query,
                route=route,
                path=path,
                may_show_secrets=may_show_secrets,
            )
        )

    def button(
        self, name: str, *, acts: frozenset[str], refused: frozenset[str] = NOBODY, **args: Any
    ) -> None:
        """An address that only takes POST: GET is 405 to everybody signed in."""
        reads: dict[str, Answer] = dict.fromkeys(ROLES, HIDDEN) | {STRANGER: LOGIN}
        reads.update(dict.fromkeys(refused, REFUSED))
        self.doors.append(Door(name, args, reads, acts, only_by_post=True))


def patterns(resolver: Any = None, spaces: tuple[str, ...] = (), before: str = "") -> list[str]:
    """The name of every address there is, with its namespace; its route when it has none."""
    found = []
    for one in (resolver or get_resolver()).url_patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            found += patterns(one, inner, route)
        elif isinstance(one, URLPattern):
            found.append(":".join([*spaces, one.name]) if one.name else route)
    return found
