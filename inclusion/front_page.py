"""What this app shows on the front page: see diz_portal.figures."""

from django.http import HttpRequest

from diz_portal import figures

from .selectors import learning


def first_paths(request: HttpRequest) -> dict | None:
    offers = learning.offers()[:3]
    return {"offers": offers} if offers else None


figures.panel(order=30, template="inclusion/learn/front_panel.html", find=first_paths)
