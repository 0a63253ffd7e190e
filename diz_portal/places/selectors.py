"""Reading the partnership, its districts and its postcodes."""

import re

from .models import District, Partnership, Postcode

POSTCODE = re.compile(r"^([A-Z]{1,2}[0-9][A-Z0-9]?)([0-9][A-Z]{2})$")


def partnership() -> Partnership:
    """The partnership this installation serves; an unsaved default before one is set up."""
    return Partnership.objects.select_related("lead_organisation").first() or Partnership()


def compact_postcode(text: str) -> str:
    """`cm20 1aa` as `CM201AA`, or an empty string when it has not the form of a postcode."""
    compact = re.sub(r"\s+", "", text).upper()
    return compact if POSTCODE.match(compact) else ""


def spaced_postcode(text: str) -> str:
    """`CM201AA` as `CM20 1AA`; text of another form comes back trimmed."""
    compact = compact_postcode(text)
    return f"{compact[:-3]} {compact[-3:]}" if compact else text.strip()


def our_districts():
    return District.objects.filter(is_ours=True)


def where_is(postcode: str) -> Postcode | None:
    """A postcode of the partnership's districts with its place; nothing when it is not known."""
    found = Postcode.objects.filter(code=compact_postcode(postcode), district__is_ours=True)
    return found.select_related("district").first()


def district_of(postcode: str) -> District | None:
    """The partnership's district a postcode lies in; nothing when it is not known to be ours."""
    place = where_is(postcode)
    return place.district if place else None
