"""How long each controller keeps what it holds: chosen, within what the night carries out."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from diz_portal.places.selectors import partnership
from diz_portal.privacy import registry
from diz_portal.privacy.registry import DaysOf, Declaration, Retention

from .models import Period

# What can be chosen of, where it lies between the least and the most: days.
LADDER = (30, 60, 90, 180, 365, 2 * 365, 3 * 365, 5 * 365, 6 * 365, 7 * 365)


def choices(retention: Retention) -> list[tuple[int, str]]:
    """The periods of one kind of record, the shortest first; the usual one is among them."""
    between = {one for one in LADDER if retention.at_least <= one <= retention.at_most}
    return [(one, registry.in_words(one)) for one in sorted(between | {retention.days or 0})]


def chosen_by_controller() -> dict[str, dict[int, int]]:
    """By label and organisation id the days that were chosen, in one query."""
    found: dict[str, dict[int, int]] = defaultdict(dict)
    for label, controller, days in Period.objects.values_list(
        "label", "record__controller", "days"
    ):
        found[label][controller] = days
    return found


def days_of(controller: Any) -> DaysOf:
    """The periods of one controller, read once: `days_of(council)("seminars.Registration")`."""
    chosen = (
        dict(Period.objects.filter(record__controller=controller).values_list("label", "days"))
        if controller is not None
        else {}
    )
    return among(chosen)


def among(chosen: dict[str, int]) -> DaysOf:
    """The days that were chosen, and otherwise the usual ones."""

    def days(label: str) -> int:
        usual = registry.usual_days(label)
        return _within(label, chosen.get(label, usual))

    return days


def kept_for(label: str, controller: Any = None) -> str:
    """How long the records of a model are kept, for a sentence that promises it: `1 year`.

    Without a controller it is the lead organisation; of what each team keeps for itself, the
    longest that one of them chose, since it is not known yet who it will be.
    """
    retention = registry.retention_of(label)
    if controller is None and not retention.whose:
        controller = partnership().lead_organisation
    if controller is not None:
        return registry.in_words(days_of(controller)(label))
    chosen = Period.objects.filter(label=label).values_list("days", flat=True)
    return registry.in_words(max([retention.days or 0, *(_within(label, one) for one in chosen)]))


def carried_out(
    one: Declaration, retention: Retention, chosen: dict[int, int], lead: int | None
) -> list[Retention]:
    """The periods by which the night goes, each with the rows it holds for."""
    if not retention.is_chosen:
        return [retention]
    if not retention.whose:
        days = chosen.get(lead or 0, retention.days or 0)
        return [replace(retention, days=_within(one.label, days))]
    whose, only = retention.whose, retention.only
    return [
        *(
            replace(retention, days=_within(one.label, days), only={**only, whose: controller})
            for controller, days in sorted(chosen.items())
        ),
        replace(retention, only={**only, f"not {whose}__in": sorted(chosen)}),
    ]


def _within(label: str, days: int) -> int:
    """What was chosen before the code's bounds became narrower does not go beyond them."""
    retention = registry.retention_of(label)
    if not retention.is_chosen:
        return retention.days or 0
    return min(max(days, retention.at_least), retention.at_most)
