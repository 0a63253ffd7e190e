"""Of which projects a reader is told what changed, and where their records are read."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse

from diz_portal.changes import Asked
from projects.portfolio.models import Project
from projects.portfolio.views.common import url


@dataclass(frozen=True)
class Projects:
    """`worked_on` are those whose workspace the reader may open; of the others, which are
    `published`, they are told what anybody may read."""

    worked_on: dict[int, Project]
    published: dict[int, Project] = field(default_factory=dict)

    @property
    def all(self) -> dict[int, Project]:
        return {**self.published, **self.worked_on}

    def page(self, pk: int, name: str, *more: str) -> str:
        """The page of a record in the workspace, or the public page of its project."""
        if pk in self.worked_on:
            return url(name, self.worked_on[pk], *more)
        return reverse("projects:detail", args=[self.published[pk].slug])

    def site(self, pk: int, reference: str) -> str:
        if pk in self.worked_on:
            return url("site", self.worked_on[pk], reference)
        return reverse("projects:site", args=[self.published[pk].slug, reference])


def projects_of(asked: Asked) -> Projects:
    """Read once for everything that is asked; of an organisation, those it leads or delivers."""
    return asked.once(_projects)


def _projects(asked: Asked) -> Projects:
    narrowed = Q()
    if asked.project is not None:
        narrowed &= Q(pk=asked.project.pk)
    if asked.organisation is not None:
        theirs = Project.objects.filter(Q(lead=asked.organisation) | Q(partners=asked.organisation))
        narrowed &= Q(pk__in=theirs.values("pk"))
    worked_on = Project.objects.worked_on_by(asked.reader).filter(narrowed)
    published = Project.objects.public().filter(narrowed)
    found: dict[str, Any] = {"worked_on": {one.pk: one for one in worked_on.defer("summary")}}
    if asked.own:
        return Projects(**found)
    others = published.exclude(pk__in=list(found["worked_on"]))
    return Projects(**found, published={one.pk: one for one in others.defer("summary")})
