"""The project that a command is about."""

from django.core.management.base import CommandError

from projects.portfolio.models import Project


def named(slug: str) -> Project:
    """With its accountable body. CommandError where there is none of that web address."""
    found = Project.objects.select_related("lead").filter(slug=slug).first()
    if found is None:
        raise CommandError(f"There is no project “{slug}”. Check its web address")
    return found
