"""Seminars for businesses, those of these topics: see `diz_portal.demand.near`."""

from django.urls import reverse

from diz_portal.demand.near import Event, coming_up
from seminars.models import Seminar

# As the web addresses of the topics name them.
TOPICS = ("business", "high-streets")
MOST = 3


@coming_up
def seminars() -> list[Event]:
    found = Seminar.objects.upcoming().filter(topic__slug__in=TOPICS)[:MOST]
    return [
        Event(
            title=one.title,
            starts_at=one.starts_at,
            where=one.get_mode_display(),
            url=reverse("seminars:detail", args=[one.slug]),
        )
        for one in found
    ]
