"""What is worked out from a postcode (`diz_portal.places.derived`)."""

from inclusion.cases import from_postcodes as cases
from inclusion.help import from_postcodes as help_places

__all__ = ["cases", "help_places"]
