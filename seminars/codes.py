"""The square code of a registration: what a phone's camera reads at the door."""

import segno
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from seminars.models import Registration

# Another salt than the personal link's: whoever photographs the code at the door cannot open,
# change or give back somebody's place with it.
_SALT = "seminars.check_in"


def code_of(registration: Registration) -> str:
    return Signer(salt=_SALT, sep=".").sign(registration.reference)


def reference_in(code: str) -> str | None:
    """The reference a code names; None for a code that is not ours or was changed."""
    try:
        return Signer(salt=_SALT, sep=".").unsign(code)
    except BadSignature:
        return None


def link(registration: Registration) -> str:
    """What the code says: a page with a button, for people who are signed in as organisers."""
    path = reverse("seminars_workspace:code", args=[code_of(registration)])
    return f"{settings.PORTAL_URL}{path}"


def picture(registration: Registration) -> SafeString:
    """The code as SVG for a page, black on white, with its quiet border."""
    drawn = segno.make_qr(link(registration), error="m").svg_inline(
        omitsize=True,
        border=4,
        light="#fff",
        svgclass="app-code",
        lineclass=None,
        title=f"Code for the door. Reference {registration.reference}",
    )
    labelled = drawn.replace("<svg ", '<svg role="img" ', 1)
    return mark_safe(labelled)  # noqa: S308  drawn here from a reference and a signature
