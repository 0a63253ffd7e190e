"""In which district a resident lives."""

from diz_portal.places import derived
from inclusion.cases.models import Person


@derived.derives
def districts_of_residents() -> int:
    # Where the map does not know a postcode, the district that a person gave stays.
    return derived.update(Person.objects.exclude(postcode=""), district_id="district_id")
