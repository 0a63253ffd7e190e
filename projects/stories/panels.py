"""Case studies on the impact page and the front page."""

from typing import Any

from django.http import HttpRequest

from diz_portal import versions
from projects.stories.models import CaseStudy

VERSION = tuple(
    map(
        versions.rows_of,
        ("projects_casestudy", "projects_project", "partners_organisation"),
    )
)
A_FEW = 3


def on_the_impact_page() -> dict[str, Any] | None:
    stories = list(CaseStudy.objects.public()[:A_FEW])
    return {"stories": stories} if stories else None


def on_the_front_page(request: HttpRequest) -> dict[str, Any] | None:
    story = CaseStudy.objects.public().select_related("organisation").first()
    return {"story": story} if story else None
