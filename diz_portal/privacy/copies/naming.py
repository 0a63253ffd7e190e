"""Copies of others in which somebody is named who is erased: they say what is to be nowhere.

A finished copy goes, and is prepared anew of what is held then. What an officer marked in one that
is not finished is marked again: without the name nobody would know what was to be left out.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from diz_portal import names, secrecy
from diz_portal.privacy import kinds
from diz_portal.privacy.mentions import people
from diz_portal.privacy.mentions.search import Find, Somebody
from diz_portal.privacy.services import triggers_lifted

from .emptying import empty
from .models import CopyFile, CopyReading, Format


def forget(those: Iterable[Somebody], chosen: Collection[Find] = ()) -> None:
    """Before their names are taken out of words: `chosen` are those that will be."""
    named = _Named(those)
    words_go = {(one.model._meta.label, str(one.pk)) for one in chosen}
    finished: set[Any] = set()
    marked: dict[Any, set[str]] = defaultdict(set)
    readings = CopyReading.objects.filter(copy__emptied_at=None)
    for pk, copy, finished_at, place, words in readings.values_list(
        "pk", "copy", "copy__finished_at", "place", "words"
    ):
        is_named = (CopyReading._meta.label, str(pk)) in words_go or named.stands_in(words)
        if finished_at is None and is_named:
            marked[copy].add(place)
        elif finished_at and (is_named or _row(place) in words_go):
            finished.add(copy)
    files = CopyFile.objects.filter(copy__emptied_at=None, format=Format.JSON)
    files = files.select_related("copy")
    for file in files.exclude(copy__in=finished) if named else ():
        if _may_name(file, named) and not named.are_of(file.copy.records):
            finished.add(file.copy_id)
    for key in sorted(finished):
        empty(key)
    with triggers_lifted(CopyReading):
        for copy, places in marked.items():
            CopyReading.objects.filter(copy=copy, place__in=places).delete()


class _Named:
    """What is certain of each, as it is where words are searched."""

    def __init__(self, those: Iterable[Somebody]):
        those = list(those)
        self.names = {names.key(each.name) for one in those for each in one.called} - {""}
        self.patterns = [
            each
            for one in those
            for each in one.patterns
            if each.certain and each.what not in one.doubts
        ]

    def __bool__(self) -> bool:
        return bool(self.patterns)

    def stands_in(self, text: str) -> bool:
        return bool(people.spans(text, self.patterns))

    def are_of(self, records: list[str]) -> bool:
        """Whether somebody's own record stays, and this is the copy of it."""
        for one in records:
            name, reference = one.split(":", 1)
            kind = kinds.kind(name)
            row = kind.get(reference) if kind else None
            if kind and row is not None and names.key(kind.bearer(row).name) in self.names:
                return True
        return False


def _row(place: str) -> tuple[str, str]:
    """Which row it is; of answers that are in no table of their own, none."""
    parts = place.rsplit("/", 3)
    return (parts[1], parts[2]) if len(parts) > 3 else ("", "")


def _may_name(file: CopyFile, named: _Named) -> bool:
    """Also where it cannot be opened: nobody can hand it out, and it holds up no erasure."""
    try:
        records = json.loads(file.opened())["records"]
    except (secrecy.Unreadable, FileNotFoundError):
        return True
    return any(map(named.stands_in, _texts(records)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, str):
        yield value
