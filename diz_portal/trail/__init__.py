"""The audit trail, readable: who changed what of a record, and when, in words.

An app says in its `tracked.py` which of its tracked models have such a page and who opens it:

    trail.register(trail.Tracked(
        kind="site", model=Site, find=lambda user, reference: …, url=lambda site: …))

The page is at `url_of(record)`; pages of records link to it, and the admin's "History" does. It
shows what pghistory has kept of the columns that are tracked. What is private stays out by not
being tracked. It is read by people: nothing in the product decides by it (house rule; the histories
of stages, returns and wayleaves are the product's own).
"""

from .registry import Part, Tracked, register, tracked_of, url_of

__all__ = ["Part", "Tracked", "register", "tracked_of", "url_of"]
