"""Starting and publishing projects."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.places.selectors import partnership
from projects.portfolio.models import Project


@transaction.atomic
def start_project(*, slug: str, title: str) -> Project:
    """An empty, published project led by the partnership's lead organisation."""
    lead = partnership().lead_organisation
    if lead is None:
        raise Refusal("The partnership has no lead organisation yet. Select one in the admin first")
    project = Project(slug=slug, title=title.strip(), lead=lead, published=True)
    try:
        project.full_clean()
    except ValidationError as error:
        if Project.objects.filter(slug=slug).exists():
            raise Refusal(
                f"There is already a project at the web address “{slug}”. Enter another"
            ) from error
        # It may have been typed on a command line, where nothing stands beside what is wrong.
        raise Refusal(
            ". ".join(f"{name}: {' '.join(said)}" for name, said in error.message_dict.items())
        ) from error
    project.save()
    return project


@transaction.atomic
def publish(*, projects: Iterable[Project]) -> int:
    """Open their public pages; returns how many were not open before."""
    return _set_published(projects, published=True)


@transaction.atomic
def unpublish(*, projects: Iterable[Project]) -> int:
    """Close their public pages; nothing is lost."""
    return _set_published(projects, published=False)


def _set_published(projects: Iterable[Project], *, published: bool) -> int:
    changing = list(
        Project.objects.select_for_update(of=("self",))
        .filter(pk__in=[project.pk for project in projects])
        .exclude(published=published)
        .order_by("pk")
    )
    for project in changing:
        project.published = published
        project.save(update_fields=["published"])
    return len(changing)
