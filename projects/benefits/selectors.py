"""Reading benefits: each with what was measured, planned against measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Prefetch, QuerySet

from projects.benefits.enums import Role
from projects.benefits.models import Benefit, BenefitMeasure


@dataclass(frozen=True)
class Point:
    measure: BenefitMeasure
    planned: Decimal

    @property
    def is_ahead(self) -> bool:
        better = self.measure.amount - self.planned
        return better >= 0 if self.measure.benefit.more_is_better else better <= 0


@dataclass(frozen=True)
class Realised:
    """A benefit, and its uncorrected measures in order."""

    benefit: Benefit
    measures: tuple[BenefitMeasure, ...]

    @cached_property
    def points(self) -> list[Point]:
        return [Point(one, self.benefit.planned_on(one.on)) for one in self.measures]

    @property
    def last(self) -> BenefitMeasure | None:
        return self.measures[-1] if self.measures else None

    @property
    def share(self) -> int | None:
        """Of the way from the baseline to the target, in per cent; less than 0 if it got worse."""
        return self.benefit.share_of_target(self.last.amount) if self.last else None

    @property
    def is_met(self) -> bool:
        return self.share is not None and self.share >= 100

    @property
    def due_on(self) -> date | None:
        return self.benefit.next_due_on(self.last.on if self.last else None)

    @property
    def state(self) -> str:
        if self.share is None:
            return "Not measured yet"
        if self.is_met:
            return "Target met"
        if self.share <= 0:
            return "No improvement yet"
        return f"{self.share}% of the way to the target"


def realised(benefits: QuerySet[Benefit]) -> list[Realised]:
    """In two queries, however many there are."""
    measures = BenefitMeasure.objects.uncorrected().select_related("benefit").order_by("on", "pk")
    found = benefits.select_related("project", "owner").prefetch_related(
        Prefetch("measures", queryset=measures, to_attr="standing")
    )
    return [Realised(one, tuple(one.standing)) for one in found]


def by_role(found: Iterable[Realised]) -> list[tuple[str, list[Realised]]]:
    """The purpose apart from secondary benefits."""
    rows = list(found)
    parts = [(role.label, [one for one in rows if one.benefit.role == role]) for role in Role]
    return [(label, ones) for label, ones in parts if ones]


def public() -> list[Realised]:
    return realised(Benefit.objects.public())
