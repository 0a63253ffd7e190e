"""In which district most of a postcode sector lies (`diz_portal.places.derived`)."""

from diz_portal.places import derived

from . import services


@derived.derives
def where_sectors_are() -> int:
    return services.place_sectors()
