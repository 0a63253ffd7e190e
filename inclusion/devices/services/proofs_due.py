"""Which proofs about devices that have gone have been kept long enough with the names in them."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from inclusion.devices.models import (
    GONE,
    WITH_SOMEBODY,
    Device,
    DeviceEvent,
    PatTest,
    WipeRecord,
)

# After the device went for the last time: as long as a claim about it may be made.
KEPT = timedelta(days=6 * 365)


def _gone(moment: datetime) -> QuerySet[Device]:
    """Those that left before a moment, and of which nothing was heard since."""
    since = DeviceEvent.objects.filter(device=OuterRef("pk"), at__gte=moment)
    return Device.objects.filter(
        ~Exists(since), state__in=[*GONE, *WITH_SOMEBODY], received_at__lt=moment
    )


def wipes(moment: datetime) -> QuerySet[WipeRecord]:
    """That it was wiped, how and when stays; who did it, and the eraser's words, go."""
    of_them = WipeRecord.objects.filter(device__in=_gone(moment))
    return of_them.exclude(operator="", log="")


def tests(moment: datetime) -> QuerySet[PatTest]:
    return PatTest.objects.filter(device__in=_gone(moment)).exclude(tester="")
