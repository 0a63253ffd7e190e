"""Benefits as a file, shaped for an evaluator."""

from collections.abc import Iterable, Iterator
from typing import Any

from diz_portal.reports.paper import SUPPRESSED
from projects.benefits.selectors import Realised

# A public name: scripts rely on this order.
CSV_HEADER = [
    "reference",
    "project",
    "outcome",
    "role",
    "type",
    "beneficiary",
    "owner",
    "measure",
    "unit",
    "date",
    "point",
    "value",
    "planned",
    "people",
    "method",
]


def rows(found: Iterable[Realised]) -> Iterator[list[Any]]:
    """A row for each baseline, measure and target."""
    for one in found:
        benefit = one.benefit
        about = [
            benefit.reference,
            benefit.project.title,
            benefit.title,
            benefit.role,
            benefit.value,
            benefit.beneficiary,
            benefit.owner.name,
            benefit.measure,
            benefit.unit,
        ]
        start = [benefit.baseline_on, "baseline", benefit.baseline, benefit.baseline]
        yield [*about, *start, None, benefit.baseline_method]
        for point in one.points:
            row = point.measure
            measured = [row.on, "measured", row.amount, point.planned, row.people, row.method]
            yield [*about, *measured]
        for row in one.hidden:
            planned = benefit.planned_on(row.on)
            yield [*about, row.on, "measured", SUPPRESSED.short, planned, SUPPRESSED.short, ""]
        end = [benefit.target_on, "target", benefit.target, benefit.target]
        yield [*about, *end, None, None]
