"""Reading the tables of a survey of digital skills by region: all of a file is taken, or nothing.

One row for each region and what was measured, with how many in a hundred adults. None of it comes
with the portal: whoever may use a survey imports its tables, with their source and licence.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.tables import FileRefused, Row, open_table
from diz_portal.tables.values import PERCENT, Number, Wrong, line
from inclusion.learning.models import Benchmark, BenchmarkFigure, Measured
from inclusion.learning.services.reading import columns_at

COLUMNS = ("region", "measure", "percent")
# As surveys head their tables, beside our own keys and names.
MEASURES = {
    "foundation": Measured.FOUNDATION,
    "foundation level": Measured.FOUNDATION,
    "life": Measured.LIFE,
    "life level": Measured.LIFE,
    "essential digital skills for life": Measured.LIFE,
    **{one.value: one for one in Measured},
    **{one.label.casefold(): one for one in Measured},
}
MOST = 500
PERCENTAGE = Number(1, most=100, of="per cent", units=PERCENT, rounded=True)


class BenchmarkRefused(Refusal):
    """What is wrong with the file, a line for each row."""


class AlreadyHere(Refusal):
    message = "This survey already has this edition, with other figures. Enter another edition"


@dataclass(frozen=True)
class Read:
    region: str
    measured: Measured
    percent: Decimal


@transaction.atomic
def load(
    file: BinaryIO,
    file_name: str,
    *,
    name: str,
    edition: str,
    question: str,
    source: str,
    licence: str,
    region: str,
) -> Benchmark:
    """The edition; loaded twice, it is there once, and shows the region that was named last."""
    region = " ".join(region.split())
    benchmark = Benchmark(
        name=name,
        edition=edition,
        question=question,
        source=source,
        licence=licence,
        region=region,
    )
    try:
        benchmark.clean_fields()
    except ValidationError as error:
        wrong = (f"{field}: {said[0]}" for field, said in error.message_dict.items())
        raise BenchmarkRefused("\n".join(wrong)) from None
    found = _read(file, file_name)
    regions = {one.region.casefold(): one.region for one in found}
    if region.casefold() not in regions:
        raise BenchmarkRefused(
            f"The file has no region “{region}”. Enter one of these: "
            f"{', '.join(sorted(regions.values()))}"
        )
    benchmark.region = regions[region.casefold()]
    if here := Benchmark.objects.filter(name=name, edition=edition).first():
        kept = {(one.region, one.measured, one.percent) for one in here.figures.all()}
        if kept != {(one.region, one.measured.value, one.percent) for one in found}:
            raise AlreadyHere
        here.region = benchmark.region
        here.save(update_fields=["region"])
        return here
    benchmark.save()
    BenchmarkFigure.objects.bulk_create(
        BenchmarkFigure(
            benchmark=benchmark, region=one.region, measured=one.measured, percent=one.percent
        )
        for one in found
    )
    return benchmark


def _read(file: BinaryIO, file_name: str) -> list[Read]:
    found: list[Read] = []
    wrong: list[str] = []
    try:
        table = open_table(file, file_name, known=lambda one: one.casefold() in COLUMNS)
        at = columns_at(table.headings, COLUMNS)
        for row in table.rows():
            try:
                found.append(_figure(row, at))
            except Wrong as error:
                wrong.append(f"Row {row.number}: {error}")
    except FileRefused as refused:
        raise BenchmarkRefused(str(refused)) from None
    twice = Counter((one.region.casefold(), one.measured) for one in found)
    wrong += [
        f"“{region}” has “{measured.label}” {number} times. Leave one of them"
        for (region, measured), number in twice.items()
        if number > 1
    ]
    if len(found) > MOST:
        wrong.append(f"The file has over {MOST} figures. Check that it is the right one")
    if not found and not wrong:
        wrong.append("The file has no figures. Check that it is the right one")
    if found and max(one.percent for one in found) <= 1:
        # 0.83 may be 83% or less than one in a hundred.
        wrong.append("Enter percentages such as 83, not parts of one such as 0.83")
    if wrong:
        raise BenchmarkRefused("\n".join(wrong[:50]))
    return found


def _figure(row: Row, at: dict[str, int]) -> Read:
    region, measure = (" ".join(row.text(at[name]).split()) for name in COLUMNS[:2])
    if not region:
        raise Wrong("enter the region")
    if measure.casefold() not in MEASURES:
        raise Wrong(
            f"“{measure[:60]}” is not a measure. Use Foundation, Life or one of the 5 areas"
        )
    percent = row.cells[at["percent"]] if at["percent"] < len(row.cells) else None
    if percent is None or not str(percent).strip():
        raise Wrong("enter the percentage")
    return Read(line(60)(region), MEASURES[measure.casefold()], PERCENTAGE(percent))
