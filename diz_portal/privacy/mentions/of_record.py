"""Whom a record is of, and why a find may be of somebody else."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from diz_portal import names, phones
from diz_portal.privacy import kinds
from diz_portal.privacy.kinds import MOST, Bearer, Kind, Part, Wanted

from . import spelling
from .people import EMAIL, NAME, NUMBER
from .search import Somebody

NAMESAKE = "someone else here has the same name"
SHARED = "someone else here has the same one"


def somebody(kind: Kind, row: Any, parts: Iterable[Part]) -> Somebody:
    """Before a record is forgotten: whom to look for, and what goes with the record itself."""
    bearers = called(kind, row)
    own: dict[tuple[type[models.Model], str], frozenset[Any]] = {}
    rows: dict[type[models.Model], frozenset[Any]] = defaultdict(frozenset)
    for part in parts:
        keys = frozenset(one.pk for one in part.rows(row))
        rows[part.model] |= keys
        for name in (*part.fields, *part.withheld):
            own[part.model, name] = own.get((part.model, name), frozenset()) | keys
    return Somebody(bearers, _doubts(bearers, _others(kind, row, bearers)), own, rows)


def still_known(kind: Kind, row: Any, bearers: Iterable[Bearer]) -> bool:
    """Whether another record has the name, the number or the address: the person's own, or that
    of somebody whose words must not lose them."""
    return next(_others(kind, row, tuple(bearers)), None) is not None


def called(kind: Kind, row: Any) -> tuple[Bearer, ...]:
    return tuple(dict.fromkeys(kind.called(row) if kind.called else [kind.bearer(row)]))


def _others(kind: Kind, row: Any, bearers: tuple[Bearer, ...]) -> Iterator[Bearer]:
    """Who else bears the name in full, the email address or the number."""
    seen = {(kind.name, kind.reference(row))}
    for wanted in dict.fromkeys(one for bearer in bearers for one in _wanted(bearer)):
        for other in kinds.kinds():
            if not other.shows_somebody:
                continue
            found = other.find(wanted)
            for each in found[:MOST] if isinstance(found, models.QuerySet) else list(found)[:MOST]:
                mark = (other.name, other.reference(each))
                bearer = other.bearer(each)
                if mark not in seen and _bears(bearer, wanted):
                    seen.add(mark)
                    yield bearer


def _wanted(bearer: Bearer) -> list[Wanted]:
    asked = [Wanted.of(text) for text in (bearer.email, bearer.phone, bearer.name) if text]
    return [one for one in asked if one]


def _bears(bearer: Bearer, wanted: Wanted) -> bool:
    """In full: looking for a name finds also those of whose name it is a part."""
    return not wanted.name or _key(bearer.name) == _key(wanted.name)


def _key(name: str) -> str:
    """Whoever has the same name with another accent is a namesake too."""
    return names.key(spelling.folded(name))


def _doubts(bearers: tuple[Bearer, ...], others: Iterable[Bearer]) -> dict[str, str]:
    doubts: dict[str, str] = {}
    known = {_key(one.name) for one in bearers} - {""}
    for other in others:
        key = _key(other.name)
        for one in bearers:
            if (
                one.email
                and one.email.casefold() == other.email.casefold()
                and key not in {"", *known}
            ):
                doubts[EMAIL] = SHARED
            if _same_number(one, other) and key not in {"", *known}:
                doubts[NUMBER] = SHARED
        if key in known and not any(_one_person(one, other) for one in bearers):
            doubts[NAME] = NAMESAKE
    return doubts


def _same_number(one: Bearer, other: Bearer) -> bool:
    return bool(one.phone) and phones.key(one.phone) == phones.key(other.phone)


def _one_person(one: Bearer, other: Bearer) -> bool:
    """Of two with one name: both can be reached, and in no way alike, are two."""
    if one.born and other.born:
        return one.born == other.born
    if (one.email and one.email.casefold() == other.email.casefold()) or _same_number(one, other):
        return True
    return not (one.email or one.phone) or not (other.email or other.phone)
