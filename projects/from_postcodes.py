"""What is worked out from a postcode (`diz_portal.places.derived`)."""

from projects.rollout import from_postcodes as rollout

__all__ = ["rollout"]
