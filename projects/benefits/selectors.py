"""Reading benefits: each with what was measured, planned against measured."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import Prefetch, QuerySet

from diz_portal.disclosure.measures import Measured, published
from projects.benefits.enums import Role
from projects.benefits.models import Benefit, BenefitMeasure
from projects.portfolio.models import Programme, Project


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
    # Of its uncorrected measures those that are not shown, so that no one is recognised.
    hidden: tuple[BenefitMeasure, ...] = ()

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
            return "No measure that can be shown" if self.hidden else "Not measured yet"
        if self.is_met:
            return "Target met"
        if self.share <= 0:
            return "No improvement yet"
        return f"{self.share}% of the way to the target"


def realised(benefits: QuerySet[Benefit]) -> list[Realised]:
    """In two queries, however many there are."""
    return [Realised(one, tuple(_uncorrected(one))) for one in _with_measures(benefits)]


def _with_measures(benefits: QuerySet[Benefit]) -> QuerySet[Benefit]:
    measures = BenefitMeasure.objects.select_related("benefit").order_by("pk")
    found = benefits.select_related("project", "owner")
    return found.prefetch_related(Prefetch("measures", queryset=measures, to_attr="recorded"))


def _uncorrected(benefit: Benefit) -> list[BenefitMeasure]:
    """In the order of their days."""
    recorded: list[BenefitMeasure] = benefit.recorded  # type: ignore[attr-defined]
    corrected = {one.corrects_id for one in recorded}
    return sorted(
        (one for one in recorded if one.pk not in corrected), key=lambda one: (one.on, one.pk)
    )


def by_role(found: Iterable[Realised]) -> list[tuple[str, list[Realised]]]:
    """The purpose apart from secondary benefits."""
    rows = list(found)
    parts = [(role.label, [one for one in rows if one.benefit.role == role]) for role in Role]
    return [(label, ones) for label, ones in parts if ones]


def public(**which: str) -> list[Realised]:
    """As anybody may read them: without measures that would tell of a few people."""
    return [_for_all(one) for one in _with_measures(Benefit.objects.public().filter(**which))]


def _for_all(benefit: Benefit) -> Realised:
    uncorrected = _uncorrected(benefit)
    if not benefit.counts_people:
        return Realised(benefit, tuple(uncorrected))
    # In the order in which they were recorded, those among them that were corrected since: they
    # were read, too.
    recorded: list[BenefitMeasure] = benefit.recorded  # type: ignore[attr-defined]
    history = [Measured(one.amount, one.people or 0) for one in recorded]
    may = published(history, benefit.of_people)
    shown = {one.pk for one, is_shown in zip(recorded, may, strict=True) if is_shown}
    return Realised(
        benefit,
        tuple(one for one in uncorrected if one.pk in shown),
        tuple(one for one in uncorrected if one.pk not in shown),
    )


def public_panel(project: Project, user: Any) -> dict[str, Any] | None:
    """On the public page of a project: those that are released."""
    found = public(project__slug=project.slug)
    return {"roles": by_role(found)} if found else None


def programme_panel(programme: Programme, user: Any) -> dict[str, Any] | None:
    """On the public page of a programme: those of its projects that are released."""
    found = public(project__programme__slug=programme.slug)
    return {"roles": by_role(found)} if found else None


def workspace_panel(project: Project, user: Any) -> dict[str, Any] | None:
    found = realised(project.benefits.all())
    return {"roles": by_role(found)} if found else None


def to_measure(project: Project, organisation_id: int, by: date) -> list[Realised]:
    """Those of the project that the organisation owns, and should have measured by that day."""
    owned = Benefit.objects.filter(project=project, owner=organisation_id, ended_on=None)
    return [one for one in realised(owned) if one.due_on is not None and one.due_on <= by]


def measured_in(
    project: Project, organisation_id: int, since: date, until: date
) -> QuerySet[BenefitMeasure]:
    """What was measured of them from one day to before another."""
    return (
        BenefitMeasure.objects.uncorrected()
        .filter(
            benefit__project=project, benefit__owner=organisation_id, on__gte=since, on__lt=until
        )
        .select_related("benefit")
        .order_by("benefit__title", "on", "pk")
    )
