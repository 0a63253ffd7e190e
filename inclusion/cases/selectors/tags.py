"""Which groups and focus areas of a fund a case has: by rule, unless a caseworker said otherwise.

Nothing of the rule is stored: a date of birth that is corrected, or a need that is added, counts
from then on.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from inclusion.cases.models import Case, CaseTag, FundTag, NeedState

# Needs that say nothing of a person: entered in error.
NOT_COUNTED = (NeedState.CANCELLED,)


def years_old(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def by_rule(tag: FundTag, *, kinds: Collection[str], born: date | None, on: date) -> bool:
    """What the rule says, of somebody with these types of need on that day."""
    if not tag.is_group:
        return any(kind in tag.needs for kind in kinds)
    if born is None or (tag.age_from is None and tag.age_to is None):
        return False
    years = max(years_old(born, on), 0)
    return (tag.age_from or 0) <= years and (tag.age_to is None or years <= tag.age_to)


def in_effect(
    tags: Iterable[FundTag],
    said: Mapping[int, bool],
    *,
    kinds: Collection[str],
    born: date | None,
    on: date,
) -> set[int]:
    """The keys of those that apply; `said` is what caseworkers said, by the key of the tag."""
    return {tag.pk for tag in tags if said.get(tag.pk, by_rule(tag, kinds=kinds, born=born, on=on))}


@dataclass(frozen=True)
class Tagged:
    """One group or focus area on the page of a case."""

    tag: FundTag
    applies: bool
    is_rule: bool


def of_case(case: Case) -> list[Tagged]:
    """Every group and focus area there is, each with whether it applies today and who says so."""
    said = dict(CaseTag.objects.filter(case=case).values_list("tag", "applies"))
    needs = case.needs.exclude(state__in=NOT_COUNTED)
    kinds = set(needs.values_list("kind", flat=True))
    tags = list(FundTag.objects.all())
    here = in_effect(
        tags, said, kinds=kinds, born=case.person.date_of_birth, on=timezone.localdate()
    )
    return [Tagged(tag, tag.pk in here, tag.pk not in said) for tag in tags]
