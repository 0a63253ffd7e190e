"""The files of Ofcom and the ONS as they publish them, in each layout that they have had.

Ofcom, Connected Nations, fixed coverage by local authority: a row an area, a column a measure; the
month of the release stands in the name of the file at best. ONS, Explore Local Statistics: a row an
area and period, the indicator named in one of two columns, which changed places between editions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from diz_portal.access import Refusal
from diz_portal.tables import Limits, Row, Table, open_table
from diz_portal.tables.values import Number, Wrong

from .measures import Measure, Publisher

GSS = re.compile(r"[EWSNKJ][0-9]{8}")
LONGEST_NAME = 100
LIMITS = Limits(size=200_000_000, rows=500_000)
OFCOM_AREA = ("laua", "laua_name")
# By the publisher's own headings, which are matched without regard to case: what the share is
# called, and the count.
OFCOM = {
    Measure.FULL_FIBRE: (
        "full fibre availability (% premises)",
        "number of premises with full fibre availability",
    ),
    Measure.GIGABIT: (
        "gigabit availability (% premises)",
        "number of premises with gigabit availability",
    ),
    Measure.SUPERFAST: (
        "sfbb availability (% premises)",
        "number of premises with sfbb availability",
    ),
    Measure.BELOW_30: (
        "% of premises unable to receive 30mbit/s",
        "number of premises unable to receive 30mbit/s",
    ),
    Measure.BELOW_DECENT: (
        "% of premises below the uso",
        "number of premises below the uso",
    ),
}
ALL, MATCHED = "all premises", "all matched premises"
ONS_AREA, ONS_NAME = "areacd", "areanm"
ONS_INDICATOR = ("indicator", "variable name")
ONS_VALUE = ("observation", "value")
ONS = {
    "gigabit capable broadband": Measure.GIGABIT,
    "premises with gigabit capable broadband": Measure.GIGABIT,
    "premises below 30mbps": Measure.BELOW_30,
    "4g coverage": Measure.MOBILE_4G,
    "5g coverage": Measure.MOBILE_5G,
}
REPLACED = re.compile(r"Obsolete code since ([0-9]{4}) \(replaced by ([EWSN][0-9]{8})\b ?([^)]*)\)")
IN_NAME = re.compile(r"(?<![0-9])(20[0-9]{2})[-_]?(0[1-9]|1[0-2])(?![0-9])")
PERIOD = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])(?:-([0-9]{2}))?")
SHARE = Number(2, least=0, most=100, rounded=True)
COUNT = Number(0, least=0, most=100_000_000, made=int)
WHAT_CAN_BE_READ = (
    "Use the fixed coverage of local authorities from Ofcom’s Connected Nations (it has a "
    "column “laua”), or an indicator of coverage from ONS Explore Local Statistics (it has the "
    "columns “areacd” and “period”)"
)


class NotCoverage(Refusal):
    """The file is none of those that can be read, or is not whole; nothing was changed."""


@dataclass(frozen=True)
class Replaced:
    """What a note says of a code that is no more: its area was dissolved by then."""

    year: int
    code: str
    name: str


@dataclass(frozen=True)
class Read:
    """One figure as a file has it."""

    place: str
    period: date
    code: str
    name: str
    measure: str
    share: Decimal
    premises: int | None = None
    all_premises: int | None = None
    matched_premises: int | None = None
    replaced: Replaced | None = None


@dataclass(frozen=True)
class CoverageFile:
    table: Table
    # Of a file of Ofcom; the ONS says in each row of what period it is.
    release: date | None

    @property
    def publisher(self) -> str:
        return Publisher.OFCOM if self.release else Publisher.ONS

    def figures(self) -> Iterator[Read]:
        """All of the file, in its order; a cell that cannot be read refuses the file."""
        return self._of_ofcom(self.release) if self.release else self._of_ons()

    def _of_ofcom(self, release: date) -> Iterator[Read]:
        at = _columns(self.table)
        measures = [
            (measure, at[share], at.get(count))
            for measure, (share, count) in OFCOM.items()
            if share in at
        ]
        for row in self.table.rows():
            code, name = _area(row, at[OFCOM_AREA[0]], at.get(OFCOM_AREA[1]))
            whole, matched = (_read(row, at.get(one), COUNT) for one in (ALL, MATCHED))
            for measure, share, count in measures:
                found = _read(row, share, SHARE)
                if found is None:
                    continue
                premises = _read(row, count, COUNT) if whole else None
                if premises is not None and max(premises, matched or 0) > whole:
                    raise NotCoverage(
                        f"{row.place(share)}: the row counts more premises than there are "
                        f"({whole:,}). Correct it, or download the file again"
                    )
                yield Read(
                    place=row.place(share),
                    period=release,
                    code=code,
                    name=name,
                    measure=measure,
                    share=found,
                    premises=premises,
                    all_premises=None if premises is None else whole,
                    matched_premises=None if premises is None else matched,
                )

    def _of_ons(self) -> Iterator[Read]:
        at = _columns(self.table)
        value = next(at[one] for one in ONS_VALUE if one in at)
        indicators = [at[one] for one in ONS_INDICATOR if one in at]
        kind, notes = at.get("measure"), at.get("notes")
        for row in self.table.rows():
            share = _read(row, value, SHARE)
            # A release leaves blank what it cannot say of an area.
            if share is None:
                continue
            code, name = _area(row, at[ONS_AREA], at.get(ONS_NAME))
            if kind is not None and row.text(kind).casefold() != "percentage":
                raise NotCoverage(f"{row.place(kind)}: only percentages can be loaded")
            yield Read(
                place=row.place(value),
                period=_period(row, at["period"]),
                code=code,
                name=name,
                measure=_indicator(row, indicators),
                share=share,
                replaced=_replaced(row, notes) if notes is not None else None,
            )


def opened(path: Path, file: Any, release: date | None) -> CoverageFile:
    """The file in the layout that its headings tell; `release` is the month that Ofcom's lack."""
    table = open_table(file, path.name, _is_known, limits=LIMITS)
    at = _columns(table)
    if OFCOM_AREA[0] in at and any(share in at for share, _ in OFCOM.values()):
        release = release or _month_in(path.name)
        if release is None:
            raise NotCoverage(
                "Neither the file nor its name says which release this is. Add its month, such as "
                "--release 2025-07"
            )
        return CoverageFile(table, release)
    has_value = any(one in at for one in ONS_VALUE)
    if ONS_AREA in at and "period" in at and has_value and any(one in at for one in ONS_INDICATOR):
        return CoverageFile(table, None)
    raise NotCoverage(f"This file has none of the layouts that can be loaded. {WHAT_CAN_BE_READ}")


def _is_known(heading: str) -> bool:
    name = heading.strip().casefold()
    ours = {*OFCOM_AREA, ALL, MATCHED, ONS_AREA, ONS_NAME, "period", *ONS_INDICATOR, *ONS_VALUE}
    return name in ours or any(name in both for both in OFCOM.values())


def _columns(table: Table) -> dict[str, int]:
    return {heading.strip().casefold(): at for at, heading in enumerate(table.headings)}


def _month_in(name: str) -> date | None:
    found = IN_NAME.search(name)
    return date(int(found[1]), int(found[2]), 1) if found else None


def _area(row: Row, at: int, name_at: int | None) -> tuple[str, str]:
    code = row.text(at)
    if not GSS.fullmatch(code):
        raise NotCoverage(f"{row.place(at)}: “{code[:20]}” is not a GSS code, such as E07000073")
    return code, (row.text(name_at)[:LONGEST_NAME] if name_at is not None else "") or code


def _read(row: Row, at: int | None, kind: Number) -> Any:
    """The number of a cell; None for a blank one or a column that is not there."""
    if at is None or not row.text(at):
        return None
    try:
        return kind(row.cells[at])
    except Wrong as wrong:
        raise NotCoverage(f"{row.place(at)}: {wrong}") from wrong


def _period(row: Row, at: int) -> date:
    found = PERIOD.fullmatch(row.text(at))
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    raise NotCoverage(
        f"{row.place(at)}: “{row.text(at)[:20]}” is not a period such as 2026-01 or 2026-01-15"
    )


def _indicator(row: Row, columns: list[int]) -> str:
    named = [row.text(at) for at in columns]
    for name in named:
        if name.casefold() in ONS:
            return ONS[name.casefold()]
    raise NotCoverage(
        f"{row.place(columns[0])}: “{named[0][:60]}” is not an indicator that can be loaded. "
        "Use a file of “Gigabit capable broadband”, “Premises below 30Mbps”, “4G coverage” or "
        "“5G coverage”"
    )


def _replaced(row: Row, at: int) -> Replaced | None:
    found = REPLACED.search(row.text(at))
    if not found:
        return None
    year, name = int(found[1]), found[3].strip()
    if not 1900 <= year <= 2199:
        raise NotCoverage(
            f"{row.place(at)}: the year {found[1]} of the note cannot be right. Correct it"
        )
    if len(name) > LONGEST_NAME:
        raise NotCoverage(
            f"{row.place(at)}: the note names an area in more than {LONGEST_NAME} letters. Shorten "
            "its name"
        )
    return Replaced(year, found[2], name)
