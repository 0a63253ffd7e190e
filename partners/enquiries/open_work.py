"""Enquiries that an organisation has yet to answer: see `diz_portal.open_work`."""

from django.urls import reverse

from diz_portal.open_work import ORGANISATION, End, Kind, register
from partners.models import Organisation

from . import services
from .models import Enquiry

register(
    Kind(
        name="enquiries",
        one="enquiry from a business",
        many="enquiries from businesses",
        whose=ORGANISATION,
        ends=frozenset(set(End) - {End.TEAM, End.AGREEMENT}),
        rows=Enquiry.objects.waiting,
        owner="organisation",
        candidates=lambda ending: list(
            Organisation.objects.public().exclude(pk__in=ending.organisations)
        ),
        hand_over=services.move,
        if_it_stays="Programme managers can still reply to them.",
        url=lambda user, ending: reverse("enquiries_workspace:list"),
    )
)
