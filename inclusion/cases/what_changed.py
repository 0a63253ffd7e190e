"""How many people were helped: by whole calendar month alone, and never a small number.

Of days that anybody may choose, two answers could be subtracted until one person is left.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone

from diz_portal import changes
from diz_portal.changes import Asked, Change, Kind
from diz_portal.changes.asked import begins
from diz_portal.changes.registry import Rows, total
from diz_portal.disclosure import LEAST, is_small, said
from diz_portal.words import uk_month
from inclusion.cases.models import CaseEvent, CaseEventKind, Need
from inclusion.cases.models.need import HAS_IT
from inclusion.cases.roles import handles_for
from partners.models import Organisation


def _helped(rows: Rows) -> str:
    """Added up over those months that are told; someone helped in two months counts twice."""
    if len(rows) == 1:
        return rows[0].says
    small = sum("people_helped" not in row.counts for row in rows)
    if small == len(rows):
        return f"Fewer than {LEAST} people were helped in each of {small} monthly counts"
    added = f"{total(rows, 'people_helped'):,} people were helped, month by month"
    if not small:
        return added
    more = "1 more monthly count" if small == 1 else f"each of {small} more monthly counts"
    return f"{added}, and fewer than {LEAST} in {more}"


HELPED = Kind(
    name="people-helped",
    title="People helped",
    room="Cases",
    says=_helped,
    order=84,
    counted="people_helped",
)


def find(asked: Asked) -> Iterator[Change]:
    """Whoever works on cases reads their own organisations' numbers; others that of all, unless
    it would tell one organisation the small number of the others."""
    if asked.project is not None or asked.late:
        return
    mine = handles_for(asked.reader)
    if asked.organisation is not None:
        mine &= {asked.organisation.pk}
        if not mine:
            return
    numbers = _numbers(asked)
    if mine:
        names = Organisation.objects.in_bulk(list(mine))
        for month, of in numbers.items():
            for pk in sorted(mine & of.keys()):
                yield _change(month, of[pk], names[pk])
        return
    for month, of in numbers.items():
        everyone = sum(of.values())
        if not any(is_small(everyone - number) for number in of.values()):
            yield _change(month, everyone, None)


def _numbers(asked: Asked) -> dict[date, dict[int, int]]:
    """Month → organisation → people, of the months that end in the period and are over: of whom
    a case was closed in it, after something they needed had been met."""
    last = min(asked.until, timezone.localdate() - timedelta(days=1))
    begun = asked.since.replace(day=1)
    met = Need.objects.filter(case=OuterRef("case"), state__in=HAS_IT)
    rows = (
        CaseEvent.objects.filter(Exists(met), kind=CaseEventKind.CLOSED, at__lt=asked.known)
        .filter(at__gte=begins(begun), at__lt=begins(last + timedelta(days=1)))
        .order_by()
        .values("case__handled_by", month=TruncMonth("at"))
        .annotate(people=Count("case__person", distinct=True))
    )
    found: dict[date, dict[int, int]] = {}
    for row in sorted(rows, key=lambda one: one["month"]):
        month = timezone.localdate(row["month"])
        if _last_day(month) <= last:
            found.setdefault(month, {})[row["case__handled_by"]] = row["people"]
    return found


def _last_day(month: date) -> date:
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _change(month: date, people: int, organisation: Any) -> Change:
    on = _last_day(month)
    number = said(people)
    who = f"{number[0].upper()}{number[1:]} people"
    by = f" by {organisation}" if organisation else ""
    return Change(
        kind=HELPED.name,
        on=on,
        recorded_at=begins(on + timedelta(days=1)),
        says=f"{who} were helped{by} in {uk_month(month)}",
        url=reverse("inclusion_workspace:cases") if organisation else reverse("inclusion:help"),
        organisation=organisation,
        counts={} if is_small(people) else {"people_helped": people},
    )


changes.register(HELPED, find=find)
