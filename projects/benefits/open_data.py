"""Released benefits as open data, a row for each baseline, measure and target."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from diz_portal.open_data.declaring import Dataset, Kind, Reading, coded, dataset, text, typed
from diz_portal.reports.paper import SUPPRESSED, Mark
from projects.benefits import selectors
from projects.benefits.enums import Role, Value
from projects.benefits.models import Benefit


@dataclass(frozen=True)
class Row:
    benefit: Benefit
    on: date
    point: str
    value: Decimal | Mark
    planned: Decimal
    people: int | Mark | None = None


@dataset
class Benefits(Dataset):
    slug = "benefits"
    title = "Benefits"
    about = (
        "What projects aim to change: the baseline, each measure beside the plan, and the target. "
        "A change is not proof that the project caused it."
    )
    withheld = (
        "Benefits that are not released. A measure of people is from 5 people or more, and hidden "
        "if a few people could be worked out from it. Who recorded a measure is not published."
    )
    keywords = ("benefits", "evaluation")
    order = 6
    fields = (
        text("reference", "Reference", "benefit.reference"),
        text("project", "Project", "benefit.project.title"),
        text("outcome", "Outcome", "benefit.title"),
        *coded("role", "Purpose or secondary", Role, "benefit.role"),
        *coded("type", "Type of benefit", Value, "benefit.value"),
        text("beneficiary", "Who benefits", "benefit.beneficiary"),
        text("owner", "Owner", "benefit.owner.name"),
        text("measure", "What is measured", "benefit.measure"),
        text("unit", "Unit", "benefit.unit"),
        typed(Kind.DAY, "date", "Date", "on"),
        text("point", "Baseline, measured or target"),
        typed(Kind.NUMBER, "value", "Value"),
        typed(Kind.NUMBER, "planned", "Planned"),
        typed(Kind.WHOLE, "people", "Number of people"),
    )
    key = ("reference", "date", "point")

    def rows(self, reading: Reading) -> Iterable[Row]:
        for one in selectors.public():
            benefit = one.benefit
            start, end = benefit.baseline, benefit.target
            yield Row(benefit, benefit.baseline_on, "baseline", start, start)
            for point in one.points:
                row = point.measure
                yield Row(benefit, row.on, "measured", row.amount, point.planned, row.people)
            for row in one.hidden:
                planned = benefit.planned_on(row.on)
                yield Row(benefit, row.on, "measured", SUPPRESSED, planned, SUPPRESSED)
            yield Row(benefit, benefit.target_on, "target", end, end)

    def count(self) -> int:
        return sum(1 for _ in self.rows(Reading()))
