"""Reading the partnership, its districts and its postcodes."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from diz_portal.built_once import BuiltOnce

from .models import District, Partnership, Postcode
from .spelling import compact_postcode, spaced_postcode

__all__ = [
    "compact_postcode",
    "district_of",
    "is_unknown",
    "one_partnership",
    "our_districts",
    "partnership",
    "spaced_postcode",
    "where_is",
]


def partnership() -> Partnership:
    """The partnership this installation serves; an unsaved default before one is set up."""
    if known := _known.get():
        return known
    found = _partnership()
    return found[0] if found else Partnership()


@contextmanager
def one_partnership() -> Iterator[None]:
    """What is written inside is from the partnership as it is now, read once."""
    token = _known.set(partnership())
    try:
        yield
    finally:
        _known.reset(token)


_known: ContextVar[Partnership | None] = ContextVar("partnership", default=None)
_partnership = BuiltOnce(
    lambda: Partnership.objects.select_related("lead_organisation").order_by("pk")[:1]
)


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


def is_unknown(postcode: str) -> bool:
    """Whether postcodes are loaded, and this is none of our districts'."""
    return where_is(postcode) is None and Postcode.objects.exists()
