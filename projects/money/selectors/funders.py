"""Who funds a project, as far as the public is told."""

from projects.money.models import FundingSource
from projects.portfolio.models import Project


def named_in_public(project: Project) -> list[str]:
    """Each name once, in the order of the sources; never an amount."""
    sources = FundingSource.objects.standing().filter(project=project, is_public=True)
    return list(dict.fromkeys(one.giver for one in sources.select_related("organisation")))
