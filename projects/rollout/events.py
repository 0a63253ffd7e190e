"""What programs can follow of sites: see `diz_portal.api.feed`."""

from collections.abc import Iterable
from typing import Any

from diz_portal.api import feed
from projects.portfolio.models import Project
from projects.rollout.services.telling import IMPORTED, MOVED


def _projects(user: Any) -> Iterable[int]:
    return Project.objects.visible_to(user).values_list("pk", flat=True)


def register() -> None:
    feed.register(
        feed.Feed(
            MOVED,
            "A site reached a stage, or its history was corrected",
            readable=_projects,
            example={
                "project": "local-full-fibre",
                "site": "7k2m9x4q",
                "stage": "connected",
                "stage_date": "2026-10-01",
            },
        )
    )
    feed.register(
        feed.Feed(
            IMPORTED,
            "Sites of a project were imported, or an import was undone: read its list again",
            readable=_projects,
            example={"project": "local-full-fibre"},
        )
    )
