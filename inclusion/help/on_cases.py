"""What the help room adds to a case: see `inclusion.cases.additions`."""

from inclusion.cases.additions import Addition, add
from inclusion.cases.models import Person
from inclusion.help.selectors import help as places

# As many as a letter holds and somebody writes down on the telephone.
MOST = 3


def elsewhere(person: Person) -> list[str]:
    """The nearest places to get help; none where nothing is known of where they live."""
    if not person.postcode:
        return []
    return [one.in_a_line for one in places.places(postcode=person.postcode)[:MOST]]


add(Addition(room="help", elsewhere=elsewhere))
