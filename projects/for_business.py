"""Sites of the rollout that a business may have near it: see `diz_portal.demand.near`."""

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from diz_portal.demand.near import Nearby, metres, near
from diz_portal.places.models import Postcode
from projects.rollout.models.site import Site
from projects.rollout.stages import FACTS, Stage

WITHIN = 3_219  # metres: 2 miles
MOST = 5
# A box around the place, so that the database leaves out most: generously, in degrees.
NORTH, EAST = 0.03, 0.05


@near
def sites(place: Postcode) -> list[Nearby]:
    """Those of public projects that are in scope, the nearest first."""
    found = (
        Site.objects.visible_to(AnonymousUser())
        .filter(
            in_scope=True,
            latitude__range=(place.latitude - NORTH, place.latitude + NORTH),
            longitude__range=(place.longitude - EAST, place.longitude + EAST),
        )
        .select_related("project")
    )
    away = sorted(
        ((metres(place, one.latitude, one.longitude), one) for one in found),
        key=lambda pair: (pair[0], pair[1].pk),
    )
    return [
        Nearby(
            name=one.name,
            stage=one.get_stage_display(),
            meaning=FACTS[Stage(one.stage)].meaning,
            url=reverse("projects:site", args=[one.project.slug, one.reference]),
            metres=distance,
            is_live=one.is_live,
        )
        for distance, one in away[:MOST]
        if distance <= WITHIN
    ]
