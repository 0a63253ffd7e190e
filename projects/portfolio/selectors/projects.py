"""Reading projects from the side of the organisations that carry them."""

from django.db.models import Q

from partners.models import Organisation
from projects.portfolio.models import Project


def published_projects_of(organisation: Organisation, user) -> dict | None:
    """The published projects an organisation leads or delivers, and its part in each."""
    projects = (
        Project.objects.public()
        .filter(Q(lead=organisation) | Q(partners=organisation))
        .distinct()
        .order_by("title")
    )
    found = [
        (project, "as lead" if project.lead_id == organisation.pk else "as partner")
        for project in projects
    ]
    return {"projects": found} if found else None
