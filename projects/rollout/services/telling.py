"""What programs are told of sites, in the transaction that changes them (`diz_portal.api.feed`)."""

from collections.abc import Iterable
from datetime import date

from diz_portal.api import feed
from projects.portfolio.models import Project
from projects.rollout.models import Site

MOVED, IMPORTED = "site.moved", "sites.imported"


def tell_moved(project: Project, moves: Iterable[tuple[Site, str, date]]) -> None:
    """Sites came to a stage, or their history was corrected so that they are at it."""
    feed.record(
        MOVED,
        [
            (
                project.pk,
                {
                    "project": project.slug,
                    "site": site.reference,
                    "stage": str(stage),
                    "stage_date": on.isoformat(),
                },
            )
            for site, stage, on in moves
        ],
    )


def tell_where(project: Project, site: Site) -> None:
    """One site, as it is now."""
    if site.stage_on:
        tell_moved(project, [(site, site.stage, site.stage_on)])


def tell_imported(project: Project) -> None:
    """A file changed any number of sites: one event for all, and the list has the rest."""
    feed.record(IMPORTED, [(project.pk, {"project": project.slug})])
