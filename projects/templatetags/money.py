"""Who funds a project, by name: for pages of rooms beneath the money."""

from django import template

from projects.money.selectors.funders import named_in_public
from projects.portfolio.models import Project

register = template.Library()


@register.simple_tag
def funders(project: Project) -> list[str]:
    return named_in_public(project)
