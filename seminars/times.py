"""Times as an organiser types them: see diz_portal.times."""

from diz_portal.times import NoSuchTime, in_london, real

__all__ = ["NoSuchTime", "in_london", "real"]
