"""What came of helping residents between two days, as numbers: the whole partnership's, of people
whom nobody is named by. `outcomes_report` says which of them may be shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import quantiles

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone

from inclusion.cases.models import (
    Appointment,
    AppointmentState,
    Need,
    NeedKind,
    NeedState,
    NotMetReason,
    Person,
    Referral,
)
from inclusion.cases.models.need import HAS_IT
from inclusion.databank.models import Account, DataEntry
from inclusion.devices.models import DeviceKind, Holding
from inclusion.learning.models import SkillArea
from inclusion.learning.selectors import distance

NOT_KNOWN = "not_known"
SELF = "self"
MET = "met"
DECLINED = "declined"
BANDS = {
    "under_25": ("Under 25", 0),
    "25_to_44": ("25 to 44", 25),
    "45_to_64": ("45 to 64", 45),
    "65_and_over": ("65 and over", 65),
}
# Why a need was not met; one that another organisation took over lives on there.
REASONS = {
    **{reason.value: reason.label for reason in NotMetReason if reason != NotMetReason.TRANSFERRED},
    DECLINED: "Declined by the person",
}


@dataclass(frozen=True)
class Period:
    starts: date
    ends: date

    def of(self, name: str) -> Q:
        return Q(**{f"{name}__range": (self.starts, self.ends)})


def helped(period: Period) -> QuerySet[Person]:
    """Everyone who was given something, met a digital champion, or whose need was met in it: once
    each, also where two records were joined."""
    people = helped_with(period).values(who=Coalesce("case__person__merged_into", "case__person"))
    return Person.objects.filter(pk__in=people)


def helped_with(period: Period) -> QuerySet[Need]:
    """The needs that somebody was helped with in it."""
    given = Holding.objects.filter(period.of("issued_at__date"), need=OuterRef("pk"))
    data = _issued(period).filter(need=OuterRef("pk"))
    met = Appointment.objects.filter(
        period.of("starts_at__date"), need=OuterRef("pk"), state=AppointmentState.ATTENDED
    )
    return Need.objects.filter(
        Exists(given)
        | Exists(data)
        | Exists(met)
        | (Q(state__in=HAS_IT) & period.of("changed_at__date"))
    )


def _issued(period: Period) -> QuerySet[DataEntry]:
    return DataEntry.objects.filter(period.of("at__date"), to_account=Account.ISSUED)


@dataclass(frozen=True)
class Parts:
    """One whole in parts, each with its words."""

    labels: dict[str, str]
    numbers: dict[str, int]


def by_district(people: QuerySet[Person]) -> Parts:
    found = people.order_by("district__name").values_list("district__slug", "district__name")
    return _parts(found.annotate(number=Count("pk")))


def by_referrer(people: QuerySet[Person]) -> Parts:
    """Of each person the referral that came first and was accepted."""
    first = (
        Referral.objects.filter(case__isnull=False)
        .annotate(who=Coalesce("person__merged_into", "person"))
        .filter(who=OuterRef("pk"))
        .order_by("submitted_at", "pk")
    )
    found = people.annotate(
        is_unknown=~Exists(first),
        from_slug=Subquery(first.values("made_by__slug")[:1]),
        from_name=Subquery(first.values("made_by__name")[:1]),
    )
    counted = found.order_by("from_name").values_list("is_unknown", "from_slug", "from_name")
    rows = [
        (NOT_KNOWN, "Not known", number)
        if is_unknown
        else (slug or SELF, name or "Self-referral", number)
        for is_unknown, slug, name, number in counted.annotate(number=Count("pk"))
    ]
    return _parts(rows)


def by_age(people: QuerySet[Person], on: date) -> Parts:
    """Their age on the last day."""
    labels = {key: label for key, (label, _) in BANDS.items()} | {NOT_KNOWN: "Not known"}
    numbers = dict.fromkeys(labels, 0)
    born = people.order_by().values_list("date_of_birth").annotate(number=Count("pk"))
    for day, number in born:
        numbers[NOT_KNOWN if day is None else _band(_years(day, on))] += number
    return Parts(labels, numbers)


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _band(years: int) -> str:
    return max((least, key) for key, (_, least) in BANDS.items() if least <= max(years, 0))[1]


def _parts(rows: Iterable[tuple[str | None, str | None, int]]) -> Parts:
    labels: dict[str, str] = {}
    numbers: Counter[str] = Counter()
    for slug, name, number in rows:
        labels.setdefault(slug or NOT_KNOWN, name or "Not known")
        numbers[slug or NOT_KNOWN] += number
    return Parts(labels, dict(numbers))


# Needs ---


@dataclass(frozen=True)
class Needs:
    # (kind, MET or the reason): how many.
    cells: dict[tuple[str, str], int]
    # Days from the day a need was identified to the day it was met, by kind, in order.
    days: dict[str, list[int]]


def needs(period: Period) -> Needs:
    """Those that were met, or were not, in the period, as their status is today."""
    cells = {(kind.value, end): 0 for kind in NeedKind for end in (MET, *REASONS)}
    days: dict[str, list[int]] = {kind.value: [] for kind in NeedKind}
    # When they first had it, whatever was confirmed or corrected since.
    met = Need.objects.filter(state__in=HAS_IT).annotate(
        issued=Min("holdings__issued_at"),
        got=Min("data_entries__at", filter=Q(data_entries__to_account=Account.ISSUED)),
    )
    met = met.annotate(met_at=Coalesce("issued", "got", "changed_at"))
    found = met.filter(period.of("met_at__date")).order_by()
    for kind, identified_at, met_at in found.values_list("kind", "identified_at", "met_at"):
        cells[kind, MET] += 1
        since = timezone.localdate(met_at) - timezone.localdate(identified_at)
        days[kind].append(max(since.days, 0))
    not_met = Need.objects.filter(
        period.of("changed_at__date"), state__in=(NeedState.NOT_MET, NeedState.DECLINED)
    ).exclude(reason=NotMetReason.TRANSFERRED)
    counted = not_met.order_by().values_list("kind", "reason").annotate(number=Count("pk"))
    for kind, reason, number in counted:
        cells[kind, reason or DECLINED] += number
    return Needs(cells, {kind: sorted(found) for kind, found in days.items()})


def median(days: list[int]) -> int:
    return round(quantiles(days, n=2, method="inclusive")[0])


def ninetieth(days: list[int]) -> int:
    return round(quantiles(days, n=10, method="inclusive")[8])


# What was given, and sessions ---


def devices(period: Period) -> dict[str, int]:
    """Devices given or lent, by type."""
    found = Holding.objects.filter(period.of("issued_at__date")).order_by()
    counted = dict(found.values_list("device__kind").annotate(number=Count("pk")))
    return {kind.value: counted.get(kind.value, 0) for kind in DeviceKind}


def megabytes(period: Period) -> int:
    return _issued(period).aggregate(total=Sum("mb"))["total"] or 0


def sessions(period: Period) -> dict[str, int]:
    """Sessions with a digital champion, by what became of them."""
    found = Appointment.objects.sessions().filter(period.of("starts_at__date")).order_by()
    counted = dict(found.values_list("state").annotate(number=Count("pk")))
    return {state.value: counted.get(state.value, 0) for state in AppointmentState}


def people_in_sessions(period: Period) -> int:
    found = Appointment.objects.sessions().filter(
        period.of("starts_at__date"), state=AppointmentState.ATTENDED
    )
    return found.aggregate(
        people=Count(Coalesce(F("case__person__merged_into"), F("case__person")), distinct=True)
    )["people"]


@dataclass(frozen=True)
class Travelled:
    """One area, over everybody measured twice in one version by one kind of witness."""

    key: str
    title: str
    area: str
    before: int
    after: int
    moved_up: int
    of: int


def travelled(period: Period) -> list[Travelled]:
    """Of those whose last skills check was in the period: between their first and that one."""
    found = []
    for group in distance.travelled(period.starts, period.ends):
        areas = group.areas
        changes = [distance.change(first, last, areas) for first, last in group.compared]
        for area in SkillArea:
            ups = [
                [last.get(one, 0) > rank for one, rank in first.items() if areas[one] == area]
                for first, last in group.compared
            ]
            found.append(
                Travelled(
                    f"{group.framework.version}/{group.answered_by.value}",
                    f"{group.framework}, {group.answered_by.label.lower()}",
                    area.label,
                    before=sum(area in one.reached_before for one in changes),
                    after=sum(area in one.reached for one in changes),
                    moved_up=sum(map(any, ups)),
                    of=len(changes),
                )
            )
    return found
