"""Where people stand in the portal, and how each is found, handed out and forgotten.

Each app's `data_subjects.py` says it, and is read when Django starts:

    register(
        Kind(
            name="registration",
            what="Registration for a seminar",
            model=Registration,
            find=lambda wanted: wanted.among(Registration.objects.filter(erased_at=None)),
            bearer=lambda row: Bearer(row.name, row.email, row.phone),
            controller=lambda row: str(partnership().lead_organisation),
            erase=retention.erase,
            stays=("The place in the seminar’s count, without a name.",),
            parts=[Part(Registration, lambda row: [row], {"name": own("Name")}, subject="…")],
        )
    )

An email address is not a person: couples share one. So each record is found and decided about by
itself, and it is the records' names that say whether they are of one person. Every personal field
of the register is exported by a part, withheld with a reason, or said to stand `elsewhere`; a test
fails on one that is not.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import rules
from django.db import models
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Right

from diz_portal import names, phones, unseen
from diz_portal.accounts.models import normalise_email
from diz_portal.sql import LookedFor

from . import registry
from .parts import Column, Part, Shown, known, own

__all__ = [
    "MOST",
    "Bearer",
    "Column",
    "Kind",
    "Part",
    "Shown",
    "Wanted",
    "add_obstacle",
    "add_part",
    "elsewhere",
    "known",
    "own",
    "register",
]

# More of one kind than anybody looks through: the search is too wide.
MOST = 50


@dataclass(frozen=True)
class Wanted:
    """Whom somebody looks for: by one of email, telephone number and name."""

    email: str = ""
    phone: str = ""
    name: str = ""

    @classmethod
    def of(cls, text: str) -> "Wanted":
        text = unseen.plain(text)
        if "@" in text:
            return cls(email=normalise_email(text))
        if number := phones.whole_typed(text):
            return cls(phone=number)
        return cls(name=names.key(text))

    def __bool__(self) -> bool:
        return bool(self.email or self.phone or len(self.name) > 1)

    def among(
        self,
        rows: QuerySet,
        *,
        name: str = "name",
        email: str = "email",
        phone: str = "phone",
        as_typed: bool = True,
    ) -> QuerySet:
        """The rows that bear it; a field that the model has not is given as an empty name.

        `as_typed=False`: the numbers are kept as the last ten digits already.
        """
        if self.email:
            return rows.filter(**{f"{email}__iexact": self.email}) if email else rows.none()
        if self.phone:
            if not phone:
                return rows.none()
            if not as_typed:
                return rows.filter(**{phone: self.phone})
            only_digits = Func(
                F(phone), Value(r";ext=.*$|\D"), Value(""), Value("g"), function="regexp_replace"
            )
            return rows.alias(_digits=Right(only_digits, 10)).filter(_digits=self.phone)
        words = self.name.split()
        if not (name and words):
            return rows.none()
        each_word = Q()
        for word in words:
            each_word &= Q(
                *(("_looked_for__contains", one) for one in spellings(word)), _connector=Q.OR
            )
        return rows.alias(_looked_for=LookedFor(F(name))).filter(each_word)

    def is_in(self, words: str) -> bool:
        """Whether a text holds it."""
        words = unseen.plain(words)
        if self.email:
            return self.email in words.casefold()
        if self.phone:
            return self.phone in re.sub(r"\D", "", words)
        words = names.looked_for(words)
        return all(any(one in words for one in spellings(word)) for word in self.name.split())


_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def spellings(word: str) -> set[str]:
    """As a word of a name may stand where somebody looks: Jürgen, Juergen and Jurgen are one."""
    found = {names.looked_for(word), names.looked_for(word.translate(_UMLAUTS))}
    if len(word) > 4:
        found.add(re.sub("(?<=[aou])e", "", names.looked_for(word)))
    return found


@dataclass(frozen=True)
class Bearer:
    """Who a record is of, as it says itself."""

    name: str = ""
    email: str = ""
    phone: str = ""
    born: date | None = None
    address: str = ""
    postcode: str = ""


GAVE_IT = "You gave it to us yourself."
LOOKED = (
    "Staff of the responsible organisation who need it for their work. We do not record each time "
    "someone looks at it."
)


def by_managers(user: Any, row: Any) -> bool:
    return rules.is_staff(user)


@dataclass(frozen=True)
class Kind:
    """A kind of record that is of one person and under one controller.

    `of` finds a record again by the reference that `reference` gives it. Each of the `obstacles`
    answers why a record may not go yet, on request or because its time is up. `decides` says who
    may see, hand out and erase it. `mail` is how the keys of the messages about it begin. `holds`
    replaces the parts for what is in no table of its own. `source` says in the person's copy where
    it came from, `loses` before an erasure what the person no longer has after it (a seminar
    place), and `seen` who has looked at it; `named` is the field of their name, by which
    words are searched for other people. `copied_as` are the references under which copies of the
    same person's record may stand, and `is_gone` says that nothing of theirs is left in a row.
    """

    name: str
    what: str
    model: type[models.Model]
    find: Callable[[Wanted], Iterable[Any]]
    bearer: Callable[[Any], Bearer]
    controller: Callable[[Any], str]
    erase: Callable[..., Any]
    stays: tuple[str, ...] = ()
    loses: Callable[[Any], str] = lambda row: ""
    parts: list[Part] = field(default_factory=list)
    obstacles: list[Callable[[Any], str]] = field(default_factory=list)
    decides: Callable[[Any, Any], bool] = by_managers
    # Who else may enter the rooms in which this kind is found.
    enters: Callable[[Any], bool] = rules.is_staff
    # Accounts of those who decide where managers do not.
    answerers: Callable[[Any], Iterable[Any]] = lambda row: ()
    mail: Callable[[Any], tuple[str, ...]] = lambda row: ()
    reference: Callable[[Any], str] = lambda row: row.reference
    of: Callable[[str], Any] | None = None
    holds: Callable[[Any], Mapping[str, str]] | None = None
    # Whom to look for in words, where that is not just the bearer: records that were merged have
    # several, a paper nobody.
    called: Callable[[Any], Iterable[Bearer]] | None = None
    # Whether it shows that somebody is still known here: left mail and papers do not.
    shows_somebody: bool = True
    source: Callable[[Any], str] = lambda row: GAVE_IT
    seen: str = LOOKED
    named: str = ""
    copied_as: Callable[[Any], Iterable[str]] | None = None
    is_gone: Callable[[Any], bool] = lambda row: getattr(row, "erased_at", None) is not None
    # Of a record that was joined with another, that other: it alone is decided about.
    leads_to: Callable[[Any], Any] = lambda row: row

    def get(self, reference: str) -> Any:
        """The record, or None."""
        if self.of:
            return self.of(reference)
        row = self.model._default_manager.filter(reference=reference).first()
        return row and self.leads_to(row)

    def obstacle(self, row: Any) -> str:
        """Why a record may not go yet, in words for who asked; empty when it may."""
        answers = (one(row) for one in self.obstacles)
        return next((words for words in answers if words), "")


@dataclass(frozen=True)
class Elsewhere:
    """Personal fields of no findable person, and why; `searched` as in `elsewhere`."""

    reason: str
    searched: bool


_kinds: dict[str, Kind] = {}
_elsewhere: dict[type[models.Model], Elsewhere] = {}


def register(kind: Kind) -> None:
    _kinds[kind.name] = kind


def add_part(kind: str, part: Part) -> None:
    """For what an app above keeps about a kind of the shell."""
    _kinds[kind].parts.append(part)


def add_obstacle(kind: str, obstacle: Callable[[Any], str]) -> None:
    _kinds[kind].obstacles.append(obstacle)


def elsewhere(model: type[models.Model] | str, reason: str, *, searched: bool = True) -> None:
    """Say that a model's rows belong to nobody in particular, and why.

    `searched`: whether what is found in its words is listed on the page that finds somebody's
    records. An erasure looks through them all the same (`mentions`).
    """
    _elsewhere[registry.model_of(model)] = Elsewhere(reason, searched)


def kinds() -> list[Kind]:
    return list(_kinds.values())


def kind(name: str) -> Kind | None:
    return _kinds.get(name)


def searched_models() -> list[type[models.Model]]:
    return [model for model, one in _elsewhere.items() if one.searched]


def stands_elsewhere(model: type[models.Model]) -> bool:
    return model in _elsewhere


def words_of(model: type[models.Model]) -> list[str]:
    """The personal fields of a model that hold words, as the register names them."""
    one = registry.declaration_of(model)
    links = registry.person_links(model)
    return [name for name in (one.personal if one else ()) if name not in links]


def unclaimed() -> list[str]:
    """Personal fields of which nobody has said whose they are: neither handed out, withheld with
    a reason, nor said to belong to nobody in particular."""
    claimed: dict[type[models.Model], set[str]] = {}
    for one in _kinds.values():
        for part in one.parts:
            claimed.setdefault(part.model, set()).update(part.fields, part.withheld)
    return sorted(
        f"{one.label}.{name}"
        for one in registry.declarations()
        if one.model not in _elsewhere
        for name in words_of(one.model)
        if name not in claimed.get(one.model, set())
    )
