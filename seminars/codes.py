"""The square code of a registration: what a phone's camera reads at the door."""

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString

from diz_portal import links, square_codes
from seminars.models import Registration

# Another salt than the personal link's: whoever photographs the code at the door cannot open,
# change or give back somebody's place with it.
_SALT = "seminars.check_in"


def code_of(registration: Registration) -> str:
    return links.token(_SALT, registration.reference)


def reference_in(code: str) -> str:
    """The reference a code names; empty for a code that is not ours or was changed."""
    return links.reference_in(_SALT, code)


def link(registration: Registration) -> str:
    """What the code says: a page with a button, for people who are signed in as organisers."""
    path = reverse("seminars_workspace:code", args=[code_of(registration)])
    return f"{settings.PORTAL_URL}{path}"


def picture(registration: Registration) -> SafeString:
    """The code as SVG for a page."""
    title = f"Code for the door. Reference {registration.reference}"
    return square_codes.for_page(link(registration), title=title)
