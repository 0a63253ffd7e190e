"""What the front page shows of our impact: see diz_portal.figures."""

from django.http import HttpRequest
from django.urls import reverse

from diz_portal import figures
from diz_portal.figures import Figure

from . import selectors

HEADLINE = "residents-helped"


def residents_helped(request: HttpRequest) -> Figure | None:
    found = selectors.current_of(HEADLINE)
    if found is None:
        return None
    return Figure(
        number=found.number,
        label=found.title,
        as_at=found.as_at,
        how_we_know=reverse("impact:figure", args=[HEADLINE]),
    )


figures.headline(order=12, find=residents_helped, version=selectors.OWN)
