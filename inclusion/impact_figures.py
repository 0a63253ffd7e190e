"""What residents were given, and learnt: see diz_portal.impact.declaring. Counts of people, so they
are published in steps of at least 5 people."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import Coalesce

from diz_portal.impact.declaring import Cell, Column, figure
from inclusion import outcomes
from inclusion.databank.models import Account, DataEntry
from inclusion.devices.models import Holding
from inclusion.learning.models import AnsweredBy
from inclusion.learning.selectors import distance

GROUP = "Inclusion"
REST = ("Districts that are not shown separately",)
SMALL = (
    "Numbers change in steps of at least 5 people, so that no one can be recognised. A district "
    "with fewer is counted together with others until it has more. "
)
PERSON = "need__case__person"
WHO = Coalesce(f"{PERSON}__merged_into", PERSON)
DISTRICT = Coalesce(f"{PERSON}__merged_into__district__name", f"{PERSON}__district__name")
NOT_KNOWN = "Not known"


@figure(
    "residents-helped",
    title="residents helped",
    question="How many people were given a device or mobile data, met a digital champion, or had "
    "a need met?",
    definition="Each person is counted once, in the district where they live, whatever they were "
    "given and however often. " + SMALL,
    source="The case records of the organisations that help them.",
    not_counted="People who only used the lessons on this website, and people who were told where "
    "else to ask.",
    group=GROUP,
    order=20,
    columns=[Column("district", "District"), Column("people", "People")],
    done="people",
    counts_people=True,
    rest=REST,
    without="Fewer than 5 people have been helped so far.",
)
def residents_helped(today: date) -> list[Cell]:
    parts = outcomes.by_district(outcomes.helped(outcomes.Period(date.min, today)))
    return [Cell(key, (parts.labels[key],), number) for key, number in parts.numbers.items()]


@figure(
    "devices-given",
    title="devices given or lent",
    question="How many laptops, tablets and phones have people been given or lent?",
    definition="Devices that were issued. A device that was returned and issued again is counted "
    "each time. " + SMALL,
    source="The device bank.",
    not_counted="Devices in stock, and devices that were recycled.",
    group=GROUP,
    order=30,
    columns=[Column("district", "District"), Column("devices", "Devices")],
    done="devices",
    counts_people=True,
    rest=REST,
    without="Fewer than 5 people have been given a device so far.",
)
def devices_given(today: date) -> list[Cell]:
    found = Holding.objects.filter(issued_at__date__lte=today)
    return _cells(_by_district(found, amount=Count("pk")))


@figure(
    "data-given",
    title="mobile data given",
    question="How much donated mobile data have people been given?",
    definition="Mobile data on the SIM cards and vouchers that were issued. 1GB is 1,000MB. "
    + SMALL,
    source="The accounts of the databank.",
    not_counted="Data in stock, and data that expired before anyone could use it.",
    group=GROUP,
    order=40,
    columns=[Column("district", "District"), Column("mb", "Mobile data (MB)")],
    done="mb",
    kind="mb",
    counts_people=True,
    rest=REST,
    without="Fewer than 5 people have been given mobile data so far.",
)
def data_given(today: date) -> list[Cell]:
    found = DataEntry.objects.filter(to_account=Account.ISSUED, at__date__lte=today)
    return _cells(_by_district(found.exclude(need=None), amount=Sum("mb")))


@figure(
    "skills-gained",
    title="digital skills gained",
    question="How many digital skills can people now use without help that they could not before?",
    definition="Areas of the Essential Digital Skills framework that people had not achieved at "
    "their first skills check, and had at their latest, by their own answers. Someone who achieved "
    "3 areas is counted 3 times. The number changes in steps of at least 5 people.",
    source="Skills checks of people who learn with us.",
    not_counted="People with one skills check, and what staff observed.",
    group=GROUP,
    order=50,
    columns=[Column("where", "Where"), Column("skills", "Skills")],
    done="skills",
    counts_people=True,
    rest=("All districts",),
    without="Fewer than 5 people have gained a skill so far, or taken a second skills check.",
)
def skills_gained(today: date) -> list[Cell]:
    newly = [
        len(distance.change(first, last, group.areas).newly)
        for group in distance.travelled(date.min, today)
        if group.answered_by == AnsweredBy.SELF
        for first, last in group.compared
    ]
    people = sum(map(bool, newly))
    return [Cell("all", ("All districts",), people, sum(newly))] if people else []


def _by_district(rows: QuerySet[Any], amount: Any) -> Iterable[tuple[str | None, int, int]]:
    """District, how many people, and how much."""
    return (
        rows.order_by()
        .values(of=DISTRICT)
        .annotate(people=Count(WHO, distinct=True), amount=amount)
        .order_by("of")
        .values_list("of", "people", "amount")
    )


def _cells(rows: Iterable[tuple[str | None, int, int]]) -> list[Cell]:
    return [
        Cell(name or NOT_KNOWN, (name or NOT_KNOWN,), people, amount)
        for name, people, amount in rows
    ]
