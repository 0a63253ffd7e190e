"""Where a place to get help is, by which the nearest come first."""

from diz_portal.places import derived
from inclusion.help.models import HelpPlace


@derived.derives
def where_places_are() -> int:
    return derived.update(
        HelpPlace.objects.all(),
        district_id="district_id",
        latitude="latitude",
        longitude="longitude",
    )
