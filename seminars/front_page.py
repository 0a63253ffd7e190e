"""What this app shows on the front page: see diz_portal.figures."""

from django.http import HttpRequest

from diz_portal import figures, versions
from seminars.models import Seminar
from seminars.selectors import seminars as selectors
from seminars.views.public import words_for


def next_three(request: HttpRequest) -> dict | None:
    found = selectors.counted(Seminar.objects.coming().order_by("starts_at", "pk"))[:3]
    seminars = [(one, words_for(one, selectors.standings(one))) for one in found]
    return {"seminars": seminars} if seminars else None


figures.panel(
    order=20,
    template="seminars/front_panel.html",
    find=next_three,
    version=(
        # Those still to come: one that begins leaves the page.
        f"{versions.rows_of('seminars_seminar')} WHERE starts_at > now()",
        versions.rows_of("seminars_series"),
        versions.rows_of("seminars_topic"),
        # Whatever takes or frees a place has its entry.
        versions.newest_of("seminars_registrationevent"),
    ),
)
