"""Reading the scope change log: how 113 sites at £2.1m became 74 at £1.7m, line by line."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Prefetch, Q

from projects.portfolio.models import Project
from projects.rollout.models import ScopeChange, ScopeEntry

# Names shown under a line before "and 64 more"; the file lists every one.
NAMES_SHOWN = 30


@dataclass(frozen=True)
class LogLine:
    """A change with the balance after it."""

    number: int  # by the order of recording: an address without its key
    change: ScopeChange
    added: int
    removed: int
    sites: int
    value: Decimal
    entries: list[ScopeEntry]

    @property
    def more(self) -> int:
        return self.added + self.removed - len(self.entries)

    @property
    def step(self) -> int:
        return self.added - self.removed


def change_log(project: Project) -> list[LogLine]:
    """Every change, oldest first, with the sites and the value in scope after it."""
    changes = (
        ScopeChange.objects.filter(project=project)
        .select_related("approved_by", "reverses", "reversed_by")
        .annotate(
            added=Count("entries", filter=Q(entries__step=1)),
            removed=Count("entries", filter=Q(entries__step=-1)),
        )
        .prefetch_related(
            Prefetch(
                "entries",
                queryset=ScopeEntry.objects.select_related("site").order_by("pk")[:NAMES_SHOWN],
                to_attr="first_entries",
            )
        )
        .order_by("happened_on", "recorded_at", "pk")
    )
    found = list(changes)
    numbers = {pk: at for at, pk in enumerate(sorted(one.pk for one in found), start=1)}
    sites, value, lines = 0, Decimal(0), []
    for change in found:
        sites += change.added - change.removed
        value += change.value_change
        lines.append(
            LogLine(
                numbers[change.pk],
                change,
                change.added,
                change.removed,
                sites,
                value,
                change.first_entries,
            )
        )
    return lines


@dataclass(frozen=True)
class Scope:
    sites: int
    value: Decimal


def scope_as_at(project: Project, on: date) -> Scope:
    """How many sites were in scope on that day, and worth how much."""
    changes = ScopeChange.objects.filter(project=project, happened_on__lte=on)
    value = sum(changes.values_list("value_change", flat=True), Decimal(0))
    steps = ScopeEntry.objects.filter(change__in=changes).values_list("step", flat=True)
    return Scope(sites=sum(steps), value=value)


def numbered(project: Project, number: int) -> ScopeChange | None:
    """The change that an address names: see `LogLine.number`."""
    changes = ScopeChange.objects.filter(project=project).select_related("project", "reversed_by")
    return changes.order_by("pk")[number - 1 : number].first() if number > 0 else None


def change_log_rows(project: Project):
    """The scope change log site by site, for a file: a change without sites is one row."""
    lines = (
        ScopeChange.objects.filter(project=project)
        .order_by("happened_on", "recorded_at", "pk", "entries__pk")
        .values_list(
            "happened_on",
            "reason",
            "note",
            "value_change",
            "approved_by__name",
            "pk",
            "entries__step",
            "entries__site__reference",
            "entries__site__ods_code",
            "entries__site__name",
        )
    )
    seen = None
    for on, reason, note, value, approver, pk, step, *site in lines.iterator(2000):
        # The value belongs to the change: said on its first row, so that a sum is right.
        yield [on, reason, note, value if pk != seen else "", approver, step, *site]
        seen = pk
