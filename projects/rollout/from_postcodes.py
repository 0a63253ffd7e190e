"""In which district a site lies, and where, if nobody said it better than its postcode does."""

from diz_portal.places import derived
from projects.rollout.models.site import Site


@derived.derives
def districts_of_sites() -> int:
    return derived.update(Site.objects.exclude(postcode=""), district_id="district_id")


@derived.derives
def where_sites_are() -> int:
    unplaced = Site.objects.exclude(postcode="").filter(latitude=None)
    return derived.update(unplaced, latitude="latitude", longitude="longitude")
