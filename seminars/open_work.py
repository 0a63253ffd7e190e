"""Seminars that somebody has to hold: see `diz_portal.open_work`."""

from django.urls import reverse

from diz_portal.open_work import PARTNERSHIP, Kind, register
from seminars.models import Seminar

register(
    Kind(
        name="seminars",
        one="upcoming seminar",
        many="upcoming seminars",
        whose=PARTNERSHIP,
        rows=Seminar.objects.coming,
        if_it_stays="No one can change or cancel them, or see who is coming.",
        url=lambda user, ending: reverse("seminars:list"),
    )
)
