"""Counts of people, edition after edition: what came out last decides what may be shown next
(`diz_portal.disclosure`).

A report whose figures are counts of people hands them over with its paper (`Paper.counts`). They
are kept with the report that was asked for, with what is hidden among them, and no page shows them.
The next edition of an overlapping period is made with `before=` the last of them:

    last = editions.last("inclusion-outcomes", starts, ends)
    breakdown(numbers, **last.for_table("district"))
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from diz_portal.access import NotNow
from diz_portal.disclosure import Edition
from diz_portal.locks import one_at_a_time

from .models import JobState, ReportJob

LOCK = "edition-of-{}"


class CameMeanwhile(NotNow):
    """Another edition came out after this one was read: it is made anew, beside that."""


@dataclass(frozen=True)
class Last:
    """The edition that came out last; without tables where there is none."""

    tables: Mapping[str, Edition] = field(default_factory=dict)
    # Of another period: the one less the other counts the people of the days between.
    is_apart: bool = False

    def for_table(self, key: str) -> dict[str, Any]:
        return {"before": self.tables.get(key), "apart": self.is_apart}

    def for_tables(self, *keys: str) -> dict[str, Any]:
        """Of several breakdowns of one whole."""
        found = [self.tables.get(key) for key in keys]
        return {"before": found if any(found) else None, "apart": self.is_apart}


def last(report: str, starts: date, ends: date) -> Last:
    """Of the editions whose period shares a day with this one, the latest."""
    found = (
        ReportJob.objects.filter(
            report=report,
            state=JobState.READY,
            counts__isnull=False,
            answers__starts__lte=ends.isoformat(),
            answers__ends__gte=starts.isoformat(),
        )
        .order_by("-finished_at", "-pk")
        .values_list("counts", "answers__starts", "answers__ends")
        .first()
    )
    if found is None:
        return Last()
    counts, *period = found
    counts = counts or {}
    same = period == [starts.isoformat(), ends.isoformat()]
    return Last(read(counts), not same)


def only_one_comes_out(job: ReportJob, read_at: Any) -> None:
    """Inside the transaction that ends a job with counts: two made at once knew nothing of each
    other."""
    one_at_a_time(LOCK.format(job.report))
    others = ReportJob.objects.filter(
        report=job.report, state=JobState.READY, counts__isnull=False, finished_at__gte=read_at
    )
    if others.exclude(pk=job.pk).exists():
        raise CameMeanwhile(
            "Another edition of this report was created at the same time. Try again"
        )


def kept(counts: Mapping[str, Edition]) -> dict[str, list[list[Any]]] | None:
    """As JSON keeps them: [name, number, whether it is hidden]."""
    return {
        key: [[name, number, name in one.hidden] for name, number in one.numbers.items()]
        for key, one in counts.items()
    } or None


def read(counts: Mapping[str, list[list[Any]]]) -> dict[str, Edition]:
    """What `kept` made of them."""
    return {key: _read(rows) for key, rows in counts.items()}


def _read(rows: list[list[Any]]) -> Edition:
    named = [
        (tuple(name) if isinstance(name, list) else name, number, hidden)
        for name, number, hidden in rows
    ]
    return Edition(
        {name: number for name, number, _ in named},
        frozenset(name for name, _, hidden in named if hidden),
    )
