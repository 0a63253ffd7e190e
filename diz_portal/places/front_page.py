"""What the front page shows of our connections: see diz_portal.figures."""

from django.http import HttpRequest
from django.urls import reverse

from diz_portal import figures
from diz_portal.figures import Figure

from .connectivity import selectors, words


def best_together(request: HttpRequest) -> Figure | None:
    """The first measure that is counted in all of our districts, added up."""
    found = next((one for one in selectors.Benchmark(selectors.our_codes()).together()), None)
    if found is None or found.missing:
        return None
    return Figure(
        number=words.share(found.share),
        label=f"of {found.series.told.of} in our area {found.series.told.says}",
        as_at=found.release.period,
        how_we_know=reverse("connectivity:overview"),
    )


figures.headline(order=15, find=best_together, version=selectors.VERSION)
