"""The records of all controllers, put together for residents: by purpose, and by controller."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from diz_portal.privacy.purposes import Purpose

from .selectors import Told


@dataclass(frozen=True)
class Said:
    """The same answer of one controller or several."""

    words: str
    controllers: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """One purpose: what all its controllers answer, said once where they answer the same."""

    purpose: Purpose
    told: tuple[Told, ...]

    @property
    def controllers(self) -> list[str]:
        return [str(one.controller) for one in self.told if one.controller]

    @property
    def bases(self) -> list[Said]:
        return _said((one.basis_plainly, one) for one in self.told)

    @property
    def recipients(self) -> list[Said]:
        return _said((one.record.recipients, one) for one in self.told)

    @property
    def periods(self) -> list[Said]:
        return _said((one.how_long, one) for one in self.told)


def _said(answers: Iterable[tuple[str, Told]]) -> list[Said]:
    """Whose answer it is stands beside it where there are several."""
    found: dict[str, list[str]] = {}
    for words, told in answers:
        found.setdefault(words, []).append(str(told.controller))
    if len(found) == 1:
        return [Said(words, ()) for words in found]
    return [Said(words, tuple(names)) for words, names in found.items()]


def by_purpose(told: Iterable[Told]) -> list[Group]:
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(one.purpose.key, []).append(one)
    return [Group(few[0].purpose, tuple(few)) for few in found.values()]


def with_purposes(told: Iterable[Told]) -> list[tuple[Any, list[str]]]:
    """Each controller with what it uses data for."""
    found: dict[Any, list[str]] = {}
    for one in told:
        if one.controller:
            found.setdefault(one.controller, []).append(one.purpose.title)
    return list(found.items())
