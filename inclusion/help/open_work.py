"""Which places to get help an organisation runs: see `diz_portal.open_work`."""

from django.urls import reverse

from diz_portal.open_work import ORGANISATION, Kind, register
from inclusion.cases.taking_over import AT_AN_END, who_stops
from inclusion.help.models import HelpPlace
from inclusion.help.services import handing_over
from partners.models import Organisation

register(
    Kind(
        name="places",
        one="place to get help that it runs",
        many="places to get help that it runs",
        whose=ORGANISATION,
        ends=AT_AN_END,
        rows=HelpPlace.objects.listed,
        owner="run_by",
        candidates=lambda ending: list(
            Organisation.objects.public().exclude(pk__in=who_stops(ending))
        ),
        hand_over=handing_over.move_places,
        if_it_stays="They will stay listed under its name. Check that they are still open.",
        url=lambda user, ending: reverse("inclusion:near_you"),
    )
)
