from django import template

from diz_portal.accounts.sign_on import arrivals, proof

register = template.Library()


@register.simple_tag(takes_context=True)
def signed_in_with(context):
    """The provider by which this visit began, or nothing."""
    request = context["request"]
    return arrivals.council(request) if proof.came_by_sign_on(request) else None
