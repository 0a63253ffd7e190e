"""What stands on a site, so that it cannot be withdrawn as if it had never been there.

Rooms above the rollout say it in their `on_sites.py`, which `projects/on_sites.py` gathers.
"""

from collections.abc import Callable, Iterator

from projects.rollout.models import Site

Says = Callable[[Site], str]
_asked: list[Says] = []


def says_what_stands_on(says: Says) -> Says:
    """Of a site: why it cannot be withdrawn and what to do first, in a sentence; or nothing."""
    _asked.append(says)
    return says


def standing_on(site: Site) -> Iterator[str]:
    """Why it cannot be withdrawn; the first is what to do first."""
    if site.in_scope:
        yield "This site is in scope. Reverse that scope change first"
    waiting = list(site.wayleaves.waiting().values_list("grantor", flat=True)[:1])
    if waiting:
        yield (
            f"This site has an open wayleave ({waiting[0]}). Update its status to “Not required” "
            "first"
        )
    yield from filter(None, (says(site) for says in _asked))
