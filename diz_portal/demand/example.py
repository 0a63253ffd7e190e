"""The example's businesses, connections and companies: made up, the areas are real."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from diz_portal.demo import example
from diz_portal.places.models import District

from .models import Company, Connection, Need, Register, Sector, Support, SupportKind
from .sections import Section

SECTORS = {"CM20 1": "E07000073", "CM23 3": "E07000242", "CB10 1": "E07000077"}
SUPPORT = (
    (
        "Gigabit voucher",
        SupportKind.VOUCHER,
        "Building Digital UK",
        "Money towards the cost of a gigabit line in a place that suppliers do not reach.",
        "Small businesses and homes in rural areas, where the scheme is open",
        "https://www.gov.uk/guidance/project-gigabit",
    ),
    (
        "Digital check for shops",
        SupportKind.ADVICE,
        "The example partnership",
        "An hour with an adviser about payments, bookings and backups.",
        "Shops and market traders in our districts",
        "https://www.example.org/digital-check",
    ),
)


@example("Businesses and connections", order=70)
def load(today: date) -> str:
    districts = {one.code: one for one in District.objects.filter(is_ours=True)}
    for name, kind, run_by, summary, who, website in SUPPORT:
        Support.objects.create(
            name=name, kind=kind, run_by=run_by, summary=summary, who=who, website=website
        )
    for at, (code, district) in enumerate(SECTORS.items()):
        sector = Sector.objects.create(code=code, district=districts.get(district))
        _needs(sector, 13 - 5 * at)
        _connections(sector, today, at)
    return f"{_companies(districts)} companies, {Need.objects.count()} businesses with a need"


def _needs(sector: Sector, number: int) -> None:
    Need.objects.bulk_create(
        Need(
            sector=sector,
            wanted="mobile" if one % 4 == 3 else "gigabit",
            size="2_9" if one % 2 else "1",
            told_at=timezone.now() - timedelta(days=11 * one),
        )
        for one in range(number)
    )


def _connections(sector: Sector, today: date, at: int) -> None:
    Connection.objects.bulk_create(
        Connection(
            sector=sector,
            district=sector.district,
            technology="part" if one % 3 else "fibre",
            provider="bt" if one % 2 else "sky",
            pounds_a_month=Decimal(24 + one % 9),
            at_least_mbps=Decimal(28 + at * 7 + one % 11),
            told_on=today - timedelta(days=6 * one),
        )
        for one in range(14)
    )


def _companies(districts: dict[str, District]) -> int:
    """A few hundred, in the shares of a town."""
    shares = {Section.M: 9, Section.F: 8, Section.G: 7, Section.J: 5, Section.I: 3, Section.Q: 3}
    made = []
    for at, (sector, district) in enumerate(SECTORS.items()):
        for section, share in shares.items():
            made += [
                Company(
                    number=f"9{at}{section.value}{one:05}",
                    sector=sector,
                    district=districts[district],
                    section=section,
                    is_active=one % 6 != 0,
                    incorporated=2004 + one % 20,
                )
                for one in range(share * (3 - at))
            ]
    Company.objects.bulk_create(made)
    Register.objects.create(pk=1, file="the example’s own list", companies=len(made))
    return len(made)
