"""What waits for an organisation's leads: see `diz_portal.open_work`."""

from typing import Any

from django.urls import reverse

from diz_portal.open_work import ORGANISATION, PARTNERSHIP, End, Ending, Kind, register
from partners.models import OrganisationState

from .models import Invitation, JoinRequest


def _page(user: Any, ending: Ending) -> str:
    if ending.organisation is None:
        return reverse("partners_workspace:list")
    return reverse("partners_workspace:organisation", args=[ending.organisation.slug])


register(
    Kind(
        name="join-requests",
        one="request to join it",
        many="requests to join it",
        whose=ORGANISATION,
        # Whoever leaves declines them.
        ends=frozenset({End.SUSPENDED}),
        rows=lambda: JoinRequest.objects.waiting().exclude(
            organisation__state__in=[OrganisationState.APPLIED, OrganisationState.LEFT]
        ),
        owner="organisation",
        if_it_stays="The programme managers will decide on them.",
        url=_page,
    )
)
register(
    Kind(
        name="invitations",
        one="open invitation",
        many="open invitations",
        whose=ORGANISATION,
        ends=frozenset({End.SUSPENDED}),
        rows=lambda: Invitation.objects.open().exclude(organisation__state=OrganisationState.LEFT),
        owner="organisation",
        if_it_stays="No one can accept them until the organisation is reinstated.",
        url=_page,
    )
)
register(
    Kind(
        name="applications",
        one="application to become a partner",
        many="applications to become a partner",
        whose=PARTNERSHIP,
        rows=lambda: JoinRequest.objects.waiting().filter(
            organisation__state=OrganisationState.APPLIED
        ),
        if_it_stays="No one will be able to decide on them.",
        url=_page,
    )
)
