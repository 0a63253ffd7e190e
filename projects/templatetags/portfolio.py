"""The portfolio strip on the admin's first page."""

from django import template

from projects.overview import portfolio

register = template.Library()


@register.inclusion_tag("admin/portfolio.html")
def portfolio_strip(user):
    return {"lines": portfolio(user)}
