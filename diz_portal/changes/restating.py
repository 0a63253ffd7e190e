"""Figures that were others when they were last told: what they were, what they are, and since when.

restated(user, since=…, until=…, as_known_at=pack.made_at)
# Restated(says="Sites that went live: was 51, now 50: correction of 3 May 2026", …)
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from diz_portal.words import as_date, listed, uk_date

from .reading import between
from .registry import Change, Kind, Rows, total


@dataclass(frozen=True)
class Restated:
    """`gone` are rows that were told and are not true any more; `new` were not known then."""

    kind: Kind
    was: int
    now: int
    says: str
    gone: tuple[Change, ...] = ()
    new: tuple[Change, ...] = ()


def restated(
    reader: Any, *, since: date, until: date, as_known_at: datetime, **more: Any
) -> list[Restated]:
    """Of the same days, as they were known then and as they are known now."""
    period: dict[str, Any] = {"since": since, "until": until, **more}
    then = between(reader, **period, as_known_at=as_known_at)
    now = between(reader, **period)
    found = []
    for kind in dict.fromkeys([*then, *now]):
        was, are = then.get(kind, ()), now.get(kind, ())
        before, after = _number(kind, was), _number(kind, are)
        if before == after:
            continue
        facts = {row.fact for row in was}, {row.fact for row in are}
        gone = tuple(row for row in was if row.fact not in facts[1])
        new = tuple(row for row in are if row.fact not in facts[0])
        says = f"{kind.title}: was {before:,}, now {after:,}{_because(gone, new)}"
        found.append(Restated(kind, before, after, says, gone, new))
    return sorted(found, key=lambda one: (one.kind.order, one.kind.name))


def _number(kind: Kind, rows: Rows) -> int:
    return total(rows, kind.counted) if kind.counted else len(rows)


def _because(gone: Rows, new: Rows) -> str:
    """By corrections, by what was recorded afterwards, or both; each with its days."""
    corrected = {row.superseded_at for row in gone} | {
        row.recorded_at for row in new if row.corrects
    }
    corrections = _days(corrected)
    added = _days({row.recorded_at for row in new if not row.corrects})
    if corrections and added:
        return f": correction of {corrections}, and recorded on {added}"
    if corrections:
        return f": correction of {corrections}"
    return f": recorded on {added}" if added else ""


def _days(moments: set[datetime | None]) -> str:
    days = sorted({as_date(moment) for moment in moments if moment is not None})
    return listed(uk_date(day) for day in days) if days else ""
