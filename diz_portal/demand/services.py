"""A business says what it needs; somebody says what they have."""

from decimal import Decimal

from django.conf import settings
from django.db import transaction
from django.db.models import Count
from django.db.models.functions import Length
from django.utils import timezone

from diz_portal.places.models import Postcode
from diz_portal.places.selectors import compact_postcode, where_is

from .models import Connection, Need, Sector
from .selectors import sector_of

# Two may test at a time: from half of what the server can send, it may be what held a test up.
NEAR_THE_LIMIT = Decimal("0.5")


def need(*, postcode: str, wanted: str, size: str, email: str = "") -> Need:
    """Count a business that needs a better connection, by its postcode sector alone."""
    with transaction.atomic():
        return Need.objects.create(sector=_sector(postcode), wanted=wanted, size=size, email=email)


@transaction.atomic
def tell(
    *,
    postcode: str,
    technology: str,
    provider: str = "",
    pounds_a_month: Decimal | None = None,
    at_least_mbps: Decimal | None = None,
    instead_of: str = "",
) -> Connection:
    """Keep what somebody has. What the same browser told earlier today is replaced: a slip can be
    put right, and who presses a hundred times is one voice."""
    place = where_is(postcode)
    values = {
        "sector": _sector(postcode),
        "district": place.district if place else None,
        "technology": technology,
        "provider": provider,
        "pounds_a_month": pounds_a_month,
        "at_least_mbps": at_least_mbps,
        "server_was_limit": at_least_mbps is not None
        and at_least_mbps >= settings.SPEED_TEST_MBPS * NEAR_THE_LIMIT,
    }
    earlier = Connection.objects.select_for_update().filter(
        reference=instead_of, told_on=timezone.localdate()
    )
    if not (instead_of and earlier.update(**values)):
        return Connection.objects.create(**values)
    return Connection.objects.get(reference=instead_of)


def _sector(postcode: str) -> Sector:
    """The row of a postcode's sector; with the district of most of its postcodes that we know."""
    code = sector_of(compact_postcode(postcode))
    return Sector.objects.get_or_create(code=code, defaults={"district_id": _district_of(code)})[0]


def _district_of(code: str) -> int | None:
    compact = code.replace(" ", "")
    most = (
        Postcode.objects.filter(code__startswith=compact, district__is_ours=True)
        .annotate(length=Length("code"))
        # CM2 01 begins as CM20 1 does, and has one character fewer.
        .filter(length=len(compact) + 2)
        .values("district")
        .annotate(number=Count("pk"))
        .order_by("-number", "district")
        .first()
    )
    return most["district"] if most else None


def place_sectors() -> int:
    """After postcodes came in: how many sectors lie in another district now."""
    changed = 0
    for sector in Sector.objects.all():
        district = _district_of(sector.code)
        if district != sector.district_id:
            changed += Sector.objects.filter(pk=sector.pk).update(district=district)
    return changed
