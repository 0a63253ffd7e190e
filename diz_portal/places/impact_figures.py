"""Premises that can newly get full fibre: see diz_portal.impact.declaring."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from diz_portal.impact.declaring import Column, figure
from diz_portal.words import uk_month

from .connectivity import selectors
from .connectivity.measures import Measure, Publisher, Series

FULL_FIBRE = Series(Publisher.OFCOM, Measure.FULL_FIBRE)


def _between(rows: Sequence[Sequence[Any]]) -> str:
    before, after = (uk_month(date.fromisoformat(str(rows[0][at]))) for at in (2, 3))
    return f"Between {before} and {after}."


@figure(
    "premises-newly-passed",
    title="more premises can get full fibre",
    says=_between,
    question="How many more homes and businesses in our districts can order full fibre than when "
    "Ofcom first counted?",
    definition="Premises with full fibre in the latest Ofcom release that is loaded, less those in "
    "the earliest, district by district. It shows what was built here by anyone. It does "
    "not show that our projects caused it, or how near a surgery it is.",
    source="Ofcom, Connected Nations, fixed coverage by local authority.",
    not_counted="Districts that one of the 2 releases does not have, and whether people order it.",
    group="Infrastructure",
    order=15,
    columns=[
        Column("district_code", "District code"),
        Column("district", "District"),
        Column("first_release", "First release"),
        Column("latest_release", "Latest release"),
        Column("premises_first", "Premises (first release)"),
        Column("premises_latest", "Premises (latest release)"),
        Column("more_premises", "More premises"),
    ],
    done="more_premises",
    version=selectors.VERSION,
    without="This needs 2 releases of Ofcom’s Connected Nations, fixed coverage by local "
    "authority. A portal administrator loads each of them with the command import_coverage.",
)
def premises_newly_passed(today: date) -> list[tuple]:
    counted = [
        {code: (one, one.premises) for code, one in row.figures.items() if one.premises is not None}
        for row in selectors.Benchmark(selectors.our_codes()).history(FULL_FIBRE)
    ]
    counted = [row for row in counted if row]
    if len(counted) < 2:
        return []
    rows = []
    for code in counted[0].keys() & counted[-1].keys():
        (first, before), (last, after) = counted[0][code], counted[-1][code]
        days = (one.release.period.isoformat() for one in (first, last))
        rows.append((code, last.area.name, *days, before, after, after - before))
    return sorted(rows, key=lambda row: row[1])
