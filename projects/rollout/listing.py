"""Projects and sites as rows of a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from diz_portal.impact import selectors as impact
from projects.portfolio.models import Programme, Project
from projects.rollout import words
from projects.rollout.models import Site
from projects.rollout.places import GROUP_OF, Group
from projects.rollout.standing import Standing, standings


@dataclass(frozen=True)
class ProjectRow:
    project: Project
    standing: Standing
    progress: str
    # What else it did, in sentences: "214 devices given or lent".
    done: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class SiteRow:
    site: Site
    group: Group | None


def by_programme(projects: QuerySet[Project]) -> list[tuple[Programme | None, list[ProjectRow]]]:
    """Each programme with its projects, those without a programme last; two queries."""
    found: dict[Programme | None, list[ProjectRow]] = {}
    for row in project_rows(projects):
        found.setdefault(row.project.programme, []).append(row)
    return sorted(
        found.items(), key=lambda item: (item[0] is None, item[0].name.lower() if item[0] else "")
    )


def project_rows(projects: QuerySet[Project]) -> list[ProjectRow]:
    listed = list(projects.select_related("programme", "lead"))
    stands = standings([project.pk for project in listed]) if listed else {}
    figures = impact.current_of_these({name for project in listed for name in project.figures})
    return [
        ProjectRow(
            project,
            stands[project.pk],
            words.progress(stands[project.pk]),
            [one.sentence for name, one in figures.items() if name in project.figures],
        )
        for project in listed
    ]


def rows(sites: Iterable[Site]) -> list[SiteRow]:
    return [SiteRow(site, GROUP_OF.get(site.stage)) for site in sites]
