"""Reading of needs, connections and companies: areas, never anybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from diz_portal.disclosure import LEAST
from diz_portal.places.connectivity.measures import Measure, Publisher, Series
from diz_portal.places.connectivity.models import Figure
from diz_portal.places.connectivity.selectors import Benchmark
from diz_portal.places.models import District

from .counting import said
from .models import Company, Register, Sector, Support, Wanted
from .sections import Section

# What a business asks of the place it is in, in this order.
SHOWN = (Measure.FULL_FIBRE, Measure.GIGABIT, Measure.SUPERFAST)
# How long what people told us counts.
COUNTS_FOR = timedelta(days=365)


def sector_of(compact: str) -> str:
    """`CM20 1` of `CM201AA`."""
    return f"{compact[:-3]} {compact[-3]}"


def available(district: District) -> list[Figure]:
    """What Ofcom says that premises in a district can get, in its last release that we have."""
    figures = Benchmark([district.code])
    found = (
        figures.figures(Series(Publisher.OFCOM, measure)).get(district.code) for measure in SHOWN
    )
    return [one for one in found if one is not None]


def support() -> QuerySet[Support]:
    return Support.objects.filter(is_listed=True)


def sectors_in_need() -> QuerySet[Sector]:
    """Sectors in which at least as many businesses as the threshold have said so: suppliers read
    of no fewer. With `needs_now`, and one column for each thing that they need."""
    counts = Q(needs__told_at__gt=timezone.now() - COUNTS_FOR)
    each = {
        f"wants_{one}": Count("needs", filter=counts & Q(needs__wanted=one))
        for one in Wanted.values
    }
    return (
        Sector.objects.select_related("district")
        .annotate(needs_now=Count("needs", filter=counts), **each)
        .filter(needs_now__gte=LEAST)
    )


# A day of a sector is one voice: the middle of what was told on it. However many tell on one day,
# they move an area by one voice; and who tells is not known, so nothing else can be trusted.
VOICES = """
    SELECT sector_id, district_id, told_on,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY at_least_mbps) AS mbps, count(*) AS told
    FROM demand_connection
    WHERE at_least_mbps IS NOT NULL AND told_on > %s
    GROUP BY sector_id, district_id, told_on
"""
OF_SECTORS = f"""
    SELECT s.code, d.name, percentile_cont(0.5) WITHIN GROUP (ORDER BY v.mbps), sum(v.told)
    FROM ({VOICES}) v JOIN demand_sector s ON s.id = v.sector_id
    LEFT JOIN places_district d ON d.id = s.district_id
    GROUP BY s.code, d.name
    HAVING count(DISTINCT v.told_on) >= %s AND sum(v.told) >= %s ORDER BY s.code
"""  # noqa: S608  our own words
OF_DISTRICTS = f"""
    SELECT d.name, d.name, percentile_cont(0.5) WITHIN GROUP (ORDER BY v.mbps), sum(v.told)
    FROM ({VOICES}) v JOIN places_district d ON d.id = v.district_id
    GROUP BY d.name
    HAVING count(DISTINCT v.told_on) >= %s AND sum(v.told) >= %s ORDER BY d.name
"""  # noqa: S608  our own words


@dataclass(frozen=True)
class Heard:
    """What people of an area told. Each speed is the least that a line can do, so the middle one
    is, too."""

    area: str
    district: str
    median: Decimal
    told: int

    @property
    def how_many(self) -> str:
        return said(self.told)


def sectors_heard(today: date | None = None) -> list[Heard]:
    """Only of as many people as the threshold, on as many days."""
    return _heard(OF_SECTORS, today)


def districts_heard(today: date | None = None) -> list[Heard]:
    return _heard(OF_DISTRICTS, today)


def _heard(query: str, today: date | None) -> list[Heard]:
    since = (today or timezone.localdate()) - COUNTS_FOR
    with connection.cursor() as cursor:
        cursor.execute(query, [since, LEAST, LEAST])
        return [
            Heard(area, district or "", Decimal(str(round(median, 1))), int(told))
            for area, district, median, told in cursor.fetchall()
        ]


@dataclass(frozen=True)
class Companies:
    """Active companies by industry and district."""

    register: Register | None
    districts: list[str]
    # Label of the section, each district with its number, and all of them.
    rows: list[tuple[str, list[tuple[str, int]], int]]
    totals: list[tuple[str, int]]
    total: int


def companies() -> Companies:
    cells = {
        (district, section): number
        for district, section, number in Company.objects.filter(is_active=True)
        .order_by()
        .values_list("district", "section")
        .annotate(number=Count("pk"))
    }
    districts = list(
        District.objects.filter(pk__in={district for district, _ in cells})
        .order_by("name")
        .values_list("pk", "name")
    )
    labels = [*Section.choices, ("", "Not known, or does not trade")]
    rows = []
    for section, label in labels:
        numbers = [(name, cells.get((pk, section), 0)) for pk, name in districts]
        if whole := sum(number for _, number in numbers):
            rows.append((str(label), numbers, whole))
    totals = [
        (name, sum(number for (its, _), number in cells.items() if its == pk))
        for pk, name in districts
    ]
    total = sum(number for _, number in totals)
    return Companies(Register.objects.first(), [name for _, name in districts], rows, totals, total)
