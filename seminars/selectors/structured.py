"""What search engines read (schema.org/Event). Data, not script: nothing of it runs."""

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from diz_portal.places.models import Partnership
from seminars.models import Mode, Seminar, SeminarState
from seminars.selectors.seminars import Standing

_ESCAPED = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}
_ATTENDANCE = {
    Mode.IN_PERSON: "OfflineEventAttendanceMode",
    Mode.ONLINE: "OnlineEventAttendanceMode",
    Mode.HYBRID: "MixedEventAttendanceMode",
}


def event(seminar: Seminar, standings: list[Standing], organiser: Partnership) -> SafeString:
    """The text of a `<script type="application/ld+json">`."""
    zone = timezone.get_default_timezone()
    url = f"{settings.PORTAL_URL}{seminar.get_absolute_url()}"
    is_off = seminar.state == SeminarState.CANCELLED
    # Nobody comes to what was called off, or is over.
    free = sum(one.free for one in standings) if seminar.state == SeminarState.PUBLISHED else 0
    places: list[dict[str, Any]] = []
    if seminar.mode != Mode.ONLINE:
        venue = {"@type": "Place", "name": seminar.venue_name or seminar.where}
        places.append(venue | ({"address": seminar.venue_address} if seminar.venue_address else {}))
    if seminar.mode != Mode.IN_PERSON:
        places.append({"@type": "VirtualLocation", "url": url})
    values: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": seminar.title,
        "description": seminar.promise or seminar.description[:300],
        "url": url,
        "startDate": seminar.starts_at.astimezone(zone).isoformat(),
        "endDate": seminar.ends_at.astimezone(zone).isoformat(),
        "eventStatus": f"https://schema.org/Event{'Cancelled' if is_off else 'Scheduled'}",
        "eventAttendanceMode": f"https://schema.org/{_ATTENDANCE[Mode(seminar.mode)]}",
        "location": places,
        "isAccessibleForFree": organiser.seminars_are_free,
        "organizer": {"@type": "Organization", "name": organiser.name, "url": settings.PORTAL_URL},
        "image": [f"{settings.PORTAL_URL}{static('img/share.png')}"],
        "maximumAttendeeCapacity": seminar.capacity,
        "remainingAttendeeCapacity": free,
    }
    if organiser.seminars_are_free:
        values["offers"] = {
            "@type": "Offer",
            "url": url,
            "price": "0",
            "priceCurrency": "GBP",
            "availability": f"https://schema.org/{'InStock' if free else 'SoldOut'}",
            "validFrom": seminar.created_at.astimezone(zone).isoformat(),
        }
    text = json.dumps(values, ensure_ascii=False).translate(_ESCAPED)
    return mark_safe(text)  # noqa: S308  every character that could end the element is escaped
